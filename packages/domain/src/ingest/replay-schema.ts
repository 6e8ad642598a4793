import { z } from "zod";
import { zInstant, zReason } from "../kernel/index.ts";
import { ingestEventFilter, ingestEventRow } from "./monitor-schema.ts";
import { ingestStateNames } from "./states.ts";

const zState = z.enum(ingestStateNames);
const count = z.number().int();
const nullable = z.string().nullable();
const record = z.record(z.string(), z.unknown());

/** One selection of events at most. */
export const replayMax = 1_000;
export const replayMinutes = 10;

const zIds = z.array(z.string().min(1).max(64)).min(1).max(replayMax);

/** Either the events themselves or a filter that finds them. */
export const replayPreviewInput = z
  .object({ eventIds: zIds.optional(), filter: ingestEventFilter.optional() })
  .refine(({ eventIds, filter }) => (eventIds === undefined) !== (filter === undefined), {
    path: ["eventIds"],
  });

const blockedEvent = z.object({
  eventId: z.string(),
  dedupeKey: nullable,
  state: zState.nullable(),
  code: z.string(),
});

export const replayPreview = z.object({
  id: z.string(),
  /** Shown once; only its hash is kept. */
  token: z.string(),
  expiresAt: zInstant,
  /** What has to be confirmed. */
  count,
  groups: z.array(
    z.object({
      state: zState,
      code: nullable,
      /** What the sentence of the code names, of one of them. */
      context: record.nullable(),
      sourceSystem: z.string(),
      stationCode: nullable,
      count,
    }),
  ),
  sample: z.array(ingestEventRow),
  /** Of what was asked for and cannot be replayed, the first ones. */
  blocked: z.array(blockedEvent),
  blockedCount: count,
});

export const replayExecuteInput = z.object({
  token: z.string().min(1).max(200),
  confirmedCount: count.min(1),
  reason: zReason,
});

const skippedEvent = z.object({ eventId: z.string(), was: zState, is: zState.nullable() });

export const replayExecuted = z.object({
  id: z.string(),
  replayed: count,
  skipped: z.array(skippedEvent),
});

/** How far a replay is: its events by what they are now. */
export const replayAnswer = z.object({
  id: z.string(),
  createdByName: z.string(),
  createdAt: zInstant,
  expiresAt: zInstant,
  usedAt: zInstant.nullable(),
  reason: nullable,
  count,
  /** Those still waiting for their turn. */
  running: count,
  states: z.array(z.object({ state: zState, count })),
  failed: z.array(z.object({ code: nullable, state: zState, count })),
});

export const discardInput = z.object({ eventIds: zIds, reason: zReason });
export const discardAnswer = z.object({ discarded: count, skipped: z.array(blockedEvent) });

export type ReplayPreview = z.infer<typeof replayPreview>;
export type ReplayExecuted = z.infer<typeof replayExecuted>;
export type ReplayAnswer = z.infer<typeof replayAnswer>;
export type DiscardAnswer = z.infer<typeof discardAnswer>;
