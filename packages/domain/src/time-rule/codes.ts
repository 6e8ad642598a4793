import { defineCodes } from "../kernel/index.ts";

const config = "clock:config";

export const timeRuleCodes = defineCodes({
  TIME_RULE_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  DEFINITION_EXISTS: { kind: "conflict", resolvedBy: config },
  /** It ships with the product: it can be changed and switched off, but would come back. */
  TIME_RULE_SHIPPED: { kind: "refused", resolvedBy: config },
  HAS_ACTIVE_INSTANCES: { kind: "refused", resolvedBy: "clock:waive" },
  TIME_RULE_EVENT_MISMATCH: { kind: "refused", resolvedBy: config },
  TIME_RULE_FILTER_MISMATCH: { kind: "refused", resolvedBy: config },
  TIME_RULE_WARNING_TOO_EARLY: { kind: "refused", resolvedBy: config },
  TIME_RULE_SCOPE_KEY_MISSING: { kind: "refused", resolvedBy: config },
  TIME_RULE_SCOPE_KEY_UNKNOWN: { kind: "refused", resolvedBy: config },
  /** A unit or bottle whose clock ran out may not be used before somebody waives it. */
  TIME_RULE_EXPIRED: { kind: "refused", resolvedBy: "clock:waive" },
  CLOCK_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  CLOCK_STATE_INVALID: { kind: "refused", resolvedBy: null },
  CLOCK_NOT_DUE: { kind: "refused", resolvedBy: null },
  CLOCK_ALREADY_WARNED: { kind: "refused", resolvedBy: null },
  INSTANCE_INVALID_STATUS: { kind: "refused", resolvedBy: null },
  INSTANCE_NOT_WAIVABLE: { kind: "refused", resolvedBy: config },
});
