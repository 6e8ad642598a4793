import { defineCodes } from "../kernel/index.ts";

export const qualityCodes = defineCodes({
  DEFECT_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  ALREADY_DISPOSITIONED: { kind: "refused", resolvedBy: null },
  DEFECT_WITHDRAWN: { kind: "refused", resolvedBy: null },
  REWORK_STEP_INVALID: { kind: "refused", resolvedBy: null },
  DEFECT_STATE_INVALID: { kind: "refused", resolvedBy: null },
  DEFECT_CODE_NOT_FOUND: { kind: "refused", resolvedBy: "quality:code_config" },
  DEFECT_CODE_DUPLICATE: { kind: "conflict", resolvedBy: "quality:code_config" },
  DEFECT_CODE_IN_USE: { kind: "refused", resolvedBy: "quality:code_config" },
});

export type QualityCode = keyof typeof qualityCodes;
