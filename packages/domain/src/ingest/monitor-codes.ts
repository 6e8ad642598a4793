import { defineCodes } from "../kernel/index.ts";

const operate = "ingest:operate";

/** Why events are not replayed, not discarded or not found in the archive. */
export const ingestMonitorCodes = defineCodes({
  INGEST_EVENT_FINAL: { kind: "refused", resolvedBy: null },
  INGEST_EVENT_BUSY: { kind: "refused", resolvedBy: null },
  INGEST_EVENT_CONFLICTS: { kind: "refused", resolvedBy: operate },
  INGEST_RAW_GONE: { kind: "not_found", resolvedBy: "system:config" },
  INGEST_REPLAY_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  INGEST_REPLAY_EMPTY: { kind: "refused", resolvedBy: null },
  INGEST_REPLAY_TOO_LARGE: { kind: "refused", resolvedBy: null },
  INGEST_REPLAY_TOKEN_INVALID: { kind: "forbidden", resolvedBy: null },
  INGEST_REPLAY_EXPIRED: { kind: "refused", resolvedBy: null },
  INGEST_REPLAY_USED: { kind: "refused", resolvedBy: null },
  INGEST_REPLAY_COUNT_MISMATCH: { kind: "refused", resolvedBy: null },
});
