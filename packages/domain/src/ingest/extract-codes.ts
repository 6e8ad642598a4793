import { defineCodes } from "../kernel/index.ts";

/** What can be wrong with the content of an event, against the mapping of its step. */
export const extractCodes = defineCodes({
  INGEST_PAYLOAD_INVALID: { kind: "refused", resolvedBy: "route:configure" },
  INGEST_RESULT_UNKNOWN: { kind: "refused", resolvedBy: "route:configure" },
  UNIT_INCOMPATIBLE: { kind: "refused", resolvedBy: "route:configure" },
});
