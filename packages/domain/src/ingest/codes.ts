import { defineCodes } from "../kernel/index.ts";

const mapping = "route:configure";
const operate = "ingest:operate";

/** Why an item is rejected, parked or dead; the refusals of a scan hold besides. */
export const ingestCodes = defineCodes({
  INGEST_BODY_INVALID: { kind: "invalid", resolvedBy: null },
  INGEST_ITEM_INVALID: { kind: "invalid", resolvedBy: null },
  INGEST_TOO_MANY_ITEMS: { kind: "invalid", resolvedBy: null },
  INGEST_KEY_CONFLICT: { kind: "conflict", resolvedBy: operate },
  INGEST_SOURCE_NOT_ALLOWED: { kind: "forbidden", resolvedBy: "system:key_manage" },
  INGEST_OUT_OF_SCOPE: { kind: "forbidden", resolvedBy: "system:key_manage" },
  INGEST_CONFLICT: { kind: "conflict", resolvedBy: operate },
  INGEST_EVENT_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  INGEST_EVENT_STATE_INVALID: { kind: "refused", resolvedBy: null },
  UNIT_RUN_NOT_FOUND: { kind: "refused", resolvedBy: "run:units" },
  RUN_IN_PREP: { kind: "refused", resolvedBy: "run:authorize" },
  STEP_TYPE_MISMATCH: { kind: "refused", resolvedBy: mapping },
  INGEST_STATION_MISSING: { kind: "refused", resolvedBy: mapping },
  LINE_CODE_MISMATCH: { kind: "refused", resolvedBy: mapping },
});

export type IngestCode = keyof typeof ingestCodes;
