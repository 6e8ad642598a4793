import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { openSource, type SnapshotSource } from "@lineside/db/snapshot/open";
import {
  type BackupManifest,
  type BackupReason,
  backupFormat,
  backupSuffix,
} from "@lineside/domain/backup";
import { type Instant, toMs } from "@lineside/domain/kernel";
import { elapsedSince, monotonicMs } from "../clock.ts";
import type { Config } from "../config.ts";
import { openFiles } from "../files.ts";
import { newId } from "../ids.ts";
import { commit, version } from "../version.ts";
import { hashOf } from "./archive-reader.ts";
import { ArchiveWriter, type Bytes, one } from "./archive-writer.ts";
import { keptFiles } from "./kept-files.ts";
import { type BackupNote, noteOf } from "./note.ts";
import { BackupPlaces } from "./places.ts";
import { plainConfig, secretMark } from "./plain-config.ts";
import { requireSpace } from "./space.ts";

export interface CreateOptions {
  config: Config;
  now: Instant;
  reason: BackupReason;
  /** The name of the plant, for whoever finds the file. */
  plant: string;
  /** Whether the bytes of photos and papers go into the file, or only their hashes. */
  includesFiles: boolean;
}

export interface CreatedBackup {
  note: BackupNote;
  places: ("FOLDER" | "S3")[];
  ms: number;
}

/** A crash leaves scratch files; a backup that still runs has written within this time. */
const abandonedMs = 24 * 60 * 60_000;

/**
 * One consistent backup as one file, made beside a running server. The file has its name only when it is
 * whole and on the disk.
 */
export async function createBackup(options: CreateOptions): Promise<CreatedBackup> {
  const { config, now } = options;
  const started = monotonicMs();
  const places = new BackupPlaces(config.backup);
  const folder = await places.prepare();
  await places.sweep(toMs(now) - abandonedMs);
  const scratch = await mkdtemp(join(folder, ".scratch-"));
  try {
    const source = await openSource(config.databaseUrl, scratch);
    try {
      const made = await write(source, { ...options, folder });
      const spread = await places.spread(made.note.name);
      await places.note(made.note);
      return { note: made.note, places: spread, ms: elapsedSince(started) };
    } finally {
      await source.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Writing extends CreateOptions {
  folder: string;
}

async function write(source: SnapshotSource, options: Writing): Promise<{ note: BackupNote }> {
  const { config, now, folder, reason } = options;
  const databaseBytes = await source.size();
  // The snapshot of a file lies beside the backup until it is compressed into it.
  await requireSpace(folder, databaseBytes * (source.dialect === "sqlite" ? 1.6 : 0.7));
  const id = newId();
  const archive = await ArchiveWriter.create(join(folder, `.${id}${backupSuffix}`));
  try {
    await archive.part("config.json", one(text(JSON.stringify(plainConfig(config), null, 2))));
    const taken = await source.take((name, bytes) => archive.part(name, bytes));
    const attachments = await writeAttachments(archive, taken.attachments, options);
    const { migrations, tables, trail } = taken;
    const manifest: Omit<BackupManifest, "parts"> = {
      kind: "lineside-backup",
      format: backupFormat,
      ...{ id, createdAt: now, version, commit, dialect: source.dialect, plant: options.plant },
      ...{ migrations, tables, trail, attachments, databaseBytes },
      secretMark: secretMark(config),
    };
    const name = await freeName(folder, now, migrations.at(-1)?.name.slice(0, 4) ?? "0000");
    const path = join(folder, name);
    await archive.finish(manifest, path);
    const { size: bytes } = await stat(path);
    const sha256 = await hashOf(createReadStream(path, { highWaterMark: 1 << 20 }));
    return { note: noteOf({ ...manifest, parts: [] }, { name, bytes, sha256, reason }) };
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

/** Two within a second, or on a clock that was set back, are two files. */
async function freeName(folder: string, now: Instant, schema: string): Promise<string> {
  const stamp = now.replace(/[-:]|\.\d+/g, "");
  for (let number = 1; ; number++) {
    const name = `lineside-${stamp}-${schema}${number === 1 ? "" : `-${number}`}${backupSuffix}`;
    if (!(await stat(join(folder, name)).catch(() => null))) return name;
  }
}

async function writeAttachments(
  archive: ArchiveWriter,
  attachments: { sha256: string; size: number }[],
  { config, includesFiles, folder }: Writing,
): Promise<BackupManifest["attachments"]> {
  const bytes = attachments.reduce((sum, { size }) => sum + size, 0);
  const list = attachments.map((each) => `${JSON.stringify(each)}\n`).join("");
  await archive.part("files.ndjson", one(text(list)));
  const missing: string[] = [];
  const kept = attachments.length > 0 ? await keptFiles(config) : new Set<string>();
  if (includesFiles) await requireSpace(folder, bytes);
  const store = openFiles(config.files);
  for (const { sha256 } of attachments) {
    if (!kept.has(sha256)) missing.push(sha256.slice(0, 100));
    if (!kept.has(sha256) || !includesFiles) continue;
    const body = await store.open(sha256, null);
    if (body) await archive.attachment(`files/${sha256}`, streamOf(body));
  }
  missing.splice(missingMax);
  return { count: attachments.length, bytes, isIncluded: includesFiles, missing };
}

const missingMax = 1_000;
const streamOf = (body: Blob | ReadableStream): Bytes =>
  (body instanceof Blob ? body.stream() : body) as unknown as Bytes;
const text = (value: string) => new TextEncoder().encode(value);
