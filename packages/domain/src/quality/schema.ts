import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zReason, zVersion } from "../kernel/index.ts";
import { processTypes } from "../plant/index.ts";
import { signatureShown } from "../signature/index.ts";
import { defectStates } from "./states.ts";

export const zDefectState = z.enum(defectStates.states);
/** 处置: 返修 / 报废 / 隔离 */
export const zDisposition = z.enum(["REWORK", "SCRAP", "HOLD"]);
/** 致命 / 严重 / 轻微 */
export const zSeverity = z.enum(["FATAL", "MAJOR", "MINOR"]);

export const defectListQuery = pageQuery.extend({
  state: zDefectState.optional(),
  runNo: zKey.optional(),
  woNo: zKey.optional(),
  sn: zKey.optional(),
  code: zKey.optional(),
  stationCode: zKey.optional(),
  lineCode: zKey.optional(),
  from: zInstant.optional(),
  to: zInstant.optional(),
});

export const defectRow = z.object({
  id: z.string(),
  sn: z.string(),
  unitState: z.string(),
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  lineCode: z.string(),
  stationCode: z.string().nullable(),
  stepNo: z.number().int(),
  stepName: z.string(),
  stepNameZh: z.string(),
  code: z.string(),
  /** Null when the code is not on the defect list. */
  name: z.string().nullable(),
  nameZh: z.string().nullable(),
  severity: zSeverity.nullable(),
  location: z.string().nullable(),
  remark: z.string().nullable(),
  qty: z.number().int(),
  state: zDefectState,
  disposition: zDisposition.nullable(),
  dispositionReason: z.string().nullable(),
  reworkStepNo: z.number().int().nullable(),
  /** What a machine recommends to whoever decides. */
  recommendation: zDisposition.nullable(),
  source: z.string(),
  createdAt: zInstant,
  createdByName: z.string(),
  closedAt: zInstant.nullable(),
  /** Steps of the frozen route a rework may go back to, for the picker; empty once decided. */
  reworkSteps: z.array(
    z.object({ stepNo: z.number().int(), name: z.string(), nameZh: z.string() }),
  ),
  version: zVersion,
});

/** How many failures of the unit came before: quality decides differently at the third. */
export const defectAnswer = defectRow.extend({
  priorDefects: z.number().int(),
  /** Of whoever decided about it. */
  signatures: z.array(signatureShown),
});

export const heldUnitsQuery = pageQuery.extend({
  runNo: zKey.optional(),
  lineCode: zKey.optional(),
});

/** A unit set aside, by a disposition or by a value out of its limits: it waits for quality. */
export const heldUnitRow = z.object({
  id: z.string(),
  sn: z.string(),
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  lineCode: z.string(),
  panelNo: z.string().nullable(),
  stepNo: z.number().int(),
  stepName: z.string(),
  stepNameZh: z.string(),
  holdReason: z.string().nullable(),
  /** What a machine recommends to whoever decides. */
  recommendation: zDisposition.nullable(),
  heldAt: zInstant,
  /** Its last step was passed: released without a step, it is done. */
  finishesOnRelease: z.boolean(),
  /** Steps of the frozen route a release may send it back to. */
  releaseSteps: z.array(
    z.object({ stepNo: z.number().int(), name: z.string(), nameZh: z.string() }),
  ),
});

export const dispositionInput = z.object({
  type: zDisposition,
  /** REWORK: the step the unit goes back to, by number of the frozen route. */
  toStepNo: z.number().int().nullish(),
  reason: zReason,
});

export const dispositionAnswer = z.object({
  defect: defectRow,
  unit: z.object({ sn: z.string(), state: z.string(), stepNo: z.number().int() }),
  runCompleted: z.boolean(),
});

/** Ends a hold; without a step the unit goes on where the hold interrupted it. */
export const unitReleaseInput = z.object({
  reason: zReason,
  toStepNo: z.number().int().nullish(),
});
export const unitReleaseAnswer = z.object({
  unit: z.object({ sn: z.string(), state: z.string(), stepNo: z.number().int() }),
  closedDefectIds: z.array(z.string()),
  runCompleted: z.boolean(),
});

export const defectCodeListQuery = pageQuery.extend({
  processType: z.enum(processTypes).optional(),
  isActive: z.stringbool().optional(),
});

export const defectCodeCreateInput = z.object({
  code: zKey,
  name: zName,
  nameZh: zName,
  processType: z.enum(processTypes).nullish(),
  severity: zSeverity.default("MAJOR"),
  /** Lower comes first among the station's quick buttons. */
  rank: z.number().int().min(0).max(9999).default(100),
});

export const defectCodeEditInput = z.object({
  version: zVersion,
  name: zName.optional(),
  nameZh: zName.optional(),
  processType: z.enum(processTypes).nullable().optional(),
  severity: zSeverity.optional(),
  rank: z.number().int().min(0).max(9999).optional(),
  isActive: z.boolean().optional(),
});

export const defectCodeRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  processType: z.enum(processTypes).nullable(),
  severity: zSeverity,
  rank: z.number().int(),
  isActive: z.boolean(),
  version: zVersion,
});

export type DefectListQuery = z.infer<typeof defectListQuery>;
export type DefectRow = z.infer<typeof defectRow>;
export type DefectAnswer = z.infer<typeof defectAnswer>;
export type HeldUnitsQuery = z.infer<typeof heldUnitsQuery>;
export type HeldUnitRow = z.infer<typeof heldUnitRow>;
export type DispositionInput = z.infer<typeof dispositionInput>;
export type Disposition = z.infer<typeof zDisposition>;
export type UnitReleaseInput = z.infer<typeof unitReleaseInput>;
export type DefectCodeRow = z.infer<typeof defectCodeRow>;
export type DefectCodeCreateInput = z.infer<typeof defectCodeCreateInput>;
export type DefectCodeEditInput = z.infer<typeof defectCodeEditInput>;
