import { type Migration, migrations } from "@lineside/db/migrations";
import { type BackupManifest, schemaOf } from "@lineside/domain/backup";
import { BackupRefusal } from "./refusal.ts";

/** What this release would still apply to the backup; refuses one it cannot read. */
export function pendingFor(manifest: BackupManifest, name: string): Migration[] {
  const known = new Map(migrations[manifest.dialect].map((each) => [each.name, each]));
  for (const { name: applied, checksum } of manifest.migrations) {
    const ours = known.get(applied);
    if (!ours)
      throw new BackupRefusal(
        "BACKUP_SCHEMA_NEWER",
        `${name} was made by Lineside ${manifest.version} with schema ${schemaOf(manifest)}, which this version does not know; install that version or choose an older backup.`,
        { name, schema: schemaOf(manifest), version: manifest.version },
      );
    if (ours.checksum !== checksum)
      throw new BackupRefusal(
        "BACKUP_SCHEMA_CHANGED",
        `${name} has another migration ${applied} than this version; install Lineside ${manifest.version}.`,
        { name, migration: applied },
      );
  }
  const done = new Set(manifest.migrations.map((each) => each.name));
  return migrations[manifest.dialect].filter((each) => !done.has(each.name));
}

export function requireDialect(manifest: BackupManifest, databaseUrl: string, name: string): void {
  const wanted = databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";
  if (manifest.dialect === wanted) return;
  throw new BackupRefusal(
    "BACKUP_OTHER_DATABASE",
    `${name} is a backup of ${nameOf[manifest.dialect]} and DATABASE_URL names ${nameOf[wanted]}; set DATABASE_URL to a database of the same kind.`,
    { name, dialect: manifest.dialect },
  );
}

const nameOf = { sqlite: "a SQLite file", postgresql: "a PostgreSQL database" };
