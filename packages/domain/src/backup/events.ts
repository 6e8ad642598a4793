/** What happened to backups, as the event trail names it. */
export const backupEvents = [
  "backup.requested",
  "backup.created",
  "backup.found",
  "backup.verified",
  "backup.failed",
  "backup.pruned",
  "backup.downloaded",
  "backup.restored",
] as const;
