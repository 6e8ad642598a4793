import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../usage.ts";
import { type FolderStep, type Step, unitPath } from "./plan.ts";
import { unitName } from "./unit.ts";

/** What a plan is carried out on. */
export interface Machine {
  /** Empty: this machine. Else a folder that will be the root of one: nothing of this machine is touched. */
  root: string;
  /** Runs a program of the machine; returns its exit code and what it printed. */
  run(command: string[]): { code: number; output: string };
}

export type Outcome = "done" | "unchanged" | "left to the first start" | "left as it is";

/** Whether systemd has to read its files and the service to start anew for what was changed. */
export function isChange({ does }: Step, outcome: Outcome): boolean {
  return outcome === "done" && ["file", "binary", "remove"].includes(does);
}

export function carryOut(step: Step, machine: Machine): Outcome {
  const at = (path: string) => join(machine.root, path);
  switch (step.does) {
    case "account":
      return makeAccount(step, machine);
    case "folder":
      return makeFolder(step, machine);
    case "file":
      return writeText(at(step.path), step);
    case "binary":
      return replaceBinary(at(step.path), step.from);
    case "remove":
      return remove(at(step.path));
    case "enable":
      if (machine.root !== "") return enableIn(machine.root);
      if (machine.run(["systemctl", "is-enabled", "--quiet", unitName]).code === 0)
        return "unchanged";
      return systemctl(machine, ["enable", unitName]);
    case "reload":
      return systemctl(machine, ["daemon-reload"]);
    case "stop":
    case "disable":
      if (!existsSync(at(unitPath))) return "unchanged";
      return systemctl(machine, [step.does, unitName]);
    default:
      return systemctl(machine, [step.does, unitName]);
  }
}

/** What a step would be stopped by, looked for before the first one is carried out. */
export function obstacle(step: Step, machine: Machine): string | null {
  if (step.does !== "folder" || !step.isOurs || !isForeign(step, machine)) return null;
  const { path, owner, group } = step;
  return `${path} is another account's and not empty. If it is Lineside's: chown -R ${owner}:${group} ${path}`;
}

function isForeign({ path, owner }: FolderStep, { root, run }: Machine): boolean {
  if (root !== "" || !existsSync(path)) return false;
  const found = run(["stat", "-c", "%U", path]).output.trim();
  return found !== owner && readdirSync(path).length > 0;
}

function makeAccount(
  { user, home }: Extract<Step, { does: "account" }>,
  machine: Machine,
): Outcome {
  if (machine.root !== "") return "left to the first start";
  if (machine.run(["getent", "passwd", user]).code === 0) return "unchanged";
  const words = ["--system", "--user-group", "--home-dir", home, "--no-create-home"];
  succeed(machine, ["useradd", ...words, "--shell", "/usr/sbin/nologin", user]);
  return "done";
}

function makeFolder(step: FolderStep, machine: Machine): Outcome {
  const path = join(machine.root, step.path);
  const isNew = !existsSync(path);
  if (!step.isOurs && isForeign(step, machine)) return "left as it is";
  if (isNew) mkdirSync(path, { recursive: true, mode: 0o755 });
  const before = statSync(path);
  if ((before.mode & 0o7777) !== step.mode) chmodSync(path, step.mode);
  if (machine.root === "") succeed(machine, ["chown", `${step.owner}:${step.group}`, path]);
  const after = statSync(path);
  const isSame = (["mode", "uid", "gid"] as const).every((each) => before[each] === after[each]);
  return isNew || !isSame ? "done" : "unchanged";
}

function writeText(path: string, step: Extract<Step, { does: "file" }>): Outcome {
  const isThere = existsSync(path);
  if (isThere && (statSync(path).mode & 0o7777) !== step.mode) chmodSync(path, step.mode);
  if (isThere && readFileSync(path, "utf8") === step.text) return "unchanged";
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  if (isThere && step.keepsOld) copyWhole(path, `${path}.previous`, step.mode);
  put(path, step.mode, (fresh) => writeFileSync(fresh, step.text, { mode: step.mode }));
  return "done";
}

/** At every moment a whole binary stands there: the old one or the new one. The old one stays beside it. */
function replaceBinary(path: string, from: string): Outcome {
  const isThere = existsSync(path);
  if (isThere && sha256(path) === sha256(from)) return "unchanged";
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  // Copied before the old one takes the name the new one may have been started under.
  const fresh = `${path}.new`;
  copyFileSync(from, fresh);
  chmodSync(fresh, 0o755);
  flush(fresh);
  if (isThere) {
    rmSync(`${path}.old`, { force: true });
    linkSync(path, `${path}.old`);
    renameSync(`${path}.old`, `${path}.previous`);
  }
  renameSync(fresh, path);
  flush(dirname(path));
  return "done";
}

function copyWhole(from: string, to: string, mode: number): void {
  put(to, mode, (fresh) => copyFileSync(from, fresh));
}

function put(path: string, mode: number, write: (fresh: string) => void): void {
  const fresh = `${path}.new`;
  write(fresh);
  // Whatever umask there is, and before anybody can find it under its name.
  chmodSync(fresh, mode);
  flush(fresh);
  renameSync(fresh, path);
}

function flush(path: string): void {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

function sha256(path: string): string {
  return new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");
}

function remove(path: string): Outcome {
  if (!existsSync(path)) return "unchanged";
  rmSync(path);
  return "done";
}

/** What systemctl enable does, where no systemd runs. */
function enableIn(root: string): Outcome {
  const link = join(root, dirname(unitPath), "multi-user.target.wants", unitName);
  mkdirSync(dirname(link), { recursive: true, mode: 0o755 });
  try {
    if (readlinkSync(link) === unitPath) return "unchanged";
  } catch {
    // Not there yet.
  }
  rmSync(link, { force: true });
  symlinkSync(unitPath, link);
  return "done";
}

function systemctl(machine: Machine, words: string[]): Outcome {
  if (machine.root !== "") return "left to the first start";
  succeed(machine, ["systemctl", ...words]);
  return "done";
}

function succeed({ run }: Machine, command: string[]): void {
  const { code, output } = run(command);
  if (code !== 0) throw new UsageError(`${command.join(" ")} ended with ${code}: ${output.trim()}`);
}
