import { machine } from "../kernel/index.ts";

/** A backup 备份: only one that was restored into a scratch database and compared is worth its name. */
export const backupStates = machine("BACKUP", {
  QUEUED: { create: "CREATED", fail: "FAILED" },
  CREATED: { verify: "VERIFIED", damage: "DAMAGED", prune: "PRUNED" },
  VERIFIED: { verify: "VERIFIED", damage: "DAMAGED", prune: "PRUNED" },
  // A store that did not answer is not a damaged file: it may be verified again.
  DAMAGED: { verify: "VERIFIED", damage: "DAMAGED", prune: "PRUNED" },
  FAILED: { prune: "PRUNED" },
  PRUNED: {},
});

export type BackupState = (typeof backupStates.states)[number];
