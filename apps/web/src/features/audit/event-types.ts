import { auditEvents } from "@lineside/domain/audit";
import { authEvents } from "@lineside/domain/auth";
import { backupEvents } from "@lineside/domain/backup";
import { cfxEvents } from "@lineside/domain/cfx";
import { equipmentEvents } from "@lineside/domain/equipment";
import { executionEvents } from "@lineside/domain/execution";
import { fileEvents } from "@lineside/domain/file";
import { formEvents } from "@lineside/domain/form";
import { healthEvents } from "@lineside/domain/health";
import { ingestEvents } from "@lineside/domain/ingest";
import { jobEvents } from "@lineside/domain/job";
import { maintenanceEvents } from "@lineside/domain/maintenance";
import { notificationEvents } from "@lineside/domain/notification";
import { plantEvents } from "@lineside/domain/plant";
import { qualityEvents } from "@lineside/domain/quality";
import { readinessEvents } from "@lineside/domain/readiness";
import { routingEvents } from "@lineside/domain/routing";
import { pasteEvents } from "@lineside/domain/solder-paste";
import { timeRuleEvents } from "@lineside/domain/time-rule";
import { workOrderEvents } from "@lineside/domain/work-order";

/** Every event the trail can hold, noun by noun, nearest to the work first. */
export const eventTypes: readonly string[] = [
  ...workOrderEvents,
  ...readinessEvents,
  ...executionEvents,
  ...qualityEvents,
  ...pasteEvents,
  ...timeRuleEvents,
  ...formEvents,
  ...fileEvents,
  ...ingestEvents,
  ...cfxEvents,
  ...equipmentEvents,
  ...routingEvents,
  ...plantEvents,
  ...authEvents,
  ...notificationEvents,
  ...jobEvents,
  ...backupEvents,
  ...maintenanceEvents,
  ...healthEvents,
  ...auditEvents,
];

/** The kinds of thing an event can be about. */
export const entityTypes = [
  "workOrder",
  "run",
  "unit",
  "panel",
  "carrier",
  "defect",
  "defectCode",
  "ingestEvent",
  "ingestReplay",
  "ingestEndpoint",
  "pasteBottle",
  "pasteType",
  "fridge",
  "clock",
  "timeRule",
  "formRecord",
  "formDefinition",
  "file",
  "readinessPolicy",
  "equipment",
  "route",
  "executionConfig",
  "captureItem",
  "operation",
  "product",
  "line",
  "station",
  "stationGroup",
  "shift",
  "settings",
  "user",
  "role",
  "apiKey",
  "session",
  "notice",
  "noticeChannel",
  "job",
  "jobKind",
  "cron",
  "backup",
  "health",
  "maintenance",
  "auditExport",
  "auditVerification",
  "auditArchive",
  "auditHold",
] as const;
