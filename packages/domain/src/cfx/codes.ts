import { defineCodes } from "../kernel/index.ts";

const config = "ingest:config";

/** Why a CFX message is not taken, or has to wait. */
export const cfxCodes = defineCodes({
  CFX_ENVELOPE_INVALID: { kind: "invalid", resolvedBy: null },
  CFX_BODY_INVALID: { kind: "invalid", resolvedBy: null },
  /** A completion or a result came before the start of its transaction. */
  TRANSACTION_UNKNOWN: { kind: "refused", resolvedBy: "ingest:operate" },
  /** The work is done, its verdict has not come yet: completed is not passed. */
  VERDICT_MISSING: { kind: "refused", resolvedBy: "ingest:operate" },
  TRANSACTION_CLOSED: { kind: "refused", resolvedBy: "ingest:operate" },
  POSITION_UNKNOWN: { kind: "refused", resolvedBy: "run:units" },
  ENDPOINT_NOT_ASSIGNED: { kind: "refused", resolvedBy: config },
  ENDPOINT_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  ENDPOINT_HANDLE_DUPLICATE: { kind: "conflict", resolvedBy: config },
  INGEST_ENDPOINT_STATE_INVALID: { kind: "refused", resolvedBy: config },
});

export type CfxCode = keyof typeof cfxCodes;
