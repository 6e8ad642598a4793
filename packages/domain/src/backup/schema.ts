import { z } from "zod";
import { zInstant } from "../kernel/index.ts";
import { zBackupFinding } from "./manifest.ts";
import { backupStates } from "./states.ts";

export const backupReasons = ["SCHEDULED", "MANUAL", "UPGRADE", "FOUND"] as const;
export const zBackupReason = z.enum(backupReasons);
export type BackupReason = z.output<typeof zBackupReason>;

export const zBackupRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  state: z.enum(backupStates.states as [string, ...string[]]),
  reason: zBackupReason,
  requestedByName: z.string(),
  requestedAt: zInstant,
  createdAt: zInstant.nullable(),
  verifiedAt: zInstant.nullable(),
  endedAt: zInstant.nullable(),
  bytes: z.number().nullable(),
  sha256: z.string().nullable(),
  schema: z.string().nullable(),
  version: z.string().nullable(),
  rows: z.number().nullable(),
  events: z.number().nullable(),
  attachments: z.number().nullable(),
  createMs: z.number().nullable(),
  verifyMs: z.number().nullable(),
  /** FOLDER, S3 */
  places: z.array(z.string()),
  errorCode: z.string().nullable(),
  error: z.string().nullable(),
  findings: z.array(zBackupFinding),
  isBusy: z.boolean(),
});
export type BackupRow = z.output<typeof zBackupRow>;

export const zBackupStatus = z.object({
  /** The newest one that was verified: what a bad day would be repaired with. */
  lastVerified: zBackupRow.nullable(),
  lastFailed: zBackupRow.nullable(),
  /** OK: verified and young enough; LATE: too old; NONE: never verified; FAILED: the last attempt failed. */
  verdict: z.enum(["OK", "LATE", "NONE", "FAILED"]),
  ageLimitHours: z.number(),
  nextAt: zInstant.nullable(),
  policy: z.object({
    everyHours: z.number(),
    atHour: z.number(),
    hourly: z.number(),
    daily: z.number(),
    weekly: z.number(),
    includesFiles: z.boolean(),
    ageHours: z.number(),
  }),
});
/** Where they are kept, and the room there. */
export const zBackupPlaces = z.object({
  folder: z.string().nullable(),
  bucket: z.string().nullable(),
  freeBytes: z.number().nullable(),
});
export type BackupPlaceFacts = z.output<typeof zBackupPlaces>;

export type BackupStatus = z.output<typeof zBackupStatus>;
