import { mkdtemp, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openScratch } from "@lineside/db/snapshot/open";
import type { BackupFinding, BackupManifest } from "@lineside/domain/backup";
import type { Instant } from "@lineside/domain/kernel";
import { elapsedSince, monotonicMs } from "../clock.ts";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";
import { ArchiveReader, DamagedBackup, hashOf } from "./archive-reader.ts";
import { loadAndCompare } from "./compare.ts";
import { keptFiles } from "./kept-files.ts";
import { type BackupNote, noteOf } from "./note.ts";
import { BackupPlaces } from "./places.ts";
import { pendingFor, requireDialect } from "./schema-fit.ts";
import { requireSpace } from "./space.ts";

export interface VerifiedBackup {
  note: BackupNote | null;
  findings: BackupFinding[];
  /** Attachments the database names and whose bytes were gone already when the backup was made. */
  missingAttachments: number;
  ms: number;
}

/** By name, wherever it is kept; what was found is noted beside it. */
export async function verifyKept(
  config: Config,
  name: string,
  now: Instant,
): Promise<VerifiedBackup> {
  const places = new BackupPlaces(config.backup);
  const brought = await places.bring(name);
  try {
    const verified = await verifyFile(config, brought.path, now);
    const known = (await places.list()).find(({ note }) => note.name === name)?.note;
    const fresh = verified.note;
    if (!fresh) return { ...verified, note: known ?? null };
    const note = { ...fresh, name, reason: known?.reason ?? fresh.reason };
    await places.note(note);
    return { ...verified, note };
  } finally {
    await brought.release();
  }
}

/**
 * Whether a bad day could be repaired with it: every part against its hash, then a restore into a scratch
 * database, integrity and foreign keys, rows and the event trail compared with what was written down.
 */
export async function verifyFile(
  config: Config,
  path: string,
  now: Instant,
): Promise<VerifiedBackup> {
  const started = monotonicMs();
  let archive: ArchiveReader;
  try {
    archive = await ArchiveReader.open(path);
  } catch (error) {
    if (!(error instanceof DamagedBackup)) throw error;
    const ms = elapsedSince(started);
    return { note: null, findings: [error.finding], missingAttachments: 0, ms };
  }
  const { manifest } = archive;
  const name = basename(path);
  pendingFor(manifest, name);
  if (manifest.dialect === "postgresql") requireDialect(manifest, config.databaseUrl, name);
  const findings = await archive.check();
  if (findings.length === 0) findings.push(...(await restoreInScratch(archive, config)));
  if (findings.length === 0) findings.push(...(await findAttachments(archive, config)));
  const { size: bytes } = await stat(path);
  const sha256 = await hashOf(Bun.file(path).stream() as unknown as AsyncIterable<Uint8Array>);
  const verifiedAt = findings.length === 0 ? now : null;
  return {
    note: noteOf(manifest, { name, bytes, sha256, verifiedAt, findings }),
    findings,
    missingAttachments: manifest.attachments.missing.length,
    ms: elapsedSince(started),
  };
}

async function restoreInScratch(
  archive: ArchiveReader,
  { databaseUrl }: Config,
): Promise<BackupFinding[]> {
  const beside = dirname(archive.path);
  await requireSpace(beside, scratchBytes(archive.manifest));
  const folder = await mkdtemp(join(beside, ".scratch-"));
  const url = archive.manifest.dialect === "sqlite" ? `file:${folder}/x` : databaseUrl;
  const target = await openScratch(url, { id: newId(), folder });
  try {
    return await loadAndCompare(archive, target);
  } finally {
    await target.discard();
    await rm(folder, { recursive: true, force: true });
  }
}

const scratchBytes = ({ dialect, databaseBytes }: BackupManifest) =>
  dialect === "sqlite" ? databaseBytes : 0;

/** Named and not included: they must lie in their own store. */
async function findAttachments(archive: ArchiveReader, config: Config): Promise<BackupFinding[]> {
  const { attachments } = archive.manifest;
  const known = new Set(attachments.missing);
  const inStore = attachments.isIncluded ? new Set<string>() : await keptFiles(config);
  const findings: BackupFinding[] = [];
  for (const { sha256 } of await listAttachments(archive)) {
    const isThere = attachments.isIncluded
      ? archive.entries.has(`files/${sha256}`)
      : inStore.has(sha256);
    if (isThere || known.has(sha256)) continue;
    const detail = attachments.isIncluded ? "it is not in the backup" : "it is not in its store";
    findings.push({ code: "FILE_MISSING", name: `files/${sha256}`, detail });
    if (findings.length === 20) break;
  }
  return findings;
}

export async function listAttachments(
  archive: ArchiveReader,
): Promise<{ sha256: string; size: number }[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive.read("files.ndjson")) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
