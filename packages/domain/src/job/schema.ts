import { z } from "zod";
import { pageQuery, zInstant, zReason } from "../kernel/index.ts";

export const lanes = ["event", "ingest", "outbox", "pull", "system"] as const;
export type Lane = (typeof lanes)[number];

export const jobStateNames = ["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"] as const;

/** Why a queued job does not run now; BLOCKED, PAUSED and BREAKER are not stored but seen. */
export const jobWaits = [
  "READY",
  "DELAYED",
  "RETRY",
  "PARKED",
  "BLOCKED",
  "PAUSED",
  "BREAKER",
] as const;

export const zJobsQuery = pageQuery.extend({
  state: z.enum(jobStateNames).optional(),
  kind: z.string().max(80).optional(),
  lane: z.enum(lanes).optional(),
});

export const zCasesQuery = z.object({
  state: z.enum(["OPEN", "CLOSED"]).default("OPEN"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

/** One fingerprint with its cases; without it the whole list is grouped. */
export const zCasesOfQuery = zCasesQuery.extend({ fingerprint: z.string().max(64) });

export const zCaseDecision = z.object({ reason: zReason });
export const zPause = z.object({ reason: zReason });

const count = z.int();

export const zLaneRow = z.object({
  lane: z.enum(lanes),
  ready: count,
  running: count,
  delayed: count,
  parked: count,
  blocked: count,
  paused: count,
  breaker: count,
  failed: count,
  oldestReadyAt: zInstant.nullable(),
});
export type LaneRow = z.output<typeof zLaneRow>;

export const zJobKindRow = z.object({
  kind: z.string(),
  /** Of its open jobs; null = none. */
  lane: z.string().nullable(),
  isPaused: z.boolean(),
  pauseReason: z.string().nullable(),
  cap: count.nullable(),
  open: count,
  failed: count,
});
export type JobKindRow = z.output<typeof zJobKindRow>;

export const zJobsOverview = z.object({
  at: zInstant,
  lanes: z.array(zLaneRow),
  kinds: z.array(zJobKindRow),
  /** Ready work of a kind or payload version nobody here can run: an alarm. */
  unclaimable: z.array(z.object({ kind: z.string(), payloadVersion: count, count })),
  breakers: z.array(
    z.object({
      endpoint: z.string(),
      failures: count,
      openedAt: zInstant.nullable(),
      probeAt: zInstant.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
  nodes: z.array(
    z.object({ worker: z.string(), version: z.string(), running: count, lastSeenAt: zInstant }),
  ),
  openCases: count,
});
export type JobsOverview = z.output<typeof zJobsOverview>;

export const zJobRow = z.object({
  id: z.string(),
  kind: z.string(),
  lane: z.string(),
  state: z.enum(jobStateNames),
  wait: z.enum(jobWaits).nullable(),
  notBefore: zInstant,
  subject: z.string().nullable(),
  orderKey: z.string().nullable(),
  attempt: count,
  generation: count,
  errorCode: z.string().nullable(),
  errorContext: z.record(z.string(), z.unknown()).nullable(),
  createdAt: zInstant,
  startedAt: zInstant.nullable(),
  finishedAt: zInstant.nullable(),
});
export type JobRow = z.output<typeof zJobRow>;

export const zJobAttempt = z.object({
  id: z.string(),
  generation: count,
  attempt: count,
  worker: z.string(),
  version: z.string(),
  startedAt: zInstant,
  endedAt: zInstant.nullable(),
  outcome: z.string().nullable(),
  failureClass: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  errorContext: z.record(z.string(), z.unknown()).nullable(),
  waitMs: count.nullable(),
});
export type JobAttempt = z.output<typeof zJobAttempt>;

export const zJobCase = z.object({
  id: z.string(),
  jobId: z.string(),
  kind: z.string(),
  fingerprint: z.string(),
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
  subject: z.string().nullable(),
  state: z.enum(["OPEN", "CLOSED"]),
  resolution: z.string().nullable(),
  reason: z.string().nullable(),
  openedAt: zInstant,
  closedAt: zInstant.nullable(),
  closedByName: z.string().nullable(),
});
export type JobCase = z.output<typeof zJobCase>;

/** "212 × RESOURCE_NOT_FOUND": cases that died of the same cause. */
export const zJobCaseGroup = z.object({
  fingerprint: z.string(),
  kind: z.string(),
  code: z.string(),
  count,
  firstAt: zInstant,
  lastAt: zInstant,
  /** The newest one, as a sample. */
  sample: zJobCase,
});
export type JobCaseGroup = z.output<typeof zJobCaseGroup>;

export const zJobDetail = zJobRow.extend({
  payload: z.unknown(),
  payloadVersion: count,
  priority: count,
  worker: z.string().nullable(),
  leaseUntil: zInstant.nullable(),
  waitKey: z.string().nullable(),
  spent: count,
  losses: count,
  causationId: z.string().nullable(),
  result: z.unknown(),
  attempts: z.array(zJobAttempt),
  cases: z.array(zJobCase),
});
export type JobDetail = z.output<typeof zJobDetail>;

export const zCronRow = z.object({
  name: z.string(),
  pattern: z.string(),
  nextAt: zInstant.nullable(),
  lastStartedAt: zInstant.nullable(),
  lastFinishedAt: zInstant.nullable(),
  lastOutcome: z.enum(["COMPLETED", "FAILED"]).nullable(),
  lastError: z.string().nullable(),
  lastResult: z.unknown(),
  lastJobId: z.string().nullable(),
  isRunning: z.boolean(),
});
export type CronRow = z.output<typeof zCronRow>;
