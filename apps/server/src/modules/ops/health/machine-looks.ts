import { dirname, join } from "node:path";
import {
  type ConfigFault,
  type Folder,
  type HealthFacts,
  healthThresholds,
} from "@lineside/domain/health";
import { elapsedMs } from "@lineside/domain/kernel";
import { type HealthScene, type Look, round } from "./scene.ts";

type MachineCode =
  | "DISK_SPACE"
  | "FILE_SYSTEM"
  | "FSYNC"
  | "COMMIT_LATENCY"
  | "CERTIFICATE"
  | "CLOCK"
  | "MEMORY"
  | "CONFIG";

/** A probe of the disk takes it from the line for a moment: four times an hour is enough. */
const fsyncEveryMs = 15 * 60_000;
const fsyncWrites = 12;
/** Asking who sets the clock starts a program. */
const clockEveryMs = 60 * 60_000;

export const machineLooks: { [Code in MachineCode]: Look<Code> } = {
  async DISK_SPACE({ config, probes }) {
    const places = foldersOf(config).map(async (each) => ({
      ...each,
      ...(await probes.space(each.folder)),
    }));
    return { places: await Promise.all(places) };
  },

  async FILE_SYSTEM({ config, probes }) {
    const places = foldersOf(config).map(async (each) => ({
      ...each,
      ...(await probes.fileSystem(each.folder)),
    }));
    return { places: await Promise.all(places) };
  },

  async FSYNC(scene) {
    const { config, memory, now } = scene;
    if (!config.databaseUrl.startsWith("file:")) return null;
    const last = memory.fsync;
    if (last && Math.abs(elapsedMs(last.at, now)) < fsyncEveryMs) return last.value;
    const value = await probeDisk(scene);
    memory.fsync = { at: now, value };
    return value;
  },

  async COMMIT_LATENCY({ metrics }) {
    const windowMs = healthThresholds.COMMIT_LATENCY.windowMinutes * 60_000;
    const quantile = (q: number) => {
      const seconds = metrics?.quantile("lineside_commit_duration_seconds", q, windowMs) ?? null;
      return seconds === null ? null : round(seconds * 1000);
    };
    return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
  },

  async CERTIFICATE({ config, certificateEndsAt }) {
    const endsAt =
      certificateEndsAt === undefined ? (config.tls?.endsAt ?? null) : certificateEndsAt;
    return endsAt === null ? null : { endsAt };
  },

  async CLOCK(scene) {
    const { memory, now, probes } = scene;
    noteJump(scene);
    const asked = memory.clockSource;
    if (!asked || Math.abs(elapsedMs(asked.at, now)) >= clockEveryMs)
      memory.clockSource = { at: now, value: await probes.isClockSynchronised() };
    const isSynchronised = memory.clockSource?.value ?? null;
    return { apartMs: await probes.apartFromMs(scene.db), jump: memory.jump, isSynchronised };
  },

  MEMORY: ({ probes }) => probes.memory(),

  async CONFIG(scene) {
    return { faults: await configFaults(scene) };
  },
};

/** The folders this server writes to on this machine. */
export function foldersOf({ databaseUrl, backup, files, logs }: HealthScene["config"]): Folder[] {
  const folders: Folder[] = [];
  if (databaseUrl.startsWith("file:"))
    folders.push({ place: "database", folder: databaseFolder(databaseUrl) });
  if (backup.isKept) folders.push({ place: "backups", folder: backup.dir });
  if (files.kind === "folder") folders.push({ place: "files", folder: files.dir });
  if (logs.dir !== null) folders.push({ place: "logs", folder: logs.dir });
  return folders;
}

export const databaseFolder = (url: string): string =>
  dirname(url.replace(/^file:(?:\/\/(?=\/))?/, ""));

async function probeDisk({ config, probes }: HealthScene): Promise<HealthFacts["FSYNC"]> {
  const took = await probes.durableWrites(databaseFolder(config.databaseUrl), fsyncWrites);
  const sorted = took.toSorted((a, b) => a - b);
  const at = (q: number) => round(sorted[Math.ceil(q * sorted.length) - 1] ?? 0);
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The wall clock against one that nobody can set: what they disagree by between two looks is a jump. */
function noteJump({ memory, now, probes }: HealthScene): void {
  const clocks = { wallMs: probes.wallMs(), monotonicMs: probes.monotonicMs() };
  const last = memory.clocks;
  memory.clocks = clocks;
  if (!last) return;
  const ms = clocks.wallMs - last.wallMs - (clocks.monotonicMs - last.monotonicMs);
  if (Math.abs(ms) >= healthThresholds.CLOCK.jumpMs) memory.jump = { ms: Math.round(ms), at: now };
}

/** The gravest first. */
async function configFaults({ config, probes }: HealthScene) {
  const faults: { fault: ConfigFault; detail: string | null }[] = [];
  const { databaseUrl, host, publicUrl, backup } = config;
  const secret = join(databaseFolder(databaseUrl), "lineside.secret");
  const kept = databaseUrl.startsWith("file:") ? await probes.statusOf(secret) : null;
  // Windows has no such bits: they say 666 of everything.
  if (kept && process.platform !== "win32" && (kept.mode & 0o077) !== 0)
    faults.push({ fault: "SECRET_READABLE", detail: secret });
  const isOpen = !/^(localhost|127\.|::1$|\[::1\]$)/.test(host);
  const isProxied = publicUrl?.startsWith("https:") === true;
  if (isOpen && !config.tls && !isProxied) faults.push({ fault: "PLAIN_HTTP", detail: host });
  if (config.trustedProxies.includes("*")) faults.push({ fault: "PROXY_ANY", detail: "*" });
  if (!backup.beforeUpgrade) faults.push({ fault: "UPGRADE_BACKUP_OFF", detail: null });
  // On one's own machine, trying it out, that is nobody's loss.
  if (isOpen && databaseUrl.startsWith("file:") && backup.isKept && !backup.bucket) {
    const [database, backups] = await Promise.all([
      probes.statusOf(databaseFolder(databaseUrl)),
      probes.statusOf(backup.dir),
    ]);
    if (backups && database?.device === backups.device)
      faults.push({ fault: "BACKUPS_SAME_DISK", detail: backup.dir });
  }
  return faults;
}
