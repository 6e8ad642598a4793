import type { RestoreTarget } from "@lineside/db/snapshot/open";
import type { BackupFinding, BackupManifest } from "@lineside/domain/backup";
import type { ArchiveReader } from "./archive-reader.ts";
import { DamagedBackup } from "./archive-reader.ts";

/** Loads a backup beside everything else and compares what is there now with what was there then. */
export async function loadAndCompare(
  archive: ArchiveReader,
  target: RestoreTarget,
): Promise<BackupFinding[]> {
  const { manifest } = archive;
  try {
    const tables = Object.keys(manifest.tables);
    await target.load({
      migrations: manifest.migrations,
      tables,
      read: (name) => archive.read(name),
    });
  } catch (error) {
    if (error instanceof DamagedBackup) return [error.finding];
    return [failed(error)];
  }
  try {
    const problems = await target.problems();
    const facts = await target.facts();
    return [
      ...problems.map(({ kind: code, name, detail }): BackupFinding => ({ code, name, detail })),
      ...rowFindings(manifest, facts.tables),
      ...trailFindings(manifest, facts.trail),
    ];
  } catch (error) {
    // A database so broken that it cannot be asked.
    return [failed(error)];
  }
}

const failed = (error: unknown): BackupFinding => ({
  code: "RESTORE_FAILED",
  name: "database",
  detail: error instanceof Error ? error.message : String(error),
});

function rowFindings({ tables }: BackupManifest, now: Record<string, number>): BackupFinding[] {
  const names = [...new Set([...Object.keys(tables), ...Object.keys(now)])].sort();
  return names
    .filter((name) => tables[name] !== now[name])
    .map((name) => ({
      code: "ROWS_DIFFER",
      name,
      detail: `${tables[name] ?? "no table"} when it was made, ${now[name] ?? "no table"} when restored`,
    }));
}

function trailFindings({ trail }: BackupManifest, now: BackupManifest["trail"]): BackupFinding[] {
  if (trail.sha256 === now.sha256 && trail.count === now.count) return [];
  const detail = `${trail.count} events with hash ${trail.sha256.slice(0, 12)} when it was made, ${now.count} with ${now.sha256.slice(0, 12)} when restored`;
  return [{ code: "TRAIL_DIFFERS", name: "platform_event", detail }];
}
