// Every metric this server offers: what is not in this table cannot be counted, and what is in it is
// explained in agent_docs/05_ops/monitoring.md. Names never change their meaning.

/** Seconds, from what a good disk needs to what a person calls broken. */
const quickly = [
  0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;
const answering = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Entry {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Every value comes from the code or from a closed list, never from what somebody sent. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, ascending. */
  readonly bounds?: readonly number[];
  /** Its last ten minutes can be asked for quantiles. */
  readonly isWindowed?: true;
}

export const catalogue = {
  lineside_build_info: {
    kind: "gauge",
    help: "Always 1; the labels name the build and the database.",
    labels: ["version", "commit", "database"],
  },
  lineside_http_requests_total: {
    kind: "counter",
    help: "Requests answered. method: read (GET) or write; door: the path as it is defined, /* for the web app, /api/* for what no door knows or could be read; status: its class.",
    labels: ["method", "door", "status"],
  },
  lineside_http_request_duration_seconds: {
    kind: "histogram",
    help: "From the request having been read to its answer being ready.",
    labels: ["method", "door"],
    bounds: answering,
  },
  lineside_commands_total: {
    kind: "counter",
    help: "Commands by name and outcome. code: OK, REPLAYED (an Idempotency-Key seen before), or why it was refused or failed.",
    labels: ["command", "code"],
  },
  lineside_unit_duration_seconds: {
    kind: "histogram",
    help: "A unit of work from asking for it to being durable, or to its failure; with the wait for its turn.",
    labels: ["outcome"],
    bounds: quickly,
    isWindowed: true,
  },
  lineside_commit_duration_seconds: {
    kind: "histogram",
    help: "One commit: on SQLite a batch with its fsync, on PostgreSQL the COMMIT of one transaction.",
    labels: [],
    bounds: quickly,
    isWindowed: true,
  },
  lineside_commit_batch_units: {
    kind: "histogram",
    help: "Units of work that shared one commit. Always 1 on PostgreSQL.",
    labels: [],
    bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  },
  lineside_commits_failed_total: {
    kind: "counter",
    help: "Commits that did not happen: disk full, I/O error, lock held by another program.",
    labels: [],
  },
  lineside_statements_total: {
    kind: "counter",
    help: "SQL statements run.",
    labels: [],
  },
  lineside_units_waiting: {
    kind: "gauge",
    help: "Units of work that wait for their turn: for the writer on SQLite, for a connection on PostgreSQL.",
    labels: [],
  },
  lineside_database_up: {
    kind: "gauge",
    help: "1 when the database answered the questions of this scrape.",
    labels: [],
  },
  lineside_database_bytes: {
    kind: "gauge",
    help: "Size of the database without its log.",
    labels: [],
  },
  lineside_wal_bytes: {
    kind: "gauge",
    help: "Size of the write-ahead log beside a SQLite file; 0 on PostgreSQL, which keeps its own.",
    labels: [],
  },
  lineside_jobs: {
    kind: "gauge",
    help: "Open jobs by lane, counted up to 5000. state: ready (their time has come), waiting (for later), running, dead (a person must decide).",
    labels: ["lane", "state"],
  },
  lineside_job_ready_age_seconds: {
    kind: "gauge",
    help: "How long ago the time of the oldest queued job came, by lane; 0 when none is due.",
    labels: ["lane"],
  },
  lineside_job_attempts_total: {
    kind: "counter",
    help: "Attempts of jobs this node ended, by lane. outcome: completed, put_back, failed, not_ours.",
    labels: ["lane", "outcome"],
  },
  lineside_ingest_events_total: {
    kind: "counter",
    help: "Machine events by source (rest, cfx, amqp; unread when they could not be read) and what became of them: accepted, duplicate, parked, rejected or malformed when they are taken; executed, stored, parked, rejected, dead when a job decides.",
    labels: ["source", "outcome"],
  },
  lineside_ingest_events_open: {
    kind: "gauge",
    help: "Machine events that are not over, counted up to 5000. state: received, parked, rejected, dead, conflict.",
    labels: ["state"],
  },
  lineside_live_clients: {
    kind: "gauge",
    help: "Screens that listen to the live stream of this node.",
    labels: [],
  },
  lineside_log_entries_total: {
    kind: "counter",
    help: "Warnings and errors written to the log.",
    labels: ["level"],
  },
  lineside_log_lines_lost_total: {
    kind: "counter",
    help: "Log lines that could not be written to the log files; they still went to stdout.",
    labels: [],
  },
  lineside_process_cpu_seconds_total: {
    kind: "counter",
    help: "CPU time this process has used. mode: user or system.",
    labels: ["mode"],
  },
  lineside_process_resident_memory_bytes: {
    kind: "gauge",
    help: "Memory of this process that is in RAM.",
    labels: [],
  },
  lineside_process_heap_bytes: {
    kind: "gauge",
    help: "Memory in use for JavaScript objects.",
    labels: [],
  },
  lineside_process_start_time_seconds: {
    kind: "gauge",
    help: "When this process started, in seconds since 1970 in UTC.",
    labels: [],
  },
  lineside_process_uptime_seconds: {
    kind: "gauge",
    help: "How long this process has been running.",
    labels: [],
  },
  lineside_event_loop_lag_seconds: {
    kind: "histogram",
    help: "How late a timer of 500 ms came: what kept the one thread that answers everybody.",
    labels: [],
    bounds: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    isWindowed: true,
  },
} as const satisfies Record<string, Entry>;

export type MetricName = keyof typeof catalogue;
export type MetricOf<K extends Entry["kind"]> = {
  [N in MetricName]: (typeof catalogue)[N]["kind"] extends K ? N : never;
}[MetricName];
export type MetricEntry = Entry;
