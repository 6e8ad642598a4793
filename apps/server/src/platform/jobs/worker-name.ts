import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Names a process among the nodes: its host, its number, where that number counts, and a mark of its own. */
export function workerName(): string {
  return `${hostname()}:${process.pid}:${place()}:${Bun.randomUUIDv7().slice(-6)}`;
}

/**
 * Whether a worker was a process beside this one that is there no more. Anything else may be alive:
 * a node of another machine, or of another container on this one.
 */
export function isGone(worker: string, own: string): boolean {
  if (worker === own) return false;
  const [, host, pid = "", where] = /^(.*):(\d+):([^:]*):[^:]*$/.exec(worker) ?? [];
  if (host !== hostname() || !where || where !== place()) return false;
  return Number(pid) === process.pid || !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that belongs to somebody else cannot be asked, and is there.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

let known: string | undefined;

/** Where a process number means one process: this start of this kernel, this namespace. Empty: unknown. */
function place(): string {
  known ??= readPlace();
  return known;
}

function readPlace(): string {
  try {
    const start = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const text = start + readlinkSync("/proc/self/ns/pid");
    return createHash("sha256").update(text).digest("hex").slice(0, 6);
  } catch {
    return "";
  }
}
