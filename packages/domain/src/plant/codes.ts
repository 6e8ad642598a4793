import { defineCodes } from "../kernel/index.ts";

const plant = "plant:config";
const product = "product:config";
const operation = "operation:config";

export const plantCodes = defineCodes({
  LINE_NOT_FOUND: { kind: "not_found", resolvedBy: plant },
  LINE_CODE_DUPLICATE: { kind: "conflict", resolvedBy: plant },
  LINE_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: plant },
  LINE_IN_USE: { kind: "refused", resolvedBy: "run:close" },
  STATION_NOT_FOUND: { kind: "not_found", resolvedBy: plant },
  STATION_CODE_DUPLICATE: { kind: "conflict", resolvedBy: plant },
  STATION_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: plant },
  STATION_IN_USE: { kind: "refused", resolvedBy: "exec:track_out" },
  STATION_GROUP_NOT_FOUND: { kind: "not_found", resolvedBy: plant },
  STATION_GROUP_CODE_DUPLICATE: { kind: "conflict", resolvedBy: plant },
  STATION_GROUP_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: plant },
  OPERATION_NOT_FOUND: { kind: "not_found", resolvedBy: operation },
  OPERATION_CODE_DUPLICATE: { kind: "conflict", resolvedBy: operation },
  OPERATION_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: operation },
  OPERATION_ERP_READONLY: { kind: "refused", resolvedBy: null },
  PRODUCT_NOT_FOUND: { kind: "not_found", resolvedBy: product },
  PRODUCT_CODE_DUPLICATE: { kind: "conflict", resolvedBy: product },
  PRODUCT_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: product },
  SHIFT_NOT_FOUND: { kind: "not_found", resolvedBy: plant },
  SHIFT_CODE_DUPLICATE: { kind: "conflict", resolvedBy: plant },
  SHIFT_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: plant },
  SHIFT_OVERLAP: { kind: "refused", resolvedBy: plant },
  SERIAL_PATTERN_INVALID: { kind: "refused", resolvedBy: product },
  SERIAL_RANGE_EXHAUSTED: { kind: "refused", resolvedBy: product },
  SERIAL_TOO_LONG: { kind: "refused", resolvedBy: product },
});
