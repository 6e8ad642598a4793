import { Doors } from "../../platform/http/api.ts";
import { listBackups, readBackupStatus } from "./backup-queries.ts";
import {
  changeBackupPolicy,
  createBackupNow,
  deleteBackup,
  downloadBackup,
  readBackupPlaces,
  verifyBackupNow,
} from "./backups.ts";
import { discardCase, requeueCase, resolveCase, retryJob } from "./cases.ts";
import { listCaseGroups, listCasesOf } from "./cases-queries.ts";
import { checkHealth, readHealth } from "./health/doors.ts";
import { pause, resume, runCron } from "./kinds.ts";
import { listLogs, readRequestEvents } from "./log-queries.ts";
import {
  announceMaintenanceAhead,
  readMaintenance,
  switchMaintenanceOff,
  switchMaintenanceOn,
} from "./maintenance.ts";
import { listCrons, readOverview } from "./overview-queries.ts";
import { listJobs, readJob } from "./queries.ts";

export { backupCrons, backupJobs } from "./backup-jobs.ts";
export type { Examination } from "./health/doctor.ts";
export { healthCrons } from "./health/integrity.ts";
export { startHealth } from "./health/start.ts";

/** Loaded by the verb alone: a server has no use for it. */
export const openDoctor = () => import("./health/doctor.ts");

export {
  askForMaintenance,
  hearMaintenanceOrders,
  type MaintenanceOrder,
  obeyMaintenance,
  orderFileOf,
} from "./maintenance-order.ts";

export const opsDoors = new Doors()
  .get("/logs", listLogs)
  .get("/logs/requests/:requestId/events", readRequestEvents)
  .get("/ops/jobs/overview", readOverview)
  .get("/ops/jobs", listJobs)
  .get("/ops/jobs/:id", readJob)
  .post("/ops/jobs/:id/retry", retryJob)
  .get("/ops/cases", listCaseGroups)
  .get("/ops/cases/of/:fingerprint", listCasesOf)
  .post("/ops/cases/:id/requeue", requeueCase)
  .post("/ops/cases/:id/discard", discardCase)
  .post("/ops/cases/:id/resolve", resolveCase)
  .post("/ops/kinds/:kind/pause", pause)
  .post("/ops/kinds/:kind/resume", resume)
  .get("/ops/crons", listCrons)
  .post("/ops/crons/:name/run", runCron)
  .get("/maintenance", readMaintenance)
  .post("/maintenance/on", switchMaintenanceOn)
  .post("/maintenance/off", switchMaintenanceOff)
  .post("/maintenance/announce", announceMaintenanceAhead)
  .get("/health", readHealth)
  .post("/health/check", checkHealth)
  .get("/backups", listBackups)
  .post("/backups", createBackupNow)
  .get("/backups/status", readBackupStatus)
  .get("/backups/places", readBackupPlaces)
  .put("/backups/policy", changeBackupPolicy)
  .post("/backups/:id/verify", verifyBackupNow)
  .get("/backups/:id/download", downloadBackup)
  .delete("/backups/:id", deleteBackup);
