import { defineCodes } from "../kernel/index.ts";

const operate = "job:operate";

export const jobCodes = defineCodes({
  JOB_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  JOB_CASE_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  JOB_KIND_UNKNOWN: { kind: "not_found", resolvedBy: null },
  CRON_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  JOB_STATE_INVALID: { kind: "refused", resolvedBy: operate },
  JOB_CASE_STATE_INVALID: { kind: "refused", resolvedBy: operate },
  CRON_RUNNING: { kind: "refused", resolvedBy: operate },

  // Why a job died: told in its attempts and its case.
  PARAM_MISSING: { kind: "invalid", resolvedBy: operate },
  PARAM_INVALID: { kind: "invalid", resolvedBy: operate },
  RESOURCE_NOT_FOUND: { kind: "not_found", resolvedBy: operate },
  PRECONDITION_UNMET: { kind: "refused", resolvedBy: operate },
  JOB_CRASH_LOOP: { kind: "internal", resolvedBy: operate },
  JOB_THREW: { kind: "internal", resolvedBy: operate },
  JOB_TIMEOUT: { kind: "busy", resolvedBy: operate },
  JOB_OUTCOME_UNKNOWN: { kind: "internal", resolvedBy: operate },
});
