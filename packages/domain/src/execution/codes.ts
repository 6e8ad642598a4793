import { defineCodes } from "../kernel/index.ts";

const plant = "plant:config";
const quality = "quality:disposition";

/** Every refusal of a scan, and who can put it right; null: the operator, e.g. at the right station. */
export const executionCodes = defineCodes({
  STATION_INACTIVE: { kind: "refused", resolvedBy: plant },
  STATION_LINE_MISMATCH: { kind: "refused", resolvedBy: null },
  STATION_MISMATCH: { kind: "refused", resolvedBy: null },
  UNIT_NOT_FOUND: { kind: "not_found", resolvedBy: "run:units" },
  UNIT_RUN_MISMATCH: { kind: "refused", resolvedBy: null },
  UNIT_ALREADY_IN_STATION: { kind: "refused", resolvedBy: "exec:track_out" },
  UNIT_ALREADY_DONE: { kind: "refused", resolvedBy: null },
  UNIT_OUT_FAILED: { kind: "refused", resolvedBy: quality },
  UNIT_ON_HOLD: { kind: "refused", resolvedBy: quality },
  UNIT_NOT_HELD: { kind: "refused", resolvedBy: null },
  UNIT_SCRAPPED: { kind: "refused", resolvedBy: null },
  UNIT_VOIDED: { kind: "refused", resolvedBy: null },
  UNIT_STATE_INVALID: { kind: "refused", resolvedBy: null },
  ACTIVE_TRACK_EXISTS: { kind: "conflict", resolvedBy: "exec:track_out" },
  STEP_MISMATCH: { kind: "refused", resolvedBy: "route:configure" },
  TRACK_NOT_FOUND: { kind: "refused", resolvedBy: "exec:track_in" },
  RESULT_INVALID: { kind: "invalid", resolvedBy: null },
  DEFECT_ON_PASS: { kind: "refused", resolvedBy: null },
  DATA_SPEC_NOT_FOUND: { kind: "refused", resolvedBy: "capture:config" },
  REQUIRED_DATA_MISSING: { kind: "refused", resolvedBy: null },
  DATA_VALUE_INVALID: { kind: "refused", resolvedBy: null },
  CAPTURE_OUT_OF_LIMITS: { kind: "refused", resolvedBy: null },
  RUN_CHOICE_REQUIRED: { kind: "refused", resolvedBy: null },
  SN_PATTERN_MISMATCH: { kind: "refused", resolvedBy: "product:config" },
  PANEL_NOT_FOUND: { kind: "not_found", resolvedBy: "run:units" },
  PANEL_EXISTS: { kind: "conflict", resolvedBy: "run:units" },
  PANEL_HAS_NO_UNITS: { kind: "refused", resolvedBy: "run:units" },
  PANEL_TOO_MANY_UNITS: { kind: "refused", resolvedBy: "product:config" },
  PANEL_UNITS_DIVERGED: { kind: "refused", resolvedBy: quality },
  UNIT_ON_PANEL: { kind: "refused", resolvedBy: "run:units" },
  UNIT_NOT_ON_PANEL: { kind: "refused", resolvedBy: null },
  SN_TWICE: { kind: "refused", resolvedBy: null },
  UNDO_ALREADY_DONE: { kind: "refused", resolvedBy: null },
  UNDO_WINDOW_OVER: { kind: "refused", resolvedBy: quality },
  UNDO_NOT_YOURS: { kind: "refused", resolvedBy: "exec:undo" },
  UNDO_NOT_LATEST: { kind: "refused", resolvedBy: quality },
  UNDO_UNIT_MOVED: { kind: "refused", resolvedBy: quality },
});

export type ExecutionCode = keyof typeof executionCodes;
