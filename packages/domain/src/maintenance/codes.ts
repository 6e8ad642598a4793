import { defineCodes } from "../kernel/index.ts";

const operate = "ops:operate";

export const maintenanceCodes = defineCodes({
  /** Nothing was kept: whoever sent it keeps it and sends it again. */
  MAINTENANCE: { kind: "busy", resolvedBy: operate },
  MAINTENANCE_IS_ON: { kind: "refused", resolvedBy: operate },
  MAINTENANCE_STARTS_IN_PAST: { kind: "refused", resolvedBy: null },
  MAINTENANCE_ENDS_BEFORE: { kind: "refused", resolvedBy: null },
});
