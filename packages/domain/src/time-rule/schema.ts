import { z } from "zod";
import { pageQuery, zInstant, zKey, zReason } from "../kernel/index.ts";
import { expiryActions, type SubjectType, subjectTypes } from "./definition.ts";
import { type ClockState, clockStates, openClockStates } from "./states.ts";

const zClockState = z.enum(clockStates.states as [ClockState, ...ClockState[]]);

/** One clock as people see it. Times are instants: what remains is counted where it is shown. */
export const clockCard = z.object({
  id: z.string(),
  ruleCode: z.string(),
  ruleName: z.string(),
  ruleNameZh: z.string(),
  family: z.string(),
  durationMinutes: z.number(),
  subjectType: z.enum(subjectTypes as [SubjectType, ...SubjectType[]]),
  subjectId: z.string(),
  subjectKey: z.string(),
  lineCode: z.string().nullable(),
  runNo: z.string().nullable(),
  routeCode: z.string().nullable(),
  productCode: z.string().nullable(),
  state: zClockState,
  onExpiry: z.enum(expiryActions),
  isWaivable: z.boolean(),
  startedAt: zInstant,
  warningAt: zInstant,
  expiresAt: zInstant,
  warnedAt: zInstant.nullable(),
  /** When the server noticed the expiry, and how long after it that was. */
  detectedAt: zInstant.nullable(),
  detectionDelaySeconds: z.number().nullable(),
  endedAt: zInstant.nullable(),
  elapsedSeconds: z.number().nullable(),
  waivedAt: zInstant.nullable(),
  waivedByName: z.string().nullable(),
  waiveReason: z.string().nullable(),
  version: z.number(),
});

/** `OPEN` stands for RUNNING and EXPIRED; several states are separated by commas. */
const zStates = z
  .string()
  .transform((text) => text.replace(/\bOPEN\b/, openClockStates.join()).split(","))
  .pipe(z.array(zClockState));

export const clockQuery = pageQuery.omit({ q: true }).extend({
  state: zStates.optional(),
  lineCode: zKey.optional(),
  runNo: zKey.optional(),
  ruleCode: zKey.optional(),
  /** Part of a serial number or bottle number. */
  subject: z.string().trim().max(64).optional(),
});

export const clockPage = z.object({
  items: z.array(clockCard),
  nextCursor: z.string().nullable(),
});

/** Clocks that still count; `warning` is part of `running`. */
const counts = { running: z.number(), warning: z.number(), expired: z.number() };
export const clockSummary = z.object({
  ...counts,
  lines: z.array(z.object({ lineCode: z.string().nullable(), ...counts })),
});

export const runClocks = z.object({ runNo: z.string(), items: z.array(clockCard) });

export const waiveInput = z.object({ reason: zReason });

export type ClockCard = z.output<typeof clockCard>;
export type ClockSummary = z.output<typeof clockSummary>;
