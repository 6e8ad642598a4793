import { z } from "zod";
import { pageQuery, zInstant, zKey, zReason, zVersion } from "../kernel/index.ts";
import { signatureShown } from "../signature/index.ts";
import { runStates } from "./states.ts";

export const zRunState = z.enum(runStates.states);
export const zRunEvent = z.enum([
  "authorize",
  "revoke",
  "start",
  "hold",
  "resume",
  "cancel",
  "close",
]);
/** Where serial numbers come from: made here, a printed label range, or the first scan. */
export const zUnitSource = z.enum(["GENERATED", "LABEL_RANGE", "FIRST_SCAN"]);
/** Why a run stands still. */
export const zHoldCode = z.enum([
  "EQUIPMENT",
  "MATERIAL",
  "QUALITY",
  "PROCESS",
  "PLANNING",
  "OTHER",
]);

export const runListQuery = pageQuery.extend({
  state: zRunState.optional(),
  /** true: neither COMPLETED nor CANCELLED */
  open: z.stringbool().optional(),
  woNo: zKey.optional(),
  lineCode: zKey.optional(),
  productCode: zKey.optional(),
});

export const runCreateInput = z.object({
  planQty: z.number().int().min(1).max(1_000_000),
  lineCode: zKey.nullish(),
  shiftCode: zKey.nullish(),
  changeoverNo: z.string().trim().max(64).nullish(),
  unitSource: zUnitSource.default("GENERATED"),
  /** Why more than planned is made; within the allowance it is kept with the run, beyond it refused. */
  overrunReason: zReason.nullish(),
});

export const runHoldInput = z.object({ code: zHoldCode, reason: zReason });
export const runRevokeInput = z.object({ reason: zReason });
export const runCancelInput = z.object({ reason: zReason });
export const runCloseInput = z.object({ reason: zReason.nullish() });

export const unitCounts = z.object({
  total: z.number().int(),
  queued: z.number().int(),
  inStation: z.number().int(),
  failed: z.number().int(),
  held: z.number().int(),
  done: z.number().int(),
  scrapped: z.number().int(),
  voided: z.number().int(),
});

export const runRow = z.object({
  id: z.string(),
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  productName: z.string(),
  lineCode: z.string(),
  lineName: z.string(),
  routeCode: z.string(),
  routeVersionNo: z.number().int(),
  planQty: z.number().int(),
  state: zRunState,
  heldFrom: zRunState.nullable(),
  holdCode: z.string().nullable(),
  holdReason: z.string().nullable(),
  shiftCode: z.string().nullable(),
  unitSource: zUnitSource,
  counts: unitCounts,
  createdAt: zInstant,
  authorizedAt: zInstant.nullable(),
  startedAt: zInstant.nullable(),
  endedAt: zInstant.nullable(),
  version: zVersion,
});

export const gateFinding = z.object({
  check: z.string(),
  severity: z.enum(["BLOCK", "ALERT", "RECORD"]),
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
  resolvedBy: z.string().nullable(),
});

export const gateReport = z.object({ passed: z.boolean(), findings: z.array(gateFinding) });

export const runAnswer = runRow.extend({
  workOrderState: z.string(),
  plannedQty: z.number().int(),
  routeName: z.string(),
  routeVersionId: z.string(),
  changeoverNo: z.string().nullable(),
  closeReason: z.string().nullable(),
  updatedAt: zInstant,
  actions: z.array(zRunEvent),
  /** The authorise gate evaluated now, as advice; null when the run can no longer be authorised. */
  gate: gateReport.nullable(),
});

/** Units of a run by the step they stand at; `passed` = units that are beyond the step. */
export const runProgress = z.object({
  runNo: z.string(),
  planQty: z.number().int(),
  steps: z.array(
    z.object({
      stepNo: z.number().int(),
      name: z.string(),
      nameZh: z.string(),
      queued: z.number().int(),
      inStation: z.number().int(),
      failed: z.number().int(),
      held: z.number().int(),
      passed: z.number().int(),
    }),
  ),
  totals: unitCounts,
});

export const unitsGenerateInput = z.object({ quantity: z.number().int().min(1).max(10_000) });
export const labelsBindInput = z.object({
  prefix: z
    .string()
    .trim()
    .max(40)
    .regex(/^[^\s/?#%\\]*$/),
  firstNo: z.number().int().min(0),
  lastNo: z.number().int().min(0),
  width: z.number().int().min(1).max(12),
});
export const unitsCreatedAnswer = z.object({
  runNo: z.string(),
  created: z.number().int(),
  total: z.number().int(),
  firstSn: z.string(),
  lastSn: z.string(),
});
export const unitsDeletedAnswer = z.object({ runNo: z.string(), deleted: z.number().int() });

export const runAuthorizationRow = z.object({
  id: z.string(),
  action: z.enum(["AUTHORIZE", "REVOKE"]),
  actorName: z.string(),
  at: zInstant,
  reason: z.string().nullable(),
  evidence: gateReport,
  /** null: the plant asked for none. */
  signature: signatureShown.nullable(),
});

export type RunListQuery = z.infer<typeof runListQuery>;
export type RunCreateInput = z.infer<typeof runCreateInput>;
export type RunRow = z.infer<typeof runRow>;
export type RunAnswer = z.infer<typeof runAnswer>;
export type RunProgress = z.infer<typeof runProgress>;
export type RunAuthorizationRow = z.infer<typeof runAuthorizationRow>;
export type UnitCounts = z.infer<typeof unitCounts>;
export type UnitSource = z.infer<typeof zUnitSource>;
export type LabelsBindInput = z.infer<typeof labelsBindInput>;
