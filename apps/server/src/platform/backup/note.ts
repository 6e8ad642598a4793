import {
  type BackupManifest,
  schemaOf,
  zBackupFinding,
  zBackupReason,
} from "@lineside/domain/backup";
import { zInstant } from "@lineside/domain/kernel";
import { z } from "zod";

/** Beside a backup, `<name>.json`: what is known of it without reading it. Lost, it is made anew. */
export const zBackupNote = z.object({
  name: z.string(),
  createdAt: zInstant,
  version: z.string(),
  schema: z.string(),
  dialect: z.string(),
  reason: zBackupReason,
  bytes: z.number(),
  sha256: z.string().nullable(),
  rows: z.number(),
  events: z.number(),
  attachments: z.number(),
  verifiedAt: zInstant.nullable(),
  findings: z.array(zBackupFinding),
});
export type BackupNote = z.output<typeof zBackupNote>;

export function noteOf(
  manifest: BackupManifest,
  more: Pick<BackupNote, "name" | "bytes"> & Partial<BackupNote>,
): BackupNote {
  return {
    createdAt: manifest.createdAt,
    version: manifest.version,
    schema: schemaOf(manifest),
    dialect: manifest.dialect,
    reason: "FOUND",
    sha256: null,
    rows: Object.values(manifest.tables).reduce((sum, rows) => sum + rows, 0),
    events: manifest.trail.count,
    attachments: manifest.attachments.count,
    verifiedAt: null,
    findings: [],
    ...more,
  };
}
