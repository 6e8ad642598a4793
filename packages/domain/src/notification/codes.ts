import { defineCodes } from "../kernel/index.ts";

const config = "system:config";

export const notificationCodes = defineCodes({
  NOTICE_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  CHANNEL_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  CHANNEL_NAME_TAKEN: { kind: "conflict", resolvedBy: config },
  CHANNEL_KIND_FIXED: { kind: "refused", resolvedBy: config },
  CHANNEL_SECRET_REQUIRED: { kind: "refused", resolvedBy: config },
  CHANNEL_WITHOUT_RECIPIENT: { kind: "refused", resolvedBy: config },
  CHANNEL_LINE_NOT_FOUND: { kind: "refused", resolvedBy: config },
  /** The address is inside the plant's network and nobody has allowed that. */
  CHANNEL_ADDRESS_FORBIDDEN: { kind: "refused", resolvedBy: config },
  CHANNEL_HOST_UNKNOWN: { kind: "refused", resolvedBy: config },
  CHANNEL_UNREACHABLE: { kind: "refused", resolvedBy: config },
  CHANNEL_TIMED_OUT: { kind: "refused", resolvedBy: config },
  CHANNEL_REJECTED: { kind: "refused", resolvedBy: config },
  CHANNEL_BUSY: { kind: "refused", resolvedBy: config },
});
