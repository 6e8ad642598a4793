import { setPriority } from "node:os";
import { basename, resolve } from "node:path";
import { expiredBackups } from "@lineside/domain/backup";
import { AppError } from "@lineside/domain/kernel";
import { createBackup } from "../platform/backup/create.ts";
import { BackupPlaces, type StoredBackup } from "../platform/backup/places.ts";
import { BackupRefusal } from "../platform/backup/refusal.ts";
import { restoreBackup } from "../platform/backup/restore.ts";
import { megabytes } from "../platform/backup/space.ts";
import { verifyFile, verifyKept } from "../platform/backup/verify.ts";
import { runAttached } from "../platform/backup/worker.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, ensureSecret, readConfig } from "../platform/config.ts";
import { foundText, listText, restoreText } from "./backup-text.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside backup create [--no-files] [--no-verify]
       lineside backup list
       lineside backup verify <name or file | latest>
       lineside backup prune [--hourly=24] [--daily=7] [--weekly=5] [--dry-run]
       lineside backup restore <name or file | latest> [--dry-run]
Each with --json, and with the settings of the server (DATABASE_URL, APP_BACKUP_DIR …).`;

interface Asked {
  config: Config;
  target: string | undefined;
  switches: ReadonlySet<string>;
  values: ReadonlyMap<string, string>;
}

type Action = (asked: Asked) => Promise<Done>;
interface Done {
  code: number;
  json: unknown;
  text: string;
}

const actions: Record<string, { action: Action; switches: string[]; takesTarget: boolean }> = {
  create: { action: create, switches: ["--no-files", "--no-verify"], takesTarget: false },
  list: { action: list, switches: [], takesTarget: false },
  verify: { action: verify, switches: [], takesTarget: true },
  prune: { action: prune, switches: ["--dry-run"], takesTarget: false },
  restore: { action: restore, switches: ["--dry-run"], takesTarget: true },
};

const counts = ["--hourly", "--daily", "--weekly"];

/** Backups from the shell, beside a running server or without one. Exit 0 good, 1 damaged, 2 refused. */
export async function backup([verb = "", ...rest]: string[]): Promise<number> {
  // The line comes first; who restores has stopped it.
  if (verb !== "restore") setPriority(10);
  if (verb === "--attached") return await runAttached();
  const known = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (!known) throw new UsageError(usage);
  const isJson = rest.includes("--json");
  const asked = read(
    rest.filter((word) => word !== "--json"),
    known,
  );
  try {
    const { code, json, text } = await known.action(asked);
    process.stdout.write(isJson ? `${JSON.stringify(json)}\n` : text);
    return code;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, context, message } = error;
    if (isJson) process.stdout.write(`${JSON.stringify({ error: { code, context, message } })}\n`);
    throw new UsageError(error instanceof BackupRefusal ? message : `Refused: ${code}.`);
  }
}

function read(words: string[], known: (typeof actions)[string]): Asked {
  const switches = new Set<string>();
  const values = new Map<string, string>();
  const settings: string[] = [];
  let target: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [name = "", value] = word.split("=", 2);
    if (known.switches.includes(word)) switches.add(word);
    else if (known.action === prune && counts.includes(name)) values.set(name, value ?? "");
    else if (word.startsWith("--")) {
      settings.push(word);
      if (value === undefined) settings.push(words[++at] ?? "");
    } else if (target === undefined && known.takesTarget) target = word;
    else throw new UsageError(usage);
  }
  if (known.takesTarget && target === undefined) throw new UsageError(usage);
  return { config: readConfig(process.env, settings), target, switches, values };
}

async function create({ config, switches }: Asked): Promise<Done> {
  const made = await createBackup({
    config,
    now: systemClock.now(),
    reason: "MANUAL",
    plant: "",
    includesFiles: !switches.has("--no-files"),
  });
  const { name, bytes } = made.note;
  const where = made.places.includes("FOLDER") ? resolve(config.backup.dir, name) : name;
  const text = `${where}\n  ${megabytes(bytes)}, schema ${made.note.schema}, ${made.note.rows} rows, ${made.note.events} events, ${made.note.attachments} files, ${made.ms} ms\n`;
  if (switches.has("--no-verify")) return { code: 0, json: made, text };
  const verified = await verifyKept(config, name, systemClock.now());
  return {
    code: verified.findings.length === 0 ? 0 : 1,
    json: { ...made, verified },
    text: text + foundText(name, verified),
  };
}

async function list({ config }: Asked): Promise<Done> {
  const stored = await new BackupPlaces(config.backup).list();
  return { code: 0, json: { backups: stored }, text: listText(stored, config) };
}

async function verify({ config, target = "" }: Asked): Promise<Done> {
  const now = systemClock.now();
  const name = await nameOf(config, target);
  const verified = name
    ? await verifyKept(config, name, now)
    : await verifyFile(config, await existing(target), now);
  return {
    code: verified.findings.length === 0 ? 0 : 1,
    json: { name: name ?? target, ...verified },
    text: foundText(name ?? target, verified),
  };
}

async function prune({ config, switches, values }: Asked): Promise<Done> {
  const places = new BackupPlaces(config.backup);
  const kept = (await places.list()).map(({ note }) => ({
    id: note.name,
    createdAt: note.createdAt,
    isVerified: note.verifiedAt !== null,
  }));
  const policy = {
    hourly: countOf(values, "--hourly", 24),
    daily: countOf(values, "--daily", 7),
    weekly: countOf(values, "--weekly", 5),
  };
  const clock = { timeZone: config.timezone, now: systemClock.now() };
  const names = expiredBackups(kept, policy, clock);
  const isDryRun = switches.has("--dry-run");
  if (!isDryRun) for (const name of names) await places.remove(name);
  const lines = names.map((name) => `${isDryRun ? "would remove" : "removed"} ${name}\n`);
  const text = `${lines.join("")}${kept.length - names.length} of ${kept.length} kept\n`;
  return { code: 0, json: { removed: names, isDryRun, kept: kept.length - names.length }, text };
}

function countOf(values: ReadonlyMap<string, string>, name: string, fallback: number): number {
  const value = values.get(name);
  if (value === undefined) return fallback;
  if (/^\d{1,4}$/.test(value)) return Number(value);
  throw new UsageError(`${name} is "${value}"; it must be a number, e.g. ${name}=${fallback}.`);
}

async function restore({ config: read, target = "", switches }: Asked): Promise<Done> {
  // A fresh machine has no secret yet; the report says whether it is the one of the backup.
  const config = { ...read, secret: ensureSecret(read) };
  const name = await nameOf(config, target);
  const brought = name
    ? await new BackupPlaces(config.backup).bring(name)
    : { path: await existing(target), release: async () => {} };
  try {
    const report = await restoreBackup({
      config,
      path: brought.path,
      now: systemClock.now(),
      isDryRun: switches.has("--dry-run"),
    });
    const told = { ...report, backup: name ?? basename(target) };
    return { code: 0, json: told, text: restoreText(told) };
  } finally {
    await brought.release();
  }
}

/** A kept backup by its name, `latest` for the newest verified one; null: a path. */
async function nameOf({ backup: config }: Config, target: string): Promise<string | null> {
  if (target.includes("/") || target.includes("\\")) return null;
  const stored = await new BackupPlaces(config).list();
  if (target !== "latest") return stored.some(({ note }) => note.name === target) ? target : null;
  const isVerified = ({ note }: StoredBackup) => note.verifiedAt !== null;
  const newest = stored.find(isVerified) ?? stored[0];
  if (newest) return newest.note.name;
  throw new UsageError(`There is no backup in ${resolve(config.dir)}.`);
}

async function existing(target: string): Promise<string> {
  if (await Bun.file(target).exists()) return resolve(target);
  throw new UsageError(`There is no backup ${target}; lineside backup list shows those that are.`);
}
