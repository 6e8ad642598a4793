import { spawn } from "node:child_process";
import { open, readFile, rm, stat, statfs } from "node:fs/promises";
import { freemem, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Database } from "@lineside/db";
import { toMs } from "@lineside/domain/kernel";
import { monotonicMs, systemClock } from "../../../platform/clock.ts";
import { clocksApartMs } from "./database-queries.ts";
import { askingOnce } from "./patient-probes.ts";

/** What is asked of the machine. Tests bring machines of their own: full, slow, with a clock that jumps. */
export interface HealthProbes {
  space(folder: string): Promise<{ freeBytes: number; totalBytes: number }>;
  fileSystem(folder: string): Promise<FileSystem>;
  /** How long each of `count` writes took to be durable, in milliseconds. */
  durableWrites(folder: string, count: number): Promise<number[]>;
  memory(): Promise<{ rssBytes: number | null; leftBytes: number; totalBytes: number }>;
  /** null: this system does not say. */
  isClockSynchronised(): Promise<boolean | null>;
  /** The database's clock against this machine's; null: they are the same. */
  apartFromMs(db: Pick<Database, "dialect" | "read">): Promise<number | null>;
  /** Rights and disk of a file or folder; null: there is none. */
  statusOf(path: string): Promise<{ mode: number; device: number } | null>;
  /** What has not answered by then is as good as gone: a share that hangs must not hang the look. */
  readonly patienceMs: number;
  wallMs(): number;
  monotonicMs(): number;
}

export interface FileSystem {
  /** ext4, nfs4 …; null: this system does not tell. */
  kind: string | null;
  isNetworked: boolean;
  isVolatile: boolean;
}

const folders = askingOnce({
  async space(folder) {
    const { bavail, blocks, bsize } = await statfs(await nearest(folder));
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
  fileSystem: (folder) => fileSystemOf(folder),
  async statusOf(path) {
    const found = await stat(path).catch(() => null);
    return found && { mode: found.mode, device: found.dev };
  },
});

export const systemProbes: HealthProbes = {
  ...folders,
  durableWrites,
  memory: memoryOfMachine,
  isClockSynchronised,
  apartFromMs: (db) => clocksApartMs(db, () => systemProbes.wallMs()),
  patienceMs: 5_000,
  wallMs: () => toMs(systemClock.now()),
  monotonicMs,
};

/** The folder itself, or the nearest one above it that exists already. */
async function nearest(folder: string): Promise<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found || dirname(at) === at) return at;
  }
}

/** statfs(2): f_type of what answers over a network, or through a program that may. */
const networkTypes = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xfe534d42, // smb2
  0xff534d42, // cifs
  0x65735546, // fuse: sshfs, s3fs, virtual machines' shared folders …
  0x01021997, // 9p
  0x786f4256, // vboxsf
  0x5346414f, // afs
  0x73757245, // coda
  0x564c, // ncp
  0x00c36400, // ceph
  0x0bd00bd0, // lustre
  0x47504653, // gpfs
  0x19830326, // fhgfs, beegfs
]);
const volatileTypes = new Set([0x01021994, 0x858458f6]); // tmpfs, ramfs

const networkKinds =
  /^(nfs\d?|cifs|smb\w*|9p|afs|coda|ncpfs|ceph|lustre|gpfs|beegfs|glusterfs|vboxsf|virtiofs|davfs|fuse(?!ctl)[\w.]*)$/;
const volatileKinds = /^(tmpfs|ramfs)$/;

/** By what the system calls it and by its number: either of the two is enough. */
export async function fileSystemOf(
  folder: string,
  mounts = readFile("/proc/self/mounts", "utf8").catch(() => ""),
): Promise<FileSystem> {
  const at = await nearest(folder);
  const kind = kindOf(at, await mounts);
  // A negative number is what a 32-bit field makes of a large one.
  const type = (await statfs(at)).type >>> 0;
  // Windows answers 0; its shares begin with two backslashes.
  const isShare = /^[\\/]{2}[^\\/]/.test(folder);
  return {
    kind: isShare ? "share" : kind,
    isNetworked: isShare || networkTypes.has(type) || networkKinds.test(kind ?? ""),
    isVolatile: volatileTypes.has(type) || volatileKinds.test(kind ?? ""),
  };
}

/** The mount whose path is the longest beginning of the folder's; the last one there wins. */
function kindOf(folder: string, mounts: string): string | null {
  let best = { length: -1, kind: null as string | null };
  for (const line of mounts.split("\n")) {
    const [, point = "", kind = ""] = line.split(" ");
    const path = point.replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const isAbove = path === "/" || folder === path || folder.startsWith(`${path}/`);
    if (path !== "" && isAbove && path.length >= best.length)
      best = { length: path.length, kind: kind || null };
  }
  return best.kind;
}

/** As a commit does it: a page at the end of a file, then fdatasync. Waits outside the event loop. */
async function durableWrites(folder: string, count: number): Promise<number[]> {
  const path = join(folder, `.lineside-probe-${process.pid}`);
  const page = new Uint8Array(4_096);
  const took: number[] = [];
  const file = await open(path, "w", 0o600);
  try {
    for (let at = 0; at < count; at++) {
      const started = monotonicMs();
      await file.write(page);
      await file.datasync();
      took.push(monotonicMs() - started);
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  return took;
}

/** Of the machine, or of the container if that has less. */
async function memoryOfMachine() {
  const number = (text: string, name: RegExp) => Number(name.exec(text)?.[1] ?? Number.NaN);
  const read = (path: string) => readFile(path, "utf8").catch(() => "");
  const meminfo = await read("/proc/meminfo");
  const availableBytes = number(meminfo, /^MemAvailable:\s+(\d+)/m) * 1024;
  const machine = {
    leftBytes: Number.isNaN(availableBytes) ? freemem() : availableBytes,
    totalBytes: totalmem(),
  };
  const limit = Number((await read("/sys/fs/cgroup/memory.max")).trim() || Number.NaN);
  const used = Number((await read("/sys/fs/cgroup/memory.current")).trim() || Number.NaN);
  const files = number(await read("/sys/fs/cgroup/memory.stat"), /^inactive_file (\d+)/m);
  const leftBytes = limit - used + (files || 0);
  const isTighter = Number.isFinite(leftBytes) && leftBytes < machine.leftBytes;
  return {
    rssBytes: process.memoryUsage.rss(),
    ...(isTighter ? { leftBytes: Math.max(0, leftBytes), totalBytes: limit } : machine),
  };
}

/** Asked of systemd where it is, for two seconds at most. */
async function isClockSynchronised(): Promise<boolean | null> {
  const text = await said("timedatectl", ["show", "--property=NTPSynchronized", "--value"]);
  if (text === "yes") return true;
  return text === "no" ? false : null;
}

function said(program: string, words: string[]): Promise<string> {
  const { promise, resolve: answer } = Promise.withResolvers<string>();
  let text = "";
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "ignore"], timeout: 2_000 });
  child.stdout.on("data", (chunk) => {
    text += String(chunk);
  });
  child.on("error", () => answer(""));
  child.on("close", (code) => answer(code === 0 ? text.trim() : ""));
  return promise;
}
