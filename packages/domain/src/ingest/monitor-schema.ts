import { z } from "zod";
import { pageQuery, zInstant } from "../kernel/index.ts";
import {
  ingestDoors,
  ingestEffects,
  ingestFates,
  ingestFlags,
  monitorWindows,
  storedEventTypes,
} from "./kinds.ts";
import { ingestStateNames } from "./states.ts";

const zState = z.enum(ingestStateNames);
const count = z.number().int();
const nullable = z.string().nullable();
const record = z.record(z.string(), z.unknown());

export const monitorQuery = z.object({ window: z.enum(monitorWindows).default("1h") });

/** How many events met which fate; a fate that none met is left out. */
export const fateCounts = z.partialRecord(z.enum(ingestFates), count);

/** What is still open of a source or station, by state. */
const openCounts = z.object({ parked: count, rejected: count, dead: count, conflict: count });

export const monitorAnswer = z.object({
  at: zInstant,
  window: z.enum(monitorWindows),
  from: zInstant,
  /** Minutes a point stands for. */
  stepMinutes: count,
  /** Oldest first, without gaps. */
  points: z.array(z.object({ at: zInstant, fates: fateCounts })),
  totals: fateCounts,
  sources: z.array(
    z.object({
      sourceSystem: z.string(),
      fates: fateCounts,
      open: openCounts,
      lastAt: zInstant.nullable(),
      lastEventId: nullable,
      lastDoor: z.enum(ingestDoors).nullable(),
    }),
  ),
  stations: z.array(
    z.object({
      /** Null: no station was found for them. */
      stationCode: nullable,
      lineCode: nullable,
      fates: fateCounts,
      open: openCounts,
    }),
  ),
  /** What somebody has to act on, or what waits by itself: by state, cause, source and station. */
  waiting: z.array(
    z.object({
      state: zState,
      code: nullable,
      sourceSystem: z.string(),
      stationCode: nullable,
      count,
      oldestAt: zInstant,
      newestAt: zInstant,
      /** The newest of them, and what its refusal names. */
      sampleId: z.string(),
      context: record.nullable(),
    }),
  ),
  open: z.array(z.object({ state: zState, count, oldestAt: zInstant })),
  /** When each door last took an event, among the newest events. */
  doors: z.array(z.object({ door: z.enum(ingestDoors), lastAt: zInstant.nullable() })),
});

const zFilter = z.string().trim().min(1).max(200).optional();

/** Which events; the same for the list and for what is replayed. */
export const ingestEventFilter = z.object({
  q: z.string().trim().max(200).optional(),
  state: zState.optional(),
  source: zFilter,
  eventType: z.enum(storedEventTypes).optional(),
  messageName: zFilter,
  station: zFilter,
  run: zFilter,
  sn: zFilter,
  transaction: zFilter,
  door: z.enum(ingestDoors).optional(),
  code: zFilter,
  flag: z.enum(ingestFlags).optional(),
  from: zInstant.optional(),
  to: zInstant.optional(),
});

export const ingestEventsQuery = pageQuery.omit({ q: true }).extend(ingestEventFilter.shape);

export const ingestEventRow = z.object({
  id: z.string(),
  sourceSystem: z.string(),
  dedupeKey: z.string(),
  door: z.enum(ingestDoors),
  eventType: z.enum(storedEventTypes),
  messageName: nullable,
  state: zState,
  code: nullable,
  /** What the sentence of its code names. */
  context: record.nullable(),
  occurredAt: zInstant,
  receivedAt: zInstant,
  decidedAt: zInstant.nullable(),
  flags: z.array(z.string()),
  runNo: nullable,
  stationCode: nullable,
  lineCode: nullable,
  carrierNo: nullable,
  sn: nullable,
  unitCount: count,
  result: nullable,
  transactionId: nullable,
});

/** What an event did to one unit. */
export const ingestEffectRow = z.object({
  unitId: z.string(),
  sn: z.string(),
  effect: z.enum(ingestEffects),
  result: nullable,
  trackId: nullable,
  stepNo: count.nullable(),
  stationCode: nullable,
  /** The visit was taken back since. */
  isUndone: z.boolean(),
});

/** One attempt to execute it, and what came of it. */
export const ingestAttempt = z.object({
  id: z.string(),
  jobId: z.string(),
  startedAt: zInstant,
  endedAt: zInstant.nullable(),
  outcome: nullable,
  code: nullable,
  context: record.nullable(),
});

/** Why an event cannot be replayed or discarded; null: it can. */
export const ingestActions = z.object({ replay: nullable, discard: nullable });

const related = z.object({ id: z.string(), state: zState, receivedAt: zInstant });

export const ingestEventAnswer = ingestEventRow.extend({
  /** Permission of who can put its cause right. */
  resolvedBy: nullable,
  keyName: nullable,
  sentByName: z.string(),
  requestId: nullable,
  ip: nullable,
  bytes: count,
  payloadHash: z.string(),
  testResultId: nullable,
  /** Null: archived; the raw door still has it. */
  raw: nullable,
  /** Longer than what is shown; the raw door has all of it. */
  isRawCut: z.boolean(),
  archive: z.object({ id: z.string(), at: zInstant }).nullable(),
  /** What was extracted and judged, once it was executed. */
  reading: record.nullable(),
  effects: z.array(ingestEffectRow),
  hasMoreEffects: z.boolean(),
  carrierTrackId: nullable,
  /** The first event under the same key, when this one conflicts with it. */
  first: related.nullable(),
  rivals: z.array(related),
  attempts: z.array(ingestAttempt),
  /** When it is looked at again by itself. */
  nextLookAt: zInstant.nullable(),
  /** What people did with it. */
  decisions: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      at: zInstant,
      by: z.string(),
      reason: nullable,
      code: nullable,
    }),
  ),
  can: ingestActions,
});

export const ingestArchiveRow = z.object({
  id: z.string(),
  fromAt: zInstant,
  toAt: zInstant,
  events: count,
  bytes: count,
  sha256: z.string(),
  createdAt: zInstant,
});

/** An event as the trace of a unit shows it, beside what people did. */
export const unitIngestEvent = z.object({
  eventId: z.string(),
  unitId: z.string(),
  trackId: nullable,
  effect: z.enum(ingestEffects),
  /** Ours, for this unit. */
  result: nullable,
  /** The sender's, for the whole event. */
  said: nullable,
  door: z.enum(ingestDoors),
  eventType: z.enum(storedEventTypes),
  sourceSystem: z.string(),
  messageName: nullable,
  stationCode: nullable,
  flags: z.array(z.string()),
  occurredAt: zInstant,
  receivedAt: zInstant,
});

export type MonitorAnswer = z.infer<typeof monitorAnswer>;
export type FateCounts = z.infer<typeof fateCounts>;
export type IngestEventFilter = z.infer<typeof ingestEventFilter>;
export type IngestEventRow = z.infer<typeof ingestEventRow>;
export type IngestEventAnswer = z.infer<typeof ingestEventAnswer>;
export type IngestEffectRow = z.infer<typeof ingestEffectRow>;
export type IngestAttempt = z.infer<typeof ingestAttempt>;
export type IngestArchiveRow = z.infer<typeof ingestArchiveRow>;
export type UnitIngestEvent = z.infer<typeof unitIngestEvent>;
