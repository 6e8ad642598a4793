import { defineCodes } from "../kernel/index.ts";

const operate = "backup:operate";

export const backupCodes = defineCodes({
  BACKUP_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  BACKUP_STATE_INVALID: { kind: "refused", resolvedBy: operate },
  BACKUP_RUNNING: { kind: "refused", resolvedBy: operate },
  BACKUP_LAST_VERIFIED: { kind: "refused", resolvedBy: operate },
  BACKUP_FILE_GONE: { kind: "not_found", resolvedBy: operate },
  // Why one could not be made, verified or restored; told in its row, its report and its notice.
  BACKUP_FOLDER_UNWRITABLE: { kind: "refused", resolvedBy: operate },
  BACKUP_SPACE_SHORT: { kind: "refused", resolvedBy: operate },
  BACKUP_STORE_UNAVAILABLE: { kind: "busy", resolvedBy: operate },
  BACKUP_NOT_A_BACKUP: { kind: "refused", resolvedBy: operate },
  BACKUP_FORMAT_NEWER: { kind: "refused", resolvedBy: operate },
  BACKUP_SCHEMA_NEWER: { kind: "refused", resolvedBy: operate },
  BACKUP_SCHEMA_CHANGED: { kind: "refused", resolvedBy: operate },
  BACKUP_OTHER_DATABASE: { kind: "refused", resolvedBy: operate },
  BACKUP_SERVER_RUNNING: { kind: "refused", resolvedBy: operate },
  BACKUP_DAMAGED: { kind: "refused", resolvedBy: operate },
  BACKUP_CRASHED: { kind: "internal", resolvedBy: operate },
});

export type BackupCode = keyof typeof backupCodes;
