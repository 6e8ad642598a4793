import { z } from "zod";
import { pageQuery, zInstant } from "../kernel/index.ts";

const zFilter = z.string().trim().min(1).max(120);

export const auditListQuery = pageQuery.extend({
  entityType: zFilter.optional(),
  entityKey: zFilter.optional(),
  actorId: zFilter.optional(),
  type: zFilter.optional(),
  outcome: z.enum(["DONE", "REFUSED"]).optional(),
  code: zFilter.optional(),
  stationId: zFilter.optional(),
  runId: zFilter.optional(),
  from: zInstant.optional(),
  to: zInstant.optional(),
});

export const auditRow = z.object({
  id: z.string(),
  type: z.string(),
  outcome: z.enum(["DONE", "REFUSED"]),
  /** The refusal's code. */
  code: z.string().nullable(),
  entityType: z.string(),
  entityId: z.string(),
  entityKey: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  actorKind: z.enum(["USER", "SYSTEM", "MACHINE"]),
  lineCode: z.string().nullable(),
  stationCode: z.string().nullable(),
  runNo: z.string().nullable(),
  woNo: z.string().nullable(),
  occurredAt: zInstant,
  recordedAt: zInstant,
});

/** One event with everything that was kept: before, after, reason and what the event type adds. */
export const auditAnswer = auditRow.extend({
  requestId: z.string().nullable(),
  ip: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export type AuditListQuery = z.infer<typeof auditListQuery>;
export type AuditRow = z.infer<typeof auditRow>;
export type AuditAnswer = z.infer<typeof auditAnswer>;
