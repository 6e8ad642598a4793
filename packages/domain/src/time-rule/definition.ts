import { z } from "zod";
import { zInstant, zKey, zName, zVersion } from "../kernel/index.ts";
import { operationTraits } from "../plant/index.ts";
import { allClockTriggers, type ClockTrigger, clockTriggers } from "./events.ts";
import { ruleScopes } from "./strength.ts";

export const subjectTypes = Object.keys(clockTriggers) as (keyof typeof clockTriggers)[];
export type SubjectType = (typeof subjectTypes)[number];

/** RECORD is kept in the trail, ALERT also tells people, BLOCK also refuses the subject's use. */
export const expiryActions = ["RECORD", "ALERT", "BLOCK"] as const;

/** Which events start or end a clock. Operations are named by what they are, never by code (D26). */
export const eventFilter = z.strictObject({
  events: z
    .array(z.enum(allClockTriggers as readonly [ClockTrigger, ...ClockTrigger[]]))
    .min(1)
    .max(12),
  /** Traits of the operation, any of them; empty: whatever the operation. */
  traits: z.array(z.enum(operationTraits)).max(12).default([]),
  /** Results of a track-out, any of them; empty: whatever the result. */
  results: z
    .array(z.enum(["PASS", "FAIL"]))
    .max(2)
    .default([]),
});
export type EventFilter = z.output<typeof eventFilter>;

const zCode = zKey.regex(/^[A-Z0-9][A-Z0-9_-]*$/);
/** At most 60 days. */
const zMinutes = z.int().max(86_400);

const fields = {
  name: zName,
  nameZh: zName,
  durationMinutes: zMinutes.min(1),
  /** How long before the deadline people are told; 0: not at all. */
  warningMinutes: zMinutes.min(0),
  startWhen: eventFilter,
  endWhen: eventFilter,
  scope: z.enum(ruleScopes),
  /** Code of the line, route or product; empty for GLOBAL. */
  scopeKey: z.string().trim().max(64),
  onExpiry: z.enum(expiryActions),
  isWaivable: z.boolean(),
  isActive: z.boolean(),
  /** Among rules of one family and scope the larger number wins. */
  priority: z.int().min(0).max(999),
  remark: z.string().trim().max(500).nullable(),
};

export const ruleCreate = z.object({
  code: zCode,
  /** Rules of one family exclude each other on one subject. */
  family: zCode,
  subjectType: z.enum(subjectTypes as [SubjectType, ...SubjectType[]]),
  ...fields,
  warningMinutes: fields.warningMinutes.default(0),
  scope: fields.scope.default("GLOBAL"),
  scopeKey: fields.scopeKey.default(""),
  onExpiry: fields.onExpiry.default("ALERT"),
  isWaivable: fields.isWaivable.default(true),
  isActive: fields.isActive.default(true),
  priority: fields.priority.default(100),
  remark: fields.remark.default(null),
});

export const rulePatch = z.object(fields).partial().extend({ version: zVersion });

export const ruleRow = ruleCreate.extend({
  id: z.string(),
  isPreset: z.boolean(),
  version: z.number(),
  createdAt: zInstant,
  updatedAt: zInstant,
  /** Clocks of this rule that still count. */
  running: z.number(),
  expired: z.number(),
});

export const ruleListAnswer = z.object({ items: z.array(ruleRow) });
export const ruleSaved = z.object({ id: z.string(), code: z.string(), version: z.number() });

export type RuleInput = z.output<typeof ruleCreate>;
export type RuleRow = z.output<typeof ruleRow>;

/** A rule as rules decide about it. */
export interface Rule extends RuleInput {
  readonly id: string;
  readonly version: number;
}

/** What a running clock keeps of its rule: later edits never touch it. */
export const frozenRule = ruleCreate.omit({ isActive: true, remark: true }).extend({
  version: z.number(),
});
export type FrozenRule = z.output<typeof frozenRule>;

export function freeze(rule: Rule): FrozenRule {
  const { id: _id, isActive: _isActive, remark: _remark, ...frozen } = rule;
  return frozen;
}
