import { defineCodes } from "../kernel/index.ts";

export const formCodes = defineCodes({
  FORM_NOT_FOUND: { kind: "not_found", resolvedBy: "form:config" },
  FORM_REVISION_NOT_FOUND: { kind: "not_found", resolvedBy: "form:config" },
  FORM_NOT_ACTIVE: { kind: "refused", resolvedBy: "form:config" },
  FORM_DEFINITION_INVALID: { kind: "invalid", resolvedBy: null },
  FORM_DEFINITION_STATE_INVALID: { kind: "refused", resolvedBy: null },
  FORM_REVISION_IN_USE: { kind: "refused", resolvedBy: null },
  FORM_DRAFT_EXISTS: { kind: "conflict", resolvedBy: null },
  FORM_RECORD_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  FORM_RECORD_STATE_INVALID: { kind: "refused", resolvedBy: null },
  FORM_RUN_REQUIRED: { kind: "invalid", resolvedBy: null },
  FORM_LINE_REQUIRED: { kind: "invalid", resolvedBy: null },
  FORM_SUBJECT_REQUIRED: { kind: "invalid", resolvedBy: null },
  FORM_LINE_MISMATCH: { kind: "refused", resolvedBy: null },
  FORM_RUN_CLOSED: { kind: "refused", resolvedBy: null },
  FORM_VALUES_INVALID: { kind: "invalid", resolvedBy: null },
  FORM_BACKFILL_FORBIDDEN: { kind: "refused", resolvedBy: null },
  FORM_TIME_IN_FUTURE: { kind: "refused", resolvedBy: null },
  FORM_EVIDENCE_REQUIRED: { kind: "refused", resolvedBy: null },
  FORM_EVIDENCE_NOT_TAKEN: { kind: "refused", resolvedBy: null },
  FORM_CONFIRM_NOT_NEEDED: { kind: "refused", resolvedBy: null },
  FORM_CONFIRMER_IS_FILLER: { kind: "refused", resolvedBy: "form:confirm" },
  FORM_VOID_OTHERS: { kind: "refused", resolvedBy: "form:confirm" },
  // Findings of the judgement: told beside a record, never a refusal of it.
  FORM_VALUE_TOO_LOW: { kind: "refused", resolvedBy: null },
  FORM_VALUE_TOO_HIGH: { kind: "refused", resolvedBy: null },
  FORM_VALUE_NOT_OK: { kind: "refused", resolvedBy: null },
  FORM_LIFE_EXCEEDED: { kind: "refused", resolvedBy: null },
  FORM_NOT_JUDGED: { kind: "refused", resolvedBy: "route:configure" },
  FORM_LIFE_NEARLY_OVER: { kind: "refused", resolvedBy: null },
});

export type FormCode = keyof typeof formCodes;
