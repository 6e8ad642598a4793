import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Binary, binaryPath, type SignIn } from "@lineside/testkit/binary";
import { freshPlace, type TestDialect } from "@lineside/testkit/database";
import { freePort, type RunningProcess, startProcess } from "@lineside/testkit/process";

/** A machine as an admin finds it: an empty folder, one file in it, and an account without rights. */
export interface Machine {
  folder: string;
  /** PostgreSQL beside it, as an admin of databases hands it over; null: a file of its own. */
  databaseUrl: string | null;
  /** Under its own folder, with nothing but these settings. */
  run(words: string[], env?: Record<string, string>): Promise<Ran>;
  serve(signIns?: SignIn[]): Promise<Server>;
  /** As its account would have written it. */
  write(name: string, content: Uint8Array): string;
  remove(): Promise<void>;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** What is served there, for whoever tries it. */
export type Server = Pick<
  Binary,
  "url" | "folder" | "signIns" | "logs" | "fetch" | "stop" | "restart"
>;

/** "nobody" exists on every Linux; whoever is not root already is unprivileged. */
export const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export async function newMachine(name: string, dialect: TestDialect): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), `lineside-${name}-`));
  const program = join(folder, "lineside");
  copyFileSync(binaryPath, program);
  chmodSync(program, 0o755);
  for (const made of ["home", "data"]) mkdirSync(join(folder, made));
  for (const path of [folder, program, join(folder, "home"), join(folder, "data")]) own(path);
  const place = dialect === "postgresql" ? await emptyPostgres() : null;
  const settings = (env: Record<string, string>) => ({
    PATH: process.env.PATH ?? "",
    HOME: join(folder, "home"),
    // PostgreSQL may have several nodes: their secret is theirs to share.
    ...(place && { DATABASE_URL: place.url, APP_SECRET: `the-secret-of-every-node-of-${name}` }),
    ...env,
  });
  return {
    folder,
    databaseUrl: place?.url ?? null,
    run: (words, env = {}) => runAs(program, { words, cwd: folder, env: settings(env) }),
    serve: async (signIns = []) => {
      const port = String(await freePort());
      const env = settings({ PORT: port, APP_LOG_LEVEL: "debug" });
      return serveAs(program, { cwd: folder, env, signIns });
    },
    write: (written, content) => {
      const path = join(folder, written);
      writeFileSync(path, content);
      own(path);
      return path;
    },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true });
      await place?.remove();
    },
  };
}

function own(path: string): void {
  if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
}

interface Given {
  cwd: string;
  env: Record<string, string>;
}

async function runAs(program: string, { words, ...given }: Given & { words: string[] }) {
  const child = Bun.spawn([program, ...words], {
    ...{ ...account, ...given },
    ...{ stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout as ReadableStream).text(),
    new Response(child.stderr as ReadableStream).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}

async function serveAs(
  program: string,
  { signIns, ...given }: Given & { signIns: SignIn[] },
): Promise<Server> {
  const url = `http://127.0.0.1:${given.env.PORT}`;
  const start = () => startProcess([program, "serve"], { ...account, ...given });
  let child = start();
  await untilReady(url, child);
  return {
    url,
    folder: join(given.cwd, "data"),
    signIns,
    logs: () => child.output(),
    fetch: (path, init) => fetch(new URL(path, url), init),
    stop: () => {
      child.kill("SIGTERM");
      return child.exited;
    },
    restart: async () => {
      child.kill("SIGTERM");
      await child.exited;
      child = start();
      await untilReady(url, child);
    },
  };
}

async function untilReady(url: string, child: RunningProcess): Promise<void> {
  let ended: number | null = null;
  void child.exited.then((code) => {
    ended = code;
  });
  while (ended === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await Bun.sleep(10);
  }
  throw new Error(`lineside ended with ${ended} before it was ready\n${child.output()}`);
}

async function emptyPostgres() {
  const place = await freshPlace("postgresql");
  await withSql(place.url, (sql) => sql.unsafe("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
  return place;
}

/** One connection for one thing. */
export async function withSql<T>(url: string, work: (sql: Bun.SQL) => Promise<T>): Promise<T> {
  const sql = new Bun.SQL(url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.close();
  }
}
