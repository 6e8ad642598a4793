/** What happened to the trail itself, as the event trail names it. */
export const auditEvents = [
  "audit.exportStarted",
  "audit.exported",
  "audit.exportStopped",
  "audit.verificationRequested",
  "audit.verified",
  "audit.broken",
  "audit.archived",
  "audit.purged",
  "audit.holdPlaced",
  "audit.holdReleased",
] as const;
