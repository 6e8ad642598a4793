import type { FileStore } from "../../platform/files.ts";
import { Doors } from "../../platform/http/api.ts";
import { archiveCron, archiveJobs } from "./archive.ts";
import { exportEvents } from "./export.ts";
import { readExportManifest } from "./export-queries.ts";
import { placeHold, releaseHold } from "./holds.ts";
import { listEvents, readEvent } from "./queries.ts";
import { listHolds, listSeals, readSealStatus, readVerification } from "./seal-queries.ts";
import { sealCron, sealJob } from "./sealing.ts";
import { listSignatures } from "./signature-queries.ts";
import { startVerification, verificationJobs, verifyCron } from "./verification.ts";

export const auditDoors = new Doors()
  .get("/audit-logs", listEvents)
  .get("/audit-logs/export", exportEvents)
  .get("/audit-logs/exports/:id/manifest", readExportManifest)
  .get("/audit-logs/:id", readEvent)
  .get("/audit/signatures", listSignatures)
  .get("/audit/seals", listSeals)
  .get("/audit/seals/status", readSealStatus)
  .post("/audit/verify", startVerification)
  .get("/audit/verifications/:id", readVerification)
  .get("/audit/holds", listHolds)
  .post("/audit/holds", placeHold)
  .post("/audit/holds/:id/release", releaseHold);

export const auditJobs = (files: FileStore) => [
  sealJob,
  ...verificationJobs(files),
  ...archiveJobs(files),
];
export const auditCrons = [sealCron, verifyCron, archiveCron];
export { type TrailReport, verifyTrail } from "./verify-trail.ts";
