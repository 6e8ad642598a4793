import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

/** Raised when a reader of today could not read what is written. */
export const backupFormat = 1;
export const backupSuffix = ".lsbak";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);

export const zBackupPart = z.object({
  name: z.string().max(200),
  /** Bytes as they lie in the file, compressed. */
  size: count,
  sha256,
});

/** The first entry of a backup: what it holds, and what a restored copy must show. */
export const zBackupManifest = z.object({
  kind: z.literal("lineside-backup"),
  format: z.number().int(),
  id: z.string().max(64),
  createdAt: zInstant,
  version: z.string(),
  commit: z.string(),
  dialect: z.enum(["sqlite", "postgresql"]),
  plant: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** Rows by table. */
  tables: z.record(z.string(), count),
  /** Every event row, oldest first, as one hash. */
  trail: z.object({
    count,
    firstId: z.string().nullable(),
    lastId: z.string().nullable(),
    sha256,
  }),
  attachments: z.object({
    count,
    bytes: count,
    /** false: the bytes lie in their own store, the backup holds their hashes. */
    isIncluded: z.boolean(),
    /** Named by the database and gone from their store already when it was made. */
    missing: z.array(z.string().max(100)),
  }),
  /** Tells whether the secret beside a restored database is the one it was made with; never the secret. */
  secretMark: z.string(),
  databaseBytes: count,
  parts: z.array(zBackupPart),
});
export type BackupManifest = z.output<typeof zBackupManifest>;
export type BackupPart = z.output<typeof zBackupPart>;

export const schemaOf = ({ migrations }: Pick<BackupManifest, "migrations">): string =>
  migrations.at(-1)?.name ?? "";

/** What verification found; a part, table or hash is named. */
export const findingCodes = [
  "NOT_A_BACKUP",
  "FORMAT_NEWER",
  "MANIFEST_CORRUPTED",
  "TRUNCATED",
  "PART_CORRUPTED",
  "PART_SWAPPED",
  "PART_MISSING",
  "PART_UNEXPECTED",
  "FILE_CORRUPTED",
  "FILE_MISSING",
  "RESTORE_FAILED",
  "INTEGRITY_BROKEN",
  "FOREIGN_KEY_BROKEN",
  "ROWS_DIFFER",
  "TRAIL_DIFFERS",
] as const;
export const zBackupFinding = z.object({
  code: z.enum(findingCodes),
  /** The part, table or file it is about. */
  name: z.string(),
  detail: z.string(),
});
export type BackupFinding = z.output<typeof zBackupFinding>;
