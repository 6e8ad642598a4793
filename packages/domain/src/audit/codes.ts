import { defineCodes } from "../kernel/index.ts";

const hold = "audit:hold";

export const auditCodes = defineCodes({
  AUDIT_EXPORT_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  AUDIT_VERIFICATION_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  AUDIT_VERIFICATION_RUNNING: { kind: "refused", resolvedBy: null },
  AUDIT_NOTHING_SEALED: { kind: "refused", resolvedBy: null },
  AUDIT_HOLD_NOT_FOUND: { kind: "not_found", resolvedBy: hold },
  AUDIT_HOLD_RELEASED: { kind: "refused", resolvedBy: hold },
  AUDIT_RANGE_INVALID: { kind: "refused", resolvedBy: null },
  /** What is broken is evidence: it is neither archived nor purged. */
  AUDIT_TRAIL_BROKEN: { kind: "refused", resolvedBy: hold },
  AUDIT_ARCHIVE_UNREADABLE: { kind: "refused", resolvedBy: hold },
});

export type AuditCode = keyof typeof auditCodes;
