import { presetRoles } from "@lineside/domain/auth";
import { shippedForms } from "@lineside/domain/form/shipped";
import { presetRules } from "@lineside/domain/time-rule";
import { auditCrons, auditDoors, auditJobs } from "./modules/audit/index.ts";
import { authDoors, ensureRoles, signersOf } from "./modules/auth/index.ts";
import { equipmentDoors } from "./modules/equipment/index.ts";
import { executionDoors, runDoors } from "./modules/execution/index.ts";
import { fileCrons, fileDoors, fileJobs } from "./modules/file/index.ts";
import { formDoors, seedForms } from "./modules/form/index.ts";
import {
  endpointDoors,
  ingestArchiveJobs,
  ingestCrons,
  ingestDoors,
  ingestJobs,
  ingestSubscribers,
} from "./modules/ingest/index.ts";
import {
  notificationCrons,
  notificationDoors,
  notificationJobs,
} from "./modules/notification/index.ts";
import { backupCrons, backupJobs, healthCrons, opsDoors } from "./modules/ops/index.ts";
import { plantDoors } from "./modules/plant/index.ts";
import { qualityDoors } from "./modules/quality/index.ts";
import { readinessDoors, readinessJobs, readinessSubscribers } from "./modules/readiness/index.ts";
import { routingDoors } from "./modules/routing/index.ts";
import { solderPasteDoors, solderPasteJobs } from "./modules/solder-paste/index.ts";
import {
  ensureTimeRules,
  timeRuleCrons,
  timeRuleDoors,
  timeRuleJobs,
  timeRuleSubscribers,
} from "./modules/time-rule/index.ts";
import { traceDoors } from "./modules/trace/index.ts";
import { workOrderDoors } from "./modules/work-order/index.ts";
import type { Doors } from "./platform/http/api.ts";
import { createServer } from "./platform/http/server.ts";
import { settingsDoors } from "./platform/http/settings.ts";
import { liveDoors } from "./platform/http/stream.ts";
import type { CronDefinition } from "./platform/jobs/job.ts";
import type { AnyJob } from "./platform/jobs/registry.ts";
import type { Platform } from "./platform/platform.ts";
import { retentionCron, retentionJob } from "./platform/retention.ts";
import { bringOnce } from "./platform/shipped.ts";
import type { Subscriber } from "./platform/subscribers.ts";
import type { Web } from "./platform/web.ts";

/** Every door of the house, module by module. */
export function allDoors(): Doors[] {
  return [
    authDoors,
    plantDoors,
    routingDoors,
    executionDoors,
    runDoors,
    workOrderDoors,
    readinessDoors,
    formDoors,
    fileDoors,
    qualityDoors,
    timeRuleDoors,
    solderPasteDoors,
    traceDoors,
    auditDoors,
    opsDoors,
    equipmentDoors,
    ingestDoors,
    endpointDoors,
    notificationDoors,
    settingsDoors,
    liveDoors,
  ];
}

/** What modules hear of each other, in the unit of work that causes it. */
export function allSubscribers(platform: Platform): Subscriber[] {
  return [...timeRuleSubscribers(platform), ...readinessSubscribers, ...ingestSubscribers];
}

/** What modules do outside requests. */
export function allJobs(platform: Platform): AnyJob[] {
  return [
    ...notificationJobs,
    retentionJob,
    ...backupJobs,
    ...timeRuleJobs,
    ...solderPasteJobs,
    ...readinessJobs,
    ...ingestJobs(platform),
    ...ingestArchiveJobs(platform.files),
    ...fileJobs(platform.files),
    ...auditJobs(platform.files),
  ];
}

/** What modules do by the clock. */
export function allCrons(): CronDefinition[] {
  return [
    ...notificationCrons,
    retentionCron,
    ...timeRuleCrons,
    ...fileCrons,
    ...ingestCrons,
    ...backupCrons,
    ...healthCrons,
    ...auditCrons,
  ];
}

/** What every plant starts with. What people have changed in it stays as they left it. */
export async function ensureShipped(platform: Platform): Promise<void> {
  await bringOnce(platform, [presetRoles, presetRules, shippedForms], async () => {
    await ensureRoles(platform);
    await ensureTimeRules(platform);
    await seedForms(platform);
  });
}

/** Puts platform, modules and web app together. */
export function createApp(platform: Platform, web: Web) {
  platform.signers = signersOf(platform);
  platform.subscribers.register(allSubscribers(platform));
  platform.jobs.register(allJobs(platform), allCrons());
  return createServer(platform, allDoors(), web);
}

export type App = ReturnType<typeof createApp>;
