import { z } from "zod";
import { pageQuery, zInstant, zReason } from "../kernel/index.ts";
import { zIntegrityFinding } from "./integrity.ts";

const zFilter = z.string().trim().min(1).max(120);

export const actorKinds = ["USER", "SYSTEM", "MACHINE"] as const;

export const auditFilter = z.object({
  entityType: zFilter.optional(),
  entityKey: zFilter.optional(),
  actorId: zFilter.optional(),
  /** A person's name as the trail shows it, or an id. */
  actor: zFilter.optional(),
  actorKind: z.enum(actorKinds).optional(),
  type: zFilter.optional(),
  outcome: z.enum(["DONE", "REFUSED"]).optional(),
  code: zFilter.optional(),
  stationId: zFilter.optional(),
  runId: zFilter.optional(),
  requestId: zFilter.optional(),
  from: zInstant.optional(),
  /** Exclusive. */
  to: zInstant.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditListQuery = pageQuery.extend(auditFilter.shape);

/** The seal of the range an event belongs to. */
export const zEventSeal = z.object({
  seq: z.number().int(),
  verifiedAt: zInstant.nullable(),
  isBroken: z.boolean(),
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
  actorKind: z.enum(actorKinds),
  lineCode: z.string().nullable(),
  stationCode: z.string().nullable(),
  runNo: z.string().nullable(),
  woNo: z.string().nullable(),
  occurredAt: zInstant,
  recordedAt: zInstant,
  /** null: not sealed yet. */
  seal: zEventSeal.nullable(),
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

export const exportFormats = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const auditExportQuery = auditFilter.extend({
  /** As the list's search field: an SN, a run number, a user name … */
  q: zFilter.optional(),
  format: z.enum(exportFormats),
});

const zEdge = z.object({ id: z.string(), recordedAt: zInstant }).nullable();

/** What an export holds; whoever has the file can prove that it is whole and unchanged. */
export const zExportManifest = z.object({
  exportId: z.string(),
  format: z.enum(exportFormats),
  filter: z.record(z.string(), z.unknown()),
  /** Events in it, oldest first. */
  count: z.number().int(),
  first: zEdge,
  last: zEdge,
  /** Bytes the hash is of: the whole CSV file; of NDJSON every line before the manifest's. */
  bytes: z.number().int(),
  sha256: z.string(),
  startedAt: zInstant,
  byName: z.string(),
  /** The newest seal at that time: ties the file to the sealed trail. */
  head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  /** Events of the asked time that lie in archive files and not in here. */
  archivedRows: z.number().int(),
});
export type ExportManifest = z.output<typeof zExportManifest>;

export const zSealRow = z.object({
  seq: z.number().int(),
  fromAt: zInstant,
  toAt: zInstant,
  firstId: z.string(),
  toId: z.string(),
  rows: z.number().int(),
  hash: z.string(),
  sealedAt: zInstant,
  verifiedAt: zInstant.nullable(),
  isBroken: z.boolean(),
  archiveSha256: z.string().nullable(),
  purgedAt: zInstant.nullable(),
});
export type SealRow = z.output<typeof zSealRow>;

export const verificationStates = ["QUEUED", "RUNNING", "INTACT", "BROKEN", "FAILED"] as const;
export const zVerification = z.object({
  id: z.string(),
  state: z.enum(verificationStates),
  requestedByName: z.string(),
  requestedAt: zInstant,
  endedAt: zInstant.nullable(),
  fromSeq: z.number().int(),
  toSeq: z.number().int(),
  sealsDone: z.number().int(),
  rowsDone: z.number().int(),
  findingCount: z.number().int(),
  /** The first of them, in the order of the trail. */
  findings: z.array(zIntegrityFinding),
});
export type Verification = z.output<typeof zVerification>;

export const zSealStatus = z.object({
  seals: z.number().int(),
  rows: z.number().int(),
  purgedRows: z.number().int(),
  sealedTo: zInstant.nullable(),
  head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  /** The last verification that ended, and the one under way. */
  last: zVerification.nullable(),
  running: zVerification.nullable(),
  retentionDays: z.number().int(),
});
export type SealStatus = z.output<typeof zSealStatus>;

export const holdPlace = z.object({
  from: zInstant,
  /** Exclusive; null: from then on. */
  to: zInstant.nullable().default(null),
  reason: zReason,
});
export const holdRelease = z.object({ id: z.string().max(64), reason: zReason });

export const zHoldRow = z.object({
  id: z.string(),
  fromAt: zInstant,
  toAt: zInstant.nullable(),
  reason: z.string(),
  placedByName: z.string(),
  placedAt: zInstant,
  releasedByName: z.string().nullable(),
  releasedAt: zInstant.nullable(),
  releaseReason: z.string().nullable(),
});
export type HoldRow = z.output<typeof zHoldRow>;
