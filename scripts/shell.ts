import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dir, "..");

/** A sentence for the person at the terminal; everything else that is thrown is a defect of a script. */
export class ScriptError extends Error {}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  timeoutMs?: number;
  /** Returns standard output alone, for a command that prints JSON. */
  stdoutOnly?: boolean;
}

/** Runs a command to its end and returns what it printed. A failure shows the last lines of its output. */
export async function run(command: string[], options: RunOptions = {}): Promise<string> {
  const { exitCode, output, stdout } = await attempt(command, options);
  if (exitCode === 0) return options.stdoutOnly ? stdout : output;
  throw new ScriptError(`${describe(command)} ended with code ${exitCode}\n${tail(output)}`);
}

/** Like run, but a failure is an answer, not an error. */
export async function attempt(command: string[], options: RunOptions = {}) {
  const child = Bun.spawn(command, {
    cwd: options.cwd ?? root,
    env: toolEnvironment(options.env),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: options.timeoutMs ?? 600_000,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, stdout, output: withoutHosts(`${stdout}${stderr}`.trim()) };
}

/**
 * Tools start `bun` by name (turbo does), and node_modules has none: the one that runs this script is
 * put first on the path. Nothing a build needs may phone home.
 */
export function toolEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    PATH: `${bunFolder()}${delimiter}${process.env.PATH ?? ""}`,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    CHECKPOINT_DISABLE: "1",
    ...extra,
  };
}

export function bin(name: string, folder = root): string {
  return join(folder, "node_modules/.bin", name);
}

/** Runs a script to its end: its number is the exit code, a ScriptError a sentence and exit code 1. */
export async function main(body: () => Promise<number | undefined>): Promise<never> {
  // A script that runs out of work before its end has not succeeded; the timer keeps it from that.
  process.exitCode = 1;
  setInterval(() => {}, 60_000);
  try {
    process.exit((await body()) ?? 0);
  } catch (error) {
    console.error(error instanceof ScriptError ? `\n${error.message}` : error);
    process.exit(1);
  }
}

function bunFolder(): string {
  const folder = join(root, ".cache", "bin");
  const link = join(folder, `bun-${Bun.version}`, "bun");
  if (process.platform === "win32") return join(process.execPath, "..");
  if (!existsSync(link)) {
    mkdirSync(join(link, ".."), { recursive: true });
    try {
      symlinkSync(process.execPath, link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return join(link, "..");
}

/** The program and its verb; the flags would push the reason off the screen. */
function describe([program = "", ...words]: string[]): string {
  return [program.split("/").at(-1), ...words.slice(0, 2)].join(" ");
}

function tail(output: string, lines = 40): string {
  return output.split("\n").slice(-lines).join("\n");
}

/** Where a machine fetches its packages from is its owner's business, not the log's. */
function withoutHosts(text: string): string {
  return text.replace(/\bhttps?:\/\/(?!localhost|127\.0\.0\.1)[^/\s"']+/g, "https://…");
}
