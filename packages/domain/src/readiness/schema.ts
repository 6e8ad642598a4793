import { z } from "zod";
import { permissions } from "../auth/index.ts";
import { pageQuery, zInstant, zKey, zReason } from "../kernel/index.ts";
import { signatureUnder } from "../signature/index.ts";
import { evaluationTypes, gates, itemStates, policyScopes, waiverStates } from "./states.ts";

export const zGate = z.enum(gates);
export const zPolicyScope = z.enum(policyScopes);
export const zItemState = z.enum(itemStates);
export const zEvaluationType = z.enum(evaluationTypes);
export const zReadinessStatus = z.enum(["PASSED", "FAILED"]);
export const zWaiverState = z.enum(waiverStates.states);
/** The code of a check of the registry. */
export const zCheckCode = z.string().min(1).max(40);
const zPermission = z.enum(permissions as [string, ...string[]]);

/** What was seen: a record, a machine, a bottle, a clock, another run; with the screen that shows it. */
export const evidence = z.object({
  kind: z.enum(["RECORD", "EQUIPMENT", "PASTE", "CLOCK", "RUN", "ROUTE", "UNITS"]),
  key: z.string(),
  /** What people call it: a form code, a bottle number. */
  label: z.string(),
  at: zInstant.nullable(),
  byName: z.string().nullable(),
  /** A page of the app. */
  link: z.string().nullable(),
});

/** What puts a failed item right: a form to fill, a page to go to, or only another check. */
export const fix = z.object({
  kind: z.enum(["FORM", "PAGE", "CHECK"]),
  formCode: z.string().nullable(),
  to: z.string().nullable(),
});

export const findingAnswer = z.object({
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
});

export const waiverAnswer = z.object({
  id: z.string(),
  checkCode: z.string(),
  itemKey: z.string(),
  fingerprint: z.string(),
  finding: findingAnswer,
  reason: z.string(),
  state: zWaiverState,
  requestedAt: zInstant,
  requestedByName: z.string(),
  requestedById: z.string().nullable(),
  approvedAt: zInstant.nullable(),
  approvedByName: z.string().nullable(),
  /** null: as long as the run. */
  expiresAt: zInstant.nullable(),
  revokedAt: zInstant.nullable(),
  revokedByName: z.string().nullable(),
  revokeReason: z.string().nullable(),
});

export const readinessItem = z.object({
  checkCode: z.string(),
  /** Which of several: a machine, a bottle, a tool; "" where a check has one item only. */
  itemKey: z.string(),
  state: zItemState,
  gate: zGate,
  finding: findingAnswer.nullable(),
  evidence: z.array(evidence),
  /** How old the evidence is: when it was made. */
  at: zInstant.nullable(),
  /** Since when it fails. */
  since: zInstant.nullable(),
  /** What exactly failed; a waiver holds while it is the same. "" unless failed. */
  fingerprint: z.string(),
  /** The waiver in force, or one that waits for a second person. */
  waiver: waiverAnswer.nullable(),
  resolvedBy: zPermission,
  fix: fix.nullable(),
  /** It failed, and whoever may waive could waive it now. */
  isWaivable: z.boolean(),
  /** Whether this run needs it, who said so; source DEFAULT: by route and product. */
  need: z.object({
    isNeeded: z.boolean(),
    source: z.enum(["DEFAULT", "LEADER"]),
    /** Someone may say needed or not needed. */
    mayChange: z.boolean(),
    remark: z.string().nullable(),
    setByName: z.string().nullable(),
    setAt: zInstant.nullable(),
  }),
  policy: z.object({
    source: z.enum(["DEFAULT", ...policyScopes]),
    scopeKey: z.string(),
    /** How old the evidence may be; null: any age. */
    freshnessMinutes: z.number().int().nullable(),
    needsTwo: z.boolean(),
  }),
});

export const changeoverAnswer = z.object({
  changeoverAt: zInstant,
  remindAt: zInstant,
  remindedAt: zInstant.nullable(),
  remark: z.string().nullable(),
  preparedAt: zInstant.nullable(),
  preparedById: z.string().nullable(),
  preparedByName: z.string().nullable(),
  reviewedAt: zInstant.nullable(),
  reviewedById: z.string().nullable(),
  reviewedByName: z.string().nullable(),
});

/** The preparation board of a run. */
export const boardAnswer = z.object({
  runNo: z.string(),
  runState: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  productName: z.string(),
  lineCode: z.string(),
  lineName: z.string(),
  routeCode: z.string(),
  planQty: z.number().int(),
  status: zReadinessStatus,
  /** false: the run is over and this is its last kept evaluation. */
  isLive: z.boolean(),
  evaluatedAt: zInstant.nullable(),
  items: z.array(readinessItem),
  /** Every waiver of the run, the newest first. */
  waivers: z.array(waiverAnswer),
  changeover: changeoverAnswer.nullable(),
  /** Of the run (authorised, changeover reviewed) and of its waivers. */
  signatures: z.array(signatureUnder),
  /** In preparation, nothing failed, the order is not on hold. */
  canAuthorize: z.boolean(),
  sinceBlocked: zInstant.nullable(),
});

export const checkInput = z.object({ type: zEvaluationType.default("PRECHECK") });
export const waiveInput = z.object({
  checkCode: zCheckCode,
  itemKey: z.string().max(200).default(""),
  fingerprint: z.string().min(1).max(4_000),
  reason: zReason,
  expiresAt: zInstant.nullish(),
});
export const waiverRevokeInput = z.object({ reason: zReason });
export const needInput = z.object({
  checkCode: zCheckCode,
  /** null: back to what route and product say. */
  isNeeded: z.boolean().nullable(),
  remark: z.string().trim().max(200).nullish(),
});
export const changeoverInput = z.object({
  changeoverAt: zInstant,
  remark: z.string().trim().max(500).nullish(),
});

/** An evaluation that was kept. */
export const evaluationAnswer = z.object({
  id: z.string(),
  type: zEvaluationType,
  status: zReadinessStatus,
  at: zInstant,
  byName: z.string(),
  items: z.array(readinessItem),
});
export const historyAnswer = z.object({
  items: z.array(evaluationAnswer),
  nextCursor: z.string().nullable(),
});

/** What the story of a unit tells of the preparation of its run. */
export const traceReadiness = z.object({
  /** What mass production was opened on; null while it is not, or was opened before evaluations were kept. */
  authorizedOn: evaluationAnswer.nullable(),
  /** Every waiver of the run, taken back ones too, the newest first. */
  waivers: z.array(waiverAnswer),
  /** Of the run and of its waivers. */
  signatures: z.array(signatureUnder),
});

export const policyInput = z.object({
  checkCode: zCheckCode,
  scope: zPolicyScope,
  /** Code of the line, route or product; "" for GLOBAL. */
  scopeKey: z.union([zKey, z.literal("")]).default(""),
  gate: zGate,
  freshnessMinutes: z.number().int().min(1).max(5_256_000).nullable(),
  needsTwo: z.boolean().default(false),
});
export const recommendedInput = z.object({
  /** Omitted: for the whole plant. */
  lineCode: zKey.nullish(),
});
export const policyRow = z.object({
  id: z.string(),
  checkCode: z.string(),
  scope: zPolicyScope,
  scopeKey: z.string(),
  gate: zGate,
  freshnessMinutes: z.number().int().nullable(),
  needsTwo: z.boolean(),
  version: z.number().int(),
  updatedAt: zInstant,
  updatedByName: z.string(),
});
export const policyQuery = pageQuery.omit({ q: true }).extend({
  checkCode: zCheckCode.optional(),
  scope: zPolicyScope.optional(),
});
export const policiesAnswer = z.object({
  items: z.array(policyRow),
  nextCursor: z.string().nullable(),
});

/** What the registry says of a check, for the screen of policies. */
export const checkRow = z.object({
  code: z.string(),
  kind: z.enum(["RUN", "PREP"]),
  resolvedBy: zPermission,
  isWaivable: z.boolean(),
  /** Its gate is BLOCK and no policy changes it. */
  isGateFixed: z.boolean(),
  mayBeNotNeeded: z.boolean(),
  formCodes: z.array(z.string()),
  defaultGate: zGate,
  defaultFreshnessMinutes: z.number().int().nullable(),
  /** What POST /readiness/policies/recommended sets; null: nothing. */
  recommendedGate: zGate.nullable(),
});
export const checksAnswer = z.object({ items: z.array(checkRow) });

export const blockingItem = readinessItem.pick({
  checkCode: true,
  itemKey: true,
  finding: true,
  gate: true,
  since: true,
  resolvedBy: true,
});
export const lineRun = z.object({
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  productName: z.string(),
  state: z.string(),
  planQty: z.number().int(),
  changeoverAt: zInstant.nullable(),
  status: zReadinessStatus,
  blocking: z.array(blockingItem),
  waivedCount: z.number().int(),
  sinceBlocked: zInstant.nullable(),
});
/** A line with what it makes now and what comes next. */
export const lineReadiness = z.object({
  lineCode: z.string(),
  lineName: z.string(),
  processType: z.string(),
  running: z.array(lineRun),
  /** In preparation or authorised, by changeover and age; at most five. */
  next: z.array(lineRun),
  /** There are more runs waiting than `next` shows. */
  hasMore: z.boolean(),
});
export const linesQuery = pageQuery.omit({ q: true }).extend({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  lineCode: zKey.optional(),
});
export const linesAnswer = z.object({
  items: z.array(lineReadiness),
  nextCursor: z.string().nullable(),
});

export type Evidence = z.infer<typeof evidence>;
export type Fix = z.infer<typeof fix>;
export type WaiverAnswer = z.infer<typeof waiverAnswer>;
export type ReadinessItem = z.infer<typeof readinessItem>;
export type ChangeoverAnswer = z.infer<typeof changeoverAnswer>;
export type BoardAnswer = z.infer<typeof boardAnswer>;
export type EvaluationAnswer = z.infer<typeof evaluationAnswer>;
export type TraceReadiness = z.infer<typeof traceReadiness>;
export type PolicyInput = z.output<typeof policyInput>;
export type PolicyRow = z.infer<typeof policyRow>;
export type CheckRow = z.infer<typeof checkRow>;
export type LineRun = z.infer<typeof lineRun>;
export type LineReadiness = z.infer<typeof lineReadiness>;
export type WaiveInput = z.output<typeof waiveInput>;
export type ReadinessStatus = z.infer<typeof zReadinessStatus>;
