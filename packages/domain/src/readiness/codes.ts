import { defineCodes } from "../kernel/index.ts";

/** What checks find, and what waivers, policies and the pre-changeover sheet refuse. */
export const readinessCodes = defineCodes({
  LINE_OCCUPIED: { kind: "refused", resolvedBy: "run:close" },
  READINESS_EQUIPMENT_NONE: { kind: "refused", resolvedBy: "equipment:config" },
  READINESS_PASTE_NOT_BOUND: { kind: "refused", resolvedBy: "paste:handle" },
  READINESS_PASTE_UNUSABLE: { kind: "refused", resolvedBy: "paste:handle" },
  READINESS_CLOCK_EXPIRED: { kind: "refused", resolvedBy: "clock:waive" },
  READINESS_RECORD_MISSING: { kind: "refused", resolvedBy: "form:record" },
  READINESS_EVIDENCE_STALE: { kind: "refused", resolvedBy: "form:record" },
  READINESS_RECORD_FAILED: { kind: "refused", resolvedBy: "form:record" },
  READINESS_RECORD_NOT_JUDGED: { kind: "refused", resolvedBy: "form:record" },
  READINESS_RECORD_UNCONFIRMED: { kind: "refused", resolvedBy: "form:confirm" },
  READINESS_RECORD_REJECTED: { kind: "refused", resolvedBy: "form:record" },
  READINESS_PROGRAM_MISMATCH: { kind: "refused", resolvedBy: "form:record" },
  READINESS_CHECK_UNKNOWN: { kind: "not_found", resolvedBy: null },
  READINESS_NEED_FIXED: { kind: "refused", resolvedBy: null },
  READINESS_GATE_FIXED: { kind: "refused", resolvedBy: null },
  READINESS_POLICY_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  READINESS_SCOPE_UNKNOWN: { kind: "refused", resolvedBy: "readiness:config" },
  ITEM_NOT_FAILED: { kind: "refused", resolvedBy: null },
  ITEM_CHANGED: { kind: "conflict", resolvedBy: null },
  RUN_MISMATCH: { kind: "refused", resolvedBy: null },
  WAIVER_NOT_ALLOWED: { kind: "refused", resolvedBy: "readiness:prepare" },
  WAIVER_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  WAIVER_ALREADY_REQUESTED: { kind: "refused", resolvedBy: "readiness:waive" },
  WAIVER_EXPIRY_INVALID: { kind: "refused", resolvedBy: null },
  WAIVER_SAME_PERSON: { kind: "refused", resolvedBy: "readiness:waive" },
  WAIVER_STATE_INVALID: { kind: "refused", resolvedBy: null },
  WAIVER_NOT_REVOCABLE: { kind: "refused", resolvedBy: null },
  CHANGEOVER_NOT_PLANNED: { kind: "refused", resolvedBy: "readiness:prepare" },
  CHANGEOVER_IN_PAST: { kind: "refused", resolvedBy: null },
  CHANGEOVER_NOT_PREPARED: { kind: "refused", resolvedBy: "readiness:prepare" },
  CHANGEOVER_SAME_PERSON: { kind: "refused", resolvedBy: "readiness:prepare" },
});

export type ReadinessCode = keyof typeof readinessCodes;
