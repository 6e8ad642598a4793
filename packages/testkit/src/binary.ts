import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type RunningProcess, startProcess } from "./process.ts";

export const binaryPath = join(import.meta.dir, "../../../dist/lineside");

export interface BinaryOptions {
  /** Settings on top of a private data folder and a free port. */
  env?: Record<string, string>;
  /** Seeds the demo factory before the first start; "simulator": with what its virtual line needs. */
  seed?: boolean | "simulator";
  startTimeoutMs?: number;
}

/** What `lineside simulate` needs to drive the demo's line of machines. */
export interface Simulator {
  username: string;
  password: string;
  key: string;
  runNo: string;
}

export interface SignIn {
  username: string;
  password: string;
  role: string;
}

/** dist/lineside on its own data, as a line server would run it. */
export interface Binary {
  url: string;
  folder: string;
  databaseUrl: string;
  signIns: SignIn[];
  /** Where it was seeded with one. */
  simulator: Simulator | null;
  /** Logs of the process that runs now. */
  logs(): string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Asks the process for something, e.g. SIGHUP. */
  signal(name: NodeJS.Signals): void;
  /** The plug is pulled: SIGKILL, nothing is flushed. */
  crash(): Promise<void>;
  /** SIGTERM; returns the exit code of the graceful stop. */
  stop(): Promise<number>;
  /** Same data, same port, a new process. */
  restart(): Promise<void>;
  /** Stops and removes the data folder. */
  dispose(): Promise<void>;
}

/** Test certificates are of their own authority. */
const anyCertificate = { tls: { rejectUnauthorized: false } };

export async function startBinary(options: BinaryOptions = {}): Promise<Binary> {
  if (!existsSync(binaryPath)) throw new Error(`${binaryPath} is missing: npm run build:single`);
  const folder = mkdtempSync(join(tmpdir(), "lineside-binary-"));
  const port = await freePort();
  const env = {
    ...inherited(),
    PORT: String(port),
    DATABASE_URL: `file:${join(folder, "lineside.db")}`,
    ...options.env,
  };
  const scheme = "APP_TLS_CERT_PATH" in env ? "https" : "http";
  const url = `${scheme}://127.0.0.1:${env.PORT}`;
  const start = () => startReady(url, { env, folder, timeoutMs: options.startTimeoutMs ?? 15_000 });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let current: RunningProcess;
  let seeded: Seeded = { users: [], simulator: null };
  try {
    if (options.seed) seeded = await seedDemo({ env, cwd: folder }, options.seed === "simulator");
    current = await start();
  } catch (error) {
    remove();
    throw error;
  }
  return {
    url,
    folder,
    databaseUrl: env.DATABASE_URL,
    signIns: seeded.users,
    simulator: seeded.simulator,
    logs: () => current.output(),
    fetch: (path, init) => fetch(new URL(path, url), { ...anyCertificate, ...init }),
    signal: (name) => current.kill(name),
    crash: async () => {
      current.kill("SIGKILL");
      await current.exited;
    },
    stop: () => end(current),
    restart: async () => {
      await end(current);
      current = await start();
    },
    dispose: async () => {
      await end(current);
      remove();
    },
  };
}

/** Runs a verb of the binary to its end. */
export async function runBinary(words: string[], env: Record<string, string> = {}, cwd?: string) {
  const child = Bun.spawn([binaryPath, ...words], {
    cwd,
    env: { ...inherited(), ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, stdout, stderr };
}

interface Seeded {
  users: SignIn[];
  simulator: Simulator | null;
}

async function seedDemo(
  { env, cwd }: { env: Record<string, string>; cwd: string },
  isSimulated: boolean,
): Promise<Seeded> {
  const words = ["seed", "demo", "--json", ...(isSimulated ? ["--simulator"] : [])];
  const seeded = await runBinary(words, env, cwd);
  if (seeded.exitCode !== 0)
    throw new Error(`lineside seed demo ended with ${seeded.exitCode}\n${seeded.stderr}`);
  const { users, simulator = null } = JSON.parse(seeded.stdout);
  return { users, simulator };
}

interface Start {
  env: Record<string, string>;
  folder: string;
  timeoutMs: number;
}

async function startReady(url: string, { env, folder, timeoutMs }: Start): Promise<RunningProcess> {
  const child = startProcess([binaryPath, "serve"], { cwd: folder, env });
  const ended = child.exited.then((code) => code);
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const code = await Promise.race([ended, isReady(url)]);
    if (code === true) return child;
    if (typeof code === "number")
      throw new Error(`lineside ended with code ${code} before it was ready\n${child.output()}`);
    await Bun.sleep(5);
  }
  child.kill("SIGKILL");
  throw new Error(`lineside was not ready after ${timeoutMs} ms\n${child.output()}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, anyCertificate)).ok;
  } catch {
    return false;
  }
}

function end(child: RunningProcess): Promise<number> {
  child.kill("SIGTERM");
  return child.exited;
}

/** The surroundings without the settings of whoever runs the tests. */
function inherited(): Record<string, string> {
  const settings = /^(APP_|HOST$|PORT$|DATABASE_URL$|TEST_DATABASE_URL$)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !settings.test(entry[0]),
    ),
  );
}
