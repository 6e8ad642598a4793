import { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@lineside/testkit/process";
import { binaryPath } from "../build-single.ts";
import type { IngestLoad, IngestResult } from "./ingest-client.ts";
import type { LoadResult } from "./load-client.ts";
import { type PreparedIngest, prepareIngest } from "./prepare-ingest.ts";
import { type Measured, startServer } from "./server-process.ts";

export interface IngestPass extends LoadResult {
  name: string;
  senders: number;
  events: number;
  /** Answered with the event stored. */
  acceptedPerSecond: number;
  /** Carried out, until the last one of the pass was. */
  executedPerSecond: number;
  cpuMicrosPerEvent: number;
}

export interface IngestBench {
  passes: IngestPass[];
  validate: { senders: number; p50: number; p99: number; perSecond: number }[];
  bytes: { perEvent: number; perMeasurement: number; captureRowPerMeasurement: number };
}

interface Plan extends Partial<Pick<IngestLoad, "mode" | "perRequest" | "measurements" | "kind">> {
  name: string;
  senders: number;
  /** More than the pass can send. */
  unitsPerSecond: number;
  isLarge?: boolean;
  /** Sends once more what this pass sent. */
  again?: string;
}

const plans: Plan[] = [
  { name: "single, 1 sender", senders: 1, unitsPerSecond: 2_500 },
  { name: "single, 8 senders", senders: 8, unitsPerSecond: 7_000 },
  { name: "single, 32 senders", senders: 32, unitsPerSecond: 9_000 },
  { name: "single, sync, 1 sender", senders: 1, unitsPerSecond: 2_000, mode: "sync" },
  { name: "single, sync, 32 senders", senders: 32, unitsPerSecond: 6_000, mode: "sync" },
  { name: "arrays of 100, 4 senders", senders: 4, unitsPerSecond: 16_000, perRequest: 100 },
  { name: "duplicates, 32 senders", senders: 32, unitsPerSecond: 0, again: "single, 32 senders" },
  {
    name: "2,000 values, 1 sender",
    senders: 1,
    unitsPerSecond: 250,
    measurements: 2_000,
    isLarge: true,
  },
  {
    name: "2,000 values, sync",
    senders: 1,
    unitsPerSecond: 250,
    measurements: 2_000,
    isLarge: true,
    mode: "sync",
  },
];

/** Test results through the doors of the binary: how fast they are taken, and carried out. */
export async function runIngestBench(
  folder: string,
  options: { isQuick: boolean },
): Promise<IngestBench> {
  const seconds = options.isQuick ? 2 : 6;
  const path = join(folder, "ingest.db");
  const url = `file:${path}`;
  console.log("preparing a test line …");
  const asked = "questions";
  const passes = plans
    .filter((plan) => plan.unitsPerSecond > 0)
    .map((plan) => ({ ...plan, units: plan.unitsPerSecond * seconds }));
  const prepared = await prepareIngest(url, [...passes, { name: asked, units: 2_000 }]);
  const env = { PORT: String(await freePort()), DATABASE_URL: url, APP_LOG_LEVEL: "warn" };
  const server = await startServer([binaryPath], env);
  const bench: IngestBench = { passes: [], validate: [], bytes: noBytes };
  const events = new Database(path, { readonly: true });
  try {
    const measure = { server, prepared, seconds, waiting: () => waitingIn(events) };
    const before = sizeOf(path, events);
    for (const plan of plans) {
      const pass = await measurePass(measure, plan);
      bench.passes.push(pass);
      console.log(
        `  ${plan.name}: ${Math.round(pass.acceptedPerSecond)} accepted/s, ${Math.round(pass.executedPerSecond)} executed/s, ${Math.round(pass.cpuMicrosPerEvent)} µs CPU`,
      );
      if (plan.name === "single, 8 senders")
        bench.bytes = bytesPer(events, sizeOf(path, events) - before);
    }
    for (const senders of [1, 8])
      bench.validate.push(await measureQuestions(measure, asked, senders));
  } finally {
    events.close();
    await server.stop();
  }
  return bench;
}

interface Measure {
  server: Measured;
  prepared: PreparedIngest;
  seconds: number;
  waiting: () => number;
}

async function measurePass(measure: Measure, plan: Plan): Promise<IngestPass> {
  const { server, prepared, seconds, waiting } = measure;
  const perRequest = plan.perRequest ?? 1;
  const sns = prepared.sns[plan.again ?? plan.name] ?? [];
  const cpuBefore = server.cpuSeconds();
  const result = await load(measure, {
    kind: "event",
    mode: plan.mode ?? "async",
    station: plan.isLarge ? prepared.stations.large : prepared.stations.small,
    sns: shares(sns, plan.senders),
    perRequest,
    measurements: plan.measurements ?? 20,
    seconds,
  });
  while (waiting() > 0) await Bun.sleep(5);
  const total = (performance.timeOrigin + performance.now() - result.startedAt) / 1000;
  const cpu = server.cpuSeconds() - cpuBefore;
  const events = result.requests * perRequest;
  return {
    ...result,
    name: plan.name,
    senders: plan.senders,
    events,
    acceptedPerSecond: events / result.seconds,
    executedPerSecond: events / total,
    cpuMicrosPerEvent: (cpu * 1e6) / events,
  };
}

async function measureQuestions(measure: Measure, name: string, senders: number) {
  const { prepared } = measure;
  const result = await load(measure, {
    kind: "validate",
    mode: "async",
    station: prepared.stations.small,
    sns: shares(prepared.sns[name] ?? [], senders),
    perRequest: 1,
    measurements: 0,
    seconds: measure.seconds,
  });
  const { p50, p99, requests, seconds } = result;
  return { senders, p50, p99, perSecond: requests / seconds };
}

async function load(
  { server, prepared }: Measure,
  what: Omit<IngestLoad, "host" | "port" | "key">,
): Promise<IngestResult> {
  const { hostname: host, port } = new URL(server.url);
  const options: IngestLoad = { ...what, host, port: Number(port), key: prepared.key };
  const client = Bun.spawn([process.execPath, join(import.meta.dir, "ingest-client.ts")], {
    stdin: new Blob([JSON.stringify(options)]),
    stdout: "pipe",
    stderr: "inherit",
  });
  const result = JSON.parse(await new Response(client.stdout).text());
  if (result.errors > 0) throw new Error(`${result.errors} requests failed: ${result.firstError}`);
  return result;
}

const shares = (sns: string[], senders: number) => {
  const share = Math.floor(sns.length / senders);
  return Array.from({ length: senders }, (_, n) => sns.slice(n * share, (n + 1) * share));
};

function waitingIn(db: Database): number {
  const row = db
    .query("select count(*) n from ingest_event where state in ('RECEIVED', 'PARKED')")
    .get() as { n: number };
  return row.n;
}

const noBytes = { perEvent: 0, perMeasurement: 0, captureRowPerMeasurement: 0 };

/** Pages in use, wherever they lie: file or write-ahead log. */
function sizeOf(path: string, db: Database): number {
  const { page_count: pages } = db.query("pragma page_count").get() as { page_count: number };
  const { page_size: size } = db.query("pragma page_size").get() as { page_size: number };
  return Math.max(pages * size, statSync(path).size);
}

/** Everything an event leaves behind, spread over its values, and the row that holds the values alone. */
function bytesPer(db: Database, grown: number): IngestBench["bytes"] {
  const { events } = db.query("select count(*) events from ingest_event").get() as {
    events: number;
  };
  const { bytes } = db
    .query('select avg(length("values") + length(judgements)) bytes from execution_track_capture')
    .get() as { bytes: number };
  return {
    perEvent: grown / events,
    perMeasurement: grown / events / 20,
    captureRowPerMeasurement: bytes / 20,
  };
}
