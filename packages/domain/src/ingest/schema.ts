import { z } from "zod";
import { zInstant } from "../kernel/index.ts";
import { ingestEventTypes, ingestModes, ingestVerdicts } from "./kinds.ts";

const zSource = z.string().trim().min(1).max(120);
const zDedupeKey = z.string().trim().min(1).max(200);

/** One event as a sender posts it; domain.md 4.6.1. */
export const incomingEvent = z.object({
  dedupeKey: zDedupeKey,
  sourceSystem: zSource,
  eventType: z.enum(ingestEventTypes),
  /** When it happened; a text without zone is read in the plant's. Default: the mapping's path, else now. */
  occurredAt: z.string().trim().min(1).max(60).nullish(),
  runNo: z.string().trim().min(1).max(64).nullish(),
  payload: z.unknown(),
  meta: z.record(z.string(), z.unknown()).nullish(),
});

export const ingestQuery = z.object({ mode: z.enum(ingestModes).default("async") });

/** What the first event under a key was answered. */
const firstAnswer = z.object({
  state: z.string(),
  code: z.string().nullable(),
  context: z.record(z.string(), z.unknown()).nullable(),
});

export const itemAnswer = z.object({
  /** Position in the request, from 0. */
  index: z.number().int(),
  verdict: z.enum(ingestVerdicts),
  /** As an HTTP status: 202 taken, 200 executed or known, 400, 403, 409. */
  status: z.number().int(),
  eventId: z.string().nullable(),
  dedupeKey: z.string().nullable(),
  state: z.string().nullable(),
  code: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  flags: z.array(z.string()).optional(),
  first: firstAnswer.optional(),
  /** CFX requests only: the answering envelope. */
  response: z.unknown().optional(),
});

export const ingestAnswer = z.object({
  items: z.array(itemAnswer),
  counts: z.object({
    accepted: z.number().int(),
    duplicate: z.number().int(),
    parked: z.number().int(),
    rejected: z.number().int(),
  }),
  at: zInstant,
});

export type IncomingEvent = z.output<typeof incomingEvent>;
export type ItemAnswer = z.infer<typeof itemAnswer>;
export type IngestAnswer = z.infer<typeof ingestAnswer>;
