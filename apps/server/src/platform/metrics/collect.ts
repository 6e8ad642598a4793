// What is not counted as it happens but looked up when somebody asks: at most every five seconds,
// with statements that read no more than a few thousand index entries.
import { stat } from "node:fs/promises";
import type { Database } from "@lineside/db";
import { elapsedMs, type Instant, toMs } from "@lineside/domain/kernel";
import { type Expression, sql } from "kysely";
import { laneOrder } from "../jobs/lanes.ts";
import type { Platform } from "../platform.ts";
import { commit, version } from "../version.ts";

/** Beyond this a backlog is a backlog; counting it exactly would cost more than it tells. */
const countMax = 5_000;
const freshMs = 5_000;

type Collected = Pick<Platform, "db" | "clock" | "metrics" | "live" | "logs">;

const lastCollected = new WeakMap<Collected, { atMs: number; done: Promise<void> }>();

/** Brings every gauge up to date; scrapes that come together share one look. */
export async function collect(platform: Collected): Promise<void> {
  const { metrics, live } = platform;
  // Costs nothing, so it is true now.
  metrics.gauge("lineside_live_clients").of().set(live.listeners);
  const atMs = metrics.nowMs();
  const last = lastCollected.get(platform);
  if (last && atMs - last.atMs < freshMs) return await last.done;
  const done = lookUp(platform);
  lastCollected.set(platform, { atMs, done });
  await done;
}

async function lookUp(platform: Collected): Promise<void> {
  const { db, metrics, logs } = platform;
  metrics.gauge("lineside_build_info").of(version, commit, db.dialect).set(1);
  const { statements, waiting } = db.stats();
  metrics.counter("lineside_statements_total").of().set(statements);
  metrics.gauge("lineside_units_waiting").of().set(waiting);
  const entries = metrics.counter("lineside_log_entries_total");
  entries.of("warn").set(logs.warnings);
  entries.of("error").set(logs.errors);
  metrics.counter("lineside_log_lines_lost_total").of().set(logs.lost);
  collectProcess(platform);
  const up = metrics.gauge("lineside_database_up").of();
  try {
    await inTime(collectDatabase(platform));
    up.set(1);
  } catch {
    // Whoever watches must hear it most of all now; the last known numbers stay.
    up.set(0);
  }
}

async function collectDatabase(platform: Collected): Promise<void> {
  await collectFiles(platform);
  await collectJobs(platform);
  await collectIngest(platform);
}

/** A scraper waits ten seconds at most; what the rest of the page says must reach it. */
const answerMs = 3_000;

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("the database does not answer")), answerMs);
  // What comes after it was given up is heard by nobody.
  work.catch(() => {});
  return await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

function collectProcess({ metrics, clock }: Collected): void {
  const cpu = process.cpuUsage();
  const seconds = metrics.counter("lineside_process_cpu_seconds_total");
  seconds.of("user").set(cpu.user / 1e6);
  seconds.of("system").set(cpu.system / 1e6);
  const { rss, heapUsed } = process.memoryUsage();
  metrics.gauge("lineside_process_resident_memory_bytes").of().set(rss);
  metrics.gauge("lineside_process_heap_bytes").of().set(heapUsed);
  const uptime = process.uptime();
  metrics.gauge("lineside_process_uptime_seconds").of().set(uptime);
  const startedAt = Math.round(toMs(clock.now()) / 1000 - uptime);
  metrics.gauge("lineside_process_start_time_seconds").of().set(startedAt);
}

/** The files of a SQLite database, where a backlog of checkpoints or of deletions shows first. */
async function collectFiles({ db, metrics }: Collected): Promise<void> {
  const { database, wal } = await databaseSizes(db);
  metrics.gauge("lineside_database_bytes").of().set(database);
  metrics.gauge("lineside_wal_bytes").of().set(wal);
}

export async function databaseSizes(db: Database): Promise<{ database: number; wal: number }> {
  if (db.dialect === "sqlite") {
    const path = db.url.slice("file:".length);
    const sizeOf = (of: string) =>
      stat(of).then(
        ({ size }) => size,
        () => 0,
      );
    return { database: await sizeOf(path), wal: await sizeOf(`${path}-wal`) };
  }
  const { rows } = await sql<{
    size: number;
  }>`select pg_database_size(current_database()) as size`.execute(db.read);
  return { database: rows[0]?.size ?? 0, wal: 0 };
}

async function collectJobs({ db, clock, metrics }: Collected): Promise<void> {
  const now = clock.now();
  const jobs = metrics.gauge("lineside_jobs");
  const age = metrics.gauge("lineside_job_ready_age_seconds");
  for (const lane of laneOrder) {
    const { ready, queued, running, dead, oldestAt } = await laneCounts(db, lane, now);
    jobs.of(lane, "ready").set(ready);
    jobs.of(lane, "waiting").set(Math.max(0, queued - ready));
    jobs.of(lane, "running").set(running);
    jobs.of(lane, "dead").set(dead);
    const isDue = oldestAt !== null && oldestAt <= now;
    age.of(lane).set(isDue ? elapsedMs(oldestAt, now) / 1000 : 0);
  }
}

/** One statement on the index (state, lane, notBefore), however many jobs are kept. */
function laneCounts({ read }: Database, lane: string, now: Instant) {
  const jobs = read.selectFrom("platform_job").where("lane", "=", lane);
  const of = (state: string) => jobs.where("state", "=", state);
  return read
    .selectNoFrom([
      bounded(of("QUEUED").where("notBefore", "<=", now).select("id").limit(countMax)).as("ready"),
      bounded(of("QUEUED").select("id").limit(countMax)).as("queued"),
      bounded(of("RUNNING").select("id").limit(countMax)).as("running"),
      bounded(of("FAILED").select("id").limit(countMax)).as("dead"),
      of("QUEUED").select("notBefore").orderBy("notBefore").limit(1).as("oldestAt"),
    ])
    .executeTakeFirstOrThrow();
}

const openStates = ["RECEIVED", "PARKED", "REJECTED", "DEAD", "CONFLICT"] as const;

async function collectIngest({ db, metrics }: Collected): Promise<void> {
  const events = metrics.gauge("lineside_ingest_events_open");
  const { read } = db;
  const of = (state: string) =>
    read.selectFrom("ingest_event").select("id").where("state", "=", state).limit(countMax);
  const counts = await read
    .selectNoFrom(openStates.map((state) => bounded(of(state)).as(state)))
    .executeTakeFirstOrThrow();
  for (const state of openStates) events.of(state.toLowerCase()).set(counts[state]);
}

const bounded = (rows: Expression<unknown>) =>
  sql<number>`(select count(*) from ${rows} as counted)`;
