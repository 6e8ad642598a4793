import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./shell.ts";

export interface Step {
  name: string;
  /** Globs from the repository root whose content decides the outcome ("!" excludes); none = always run. */
  inputs?: string[];
  /** What else decides it: a version, a target. */
  key?: () => string;
  /** Files or folders that must exist for the step to count as done. */
  outputs?: string[];
  /** Instead of inputs: asks the world whether there is anything to do. */
  isDone?: () => boolean;
  run(): Promise<unknown> | unknown;
}

export interface StepOptions {
  folder?: string;
  write?: (text: string) => void;
}

/** Runs what changed, in order, telling each step and its time: `[3/7] Build web … 2.1 s`. */
export async function runSteps(steps: Step[], options: StepOptions = {}): Promise<string[]> {
  const { folder = root, write = (text) => process.stdout.write(text) } = options;
  const ran: string[] = [];
  for (const [index, step] of steps.entries()) {
    write(`[${index + 1}/${steps.length}] ${step.name} … `);
    const started = performance.now();
    if (isDone(step, folder)) {
      write("unchanged\n");
      continue;
    }
    try {
      await step.run();
    } catch (error) {
      write("failed\n");
      throw error;
    }
    // Read again after the run: a step may write into what it reads (generated sources).
    if (step.inputs) writeStamp(step, folder);
    ran.push(step.name);
    write(`${seconds(performance.now() - started)}\n`);
  }
  return ran;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function isDone(step: Step, folder: string): boolean {
  if (step.isDone) return step.isDone();
  if (!step.inputs) return false;
  if (!(step.outputs ?? []).every((path) => existsSync(join(folder, path)))) return false;
  const stamp = stampPath(step, folder);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(step, folder);
}

function writeStamp(step: Step, folder: string): void {
  const stamp = stampPath(step, folder);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint(step, folder));
}

function stampPath(step: Step, folder: string): string {
  const slug = step.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return join(folder, ".cache", "steps", slug);
}

/** Content, not modification time: a checkout touches files without changing them. */
function fingerprint(step: Step, folder: string): string {
  const hasher = new Bun.CryptoHasher("sha256");
  hasher.update(`${Bun.version}\n${step.key?.() ?? ""}\n`);
  for (const path of listFiles(step.inputs ?? [], folder)) {
    hasher.update(`${path}\n`);
    hasher.update(readFileSync(join(folder, path)));
  }
  return hasher.digest("hex");
}

export function listFiles(patterns: string[], folder = root): string[] {
  const excluded = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => new Bun.Glob(pattern.slice(1)));
  const found = new Set<string>();
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) continue;
    for (const path of new Bun.Glob(pattern).scanSync({ cwd: folder, dot: true })) {
      if (path.split("/").includes("node_modules")) continue;
      if (!excluded.some((glob) => glob.match(path))) found.add(path);
    }
  }
  return [...found].sort();
}
