import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { migrate, openDatabase } from "@lineside/db";
import { claim, openReplacement, placeOf, type RestoreTarget } from "@lineside/db/snapshot/open";
import { type BackupFinding, type BackupManifest, schemaOf } from "@lineside/domain/backup";
import type { Instant } from "@lineside/domain/kernel";
import { elapsedSince, monotonicMs } from "../clock.ts";
import type { Config } from "../config.ts";
import { writeEvents } from "../events.ts";
import { openFiles } from "../files.ts";
import { newId } from "../ids.ts";
import { ArchiveReader, DamagedBackup } from "./archive-reader.ts";
import { loadAndCompare } from "./compare.ts";
import { keptFiles } from "./kept-files.ts";
import { secretMark, withoutPassword } from "./plain-config.ts";
import { BackupRefusal } from "./refusal.ts";
import { pendingFor, requireDialect } from "./schema-fit.ts";
import { requireSpace } from "./space.ts";
import { listAttachments } from "./verify.ts";

export interface RestoreReport {
  backup: string;
  createdAt: Instant;
  version: string;
  isDryRun: boolean;
  database: string;
  /** Where the database lies that was there before; null: there was none. */
  replaced: string | null;
  schema: string;
  applied: string[];
  tables: number;
  rows: number;
  events: number;
  attachments: { restored: number; alreadyThere: number; missing: string[] };
  /** Whether the secret here is the one of the backup: badges and sessions need the same. */
  secret: "SAME" | "OTHER" | "UNKNOWN";
  ms: number;
}

export interface RestoreOptions {
  config: Config;
  path: string;
  now: Instant;
  isDryRun: boolean;
}

/**
 * Brings a backup in the place of the database, which is kept aside. Everything that can go wrong goes
 * wrong before that: checked, loaded beside it, compared, migrated, and only then put in place.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { config, path } = options;
  const started = monotonicMs();
  const archive = await openUndamaged(path);
  const name = basename(path);
  requireDialect(archive.manifest, config.databaseUrl, name);
  const pending = pendingFor(archive.manifest, name).map((each) => each.name);
  const held = await claimAlone(config.databaseUrl);
  try {
    const place = placeOf(config.databaseUrl);
    if (place) await requireSpace(dirname(place), archive.manifest.databaseBytes);
    refuseDamaged(name, await archive.check());
    const target = await openReplacement(config.databaseUrl, newId());
    try {
      refuseDamaged(name, await loadAndCompare(archive, target));
      const applied = await bringForward(target, {
        ...options,
        manifest: archive.manifest,
        pending,
      });
      const suffix = `replaced-${options.now.replace(/[-:]|\.\d+/g, "")}`;
      const { replaced } = options.isDryRun ? { replaced: null } : await target.replace(suffix);
      const attachments = await restoreAttachments(archive, options);
      return {
        ...factsOf(archive.manifest, options),
        ...{ backup: name, replaced, applied, attachments, ms: elapsedSince(started) },
      };
    } finally {
      await target.discard();
    }
  } finally {
    held.release();
  }
}

async function openUndamaged(path: string): Promise<ArchiveReader> {
  if (!(await stat(path).catch(() => null))?.isFile())
    throw new BackupRefusal("BACKUP_FILE_GONE", `There is no file ${path}.`, { path });
  try {
    return await ArchiveReader.open(path);
  } catch (error) {
    if (!(error instanceof DamagedBackup)) throw error;
    return refuseDamaged(basename(path), [error.finding]);
  }
}

function refuseDamaged(name: string, findings: BackupFinding[]): never;
function refuseDamaged(name: string, findings: BackupFinding[]): undefined;
function refuseDamaged(name: string, findings: BackupFinding[]): undefined {
  const [first] = findings;
  if (!first) return;
  const sentence = `${name} is damaged: ${first.name}, ${first.detail}${findings.length > 1 ? `, and ${findings.length - 1} more` : ""}; nothing was changed. Take another backup.`;
  throw new BackupRefusal(
    first.code === "FORMAT_NEWER" ? "BACKUP_FORMAT_NEWER" : "BACKUP_DAMAGED",
    sentence,
    { name, findings },
  );
}

async function claimAlone(url: string): Promise<{ release(): void }> {
  const held = await claim(url);
  if (held.servers === 0) return held;
  held.release();
  throw new BackupRefusal(
    "BACKUP_SERVER_RUNNING",
    `${held.servers} Lineside ${held.servers === 1 ? "server is" : "servers are"} using the database ${withoutPassword(url)}; stop ${held.servers === 1 ? "it" : "them"} first.`,
    { servers: held.servers },
  );
}

interface Forward extends RestoreOptions {
  manifest: BackupManifest;
  pending: string[];
}

/** Beside the database still: a migration that fails leaves everything as it was. */
async function bringForward(
  target: RestoreTarget,
  { manifest, pending, path, now }: Forward,
): Promise<string[]> {
  const db = await openDatabase({ url: target.url });
  try {
    const { applied } = await migrate(db);
    const event = {
      type: "backup.restored",
      entityType: "backup",
      entityId: manifest.id,
      entityKey: basename(path),
      data: { createdAt: manifest.createdAt, version: manifest.version, applied, pending },
    };
    const caller = { actor: null, sessionId: null, requestId: `restore-${newId()}` };
    const by = {
      caller: { ...caller, ip: null, idempotencyKey: null },
      ...{ actorId: null, actorName: "system", actorKind: "SYSTEM", now },
    };
    await db.unit((tx) => writeEvents(tx, [event], by));
    return applied;
  } finally {
    await db.close();
  }
}

/** Under their hashes, which is how the database finds them; what is there already is left alone. */
async function restoreAttachments(
  archive: ArchiveReader,
  { config, isDryRun }: RestoreOptions,
): Promise<RestoreReport["attachments"]> {
  const store = openFiles(config.files);
  const kept = await keptFiles(config);
  const done: RestoreReport["attachments"] = { restored: 0, alreadyThere: 0, missing: [] };
  for (const { sha256 } of await listAttachments(archive)) {
    const entry = `files/${sha256}`;
    if (kept.has(sha256)) done.alreadyThere++;
    else if (!archive.entries.has(entry)) done.missing.push(sha256);
    else {
      if (!isDryRun) {
        const incoming = await store.receive();
        for await (const chunk of archive.stored(entry)) await incoming.write(chunk);
        await incoming.keep(sha256);
      }
      done.restored++;
    }
  }
  return done;
}

function factsOf(manifest: BackupManifest, { config, isDryRun }: RestoreOptions) {
  const here = secretMark(config);
  const secret = here === "" || manifest.secretMark === "" ? "UNKNOWN" : null;
  return {
    createdAt: manifest.createdAt,
    version: manifest.version,
    isDryRun,
    database: withoutPassword(config.databaseUrl),
    schema: schemaOf(manifest),
    tables: Object.keys(manifest.tables).length,
    rows: Object.values(manifest.tables).reduce((sum, rows) => sum + rows, 0),
    events: manifest.trail.count,
    secret: secret ?? (here === manifest.secretMark ? ("SAME" as const) : ("OTHER" as const)),
  } as const;
}
