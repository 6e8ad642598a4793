import { cpSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@lineside/testkit/process";
import { binaryPath } from "../build-single.ts";
import { type IngestBench, runIngestBench } from "./ingest.ts";
import type { LoadOptions, LoadResult } from "./load-client.ts";
import { benchUser, type Prepared, prepare } from "./prepare.ts";
import { coldStartMs, type Measured, startServer } from "./server-process.ts";
import { statementsPerRequest } from "./statements.ts";
import { printTable } from "./table.ts";
import { askTraces, growHistory, type TraceResult } from "./trace.ts";
import { measureWeb, type WebBytes } from "./web-bytes.ts";

export interface WriteResult extends LoadResult {
  server: "product" | "limit";
  operators: number;
  requestsPerSecond: number;
  cpuMicrosPerRequest: number;
}

export interface BenchResult {
  at: string;
  cores: number;
  writes: WriteResult[];
  statements: { trackIn: number; trackOut: number };
  coldStartMs: { p50: number; max: number };
  memoryMb: { idle: number; peak: number };
  traces: TraceResult[];
  ingest: IngestBench;
  web: WebBytes[];
}

const operatorCounts = [1, 8, 32];

export async function runBench(
  folder: string,
  options: { isQuick: boolean },
): Promise<BenchResult> {
  const seconds = options.isQuick ? 2 : 6;
  const path = join(folder, "bench.db");
  // Enough that nobody runs out: ten requests a unit, at most 12,000 requests a second.
  const passUnits = (seconds + 1) * 1_500;
  const units = passUnits * operatorCounts.length;
  console.log(`preparing ${units} units …`);
  const prepared = await prepare(`file:${path}`, units);
  const limitPath = join(folder, "limit.db");
  cpSync(path, limitPath);
  const port = String(await freePort());
  const env = { PORT: port, DATABASE_URL: `file:${path}`, APP_LOG_LEVEL: "warn" };
  const cold: number[] = [];
  for (let n = 0; n < 7; n++) cold.push(await coldStartMs([binaryPath], env));
  cold.sort((a, b) => a - b);

  const product = await startServer([binaryPath], env);
  const idle = product.memory().residentMb;
  const limitPort = String(await freePort());
  const limit = await startServer(
    [process.execPath, join(import.meta.dir, "limit-server.ts"), limitPath, limitPort],
    { PORT: limitPort },
  );
  const writes: WriteResult[] = [];
  const cookie = await signIn(product.url);
  for (const [pass, operators] of operatorCounts.entries()) {
    const own = prepared.sns.slice(pass * passUnits, (pass + 1) * passUnits);
    const load = { prepared, sns: own, operators, seconds, cookie };
    for (const [name, server] of [
      ["product", product],
      ["limit", limit],
    ] as const) {
      const result = await measureWrites(server, load);
      writes.push({ server: name, operators, ...result });
      console.log(`  ${name} at ${operators}: ${Math.round(result.requestsPerSecond)} requests/s`);
    }
  }
  const peak = product.memory().peakMb;
  await limit.stop();
  const web = await measureWeb(product.url);
  await product.stop();

  const ingest = await runIngestBench(folder, options);
  const traces: TraceResult[] = [];
  for (const size of [1_000, options.isQuick ? 100_000 : 1_000_000]) {
    console.log(`growing the history to ${size} units …`);
    traces.push({ units: size, ...(await measureTraces(folder, size)) });
  }
  const result: BenchResult = {
    at: new Date().toISOString(),
    cores: navigator.hardwareConcurrency,
    writes,
    statements: await statementsPerRequest(),
    coldStartMs: { p50: cold[3] ?? 0, max: cold.at(-1) ?? 0 },
    memoryMb: { idle, peak },
    traces,
    ingest,
    web,
  };
  printTable(result);
  return result;
}

async function measureWrites(
  server: Measured,
  load: {
    prepared: Prepared;
    sns: string[];
    operators: number;
    seconds: number;
    cookie: string;
  },
) {
  const { prepared, sns, operators, seconds, cookie } = load;
  const share = Math.floor(sns.length / operators);
  const { hostname: host, port } = new URL(server.url);
  const options: LoadOptions = {
    host,
    port: Number(port),
    cookie,
    stations: prepared.stations,
    units: Array.from({ length: operators }, (_, n) => sns.slice(n * share, (n + 1) * share)),
    seconds,
  };
  const before = server.cpuSeconds();
  const client = Bun.spawn([process.execPath, join(import.meta.dir, "load-client.ts")], {
    stdin: new Blob([JSON.stringify(options)]),
    stdout: "pipe",
    stderr: "inherit",
  });
  const result = JSON.parse(await new Response(client.stdout).text()) as LoadResult;
  const cpu = server.cpuSeconds() - before;
  if (result.errors > 0) throw new Error(`${result.errors} requests failed`);
  return {
    ...result,
    requestsPerSecond: result.requests / result.seconds,
    cpuMicrosPerRequest: (cpu * 1e6) / result.requests,
  };
}

async function measureTraces(folder: string, size: number): Promise<{ p50: number; p99: number }> {
  const path = join(folder, `trace-${size}.db`);
  await prepare(`file:${path}`, 100);
  const sns = growHistory(path, size);
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: `file:${path}`,
    APP_LOG_LEVEL: "warn",
  };
  const server = await startServer([binaryPath], env);
  const result = await askTraces(server.url, await signIn(server.url), sns.slice(0, 1_000));
  await server.stop();
  return result;
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(benchUser),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}
