import { defineCodes } from "../kernel/index.ts";

const configure = "route:configure";
const capture = "capture:config";

/**
 * The codes of routing. A compile error that another noun already declares (an operation or a
 * station that does not exist) keeps that noun's entry.
 */
export const routingCodes = defineCodes({
  ROUTE_NOT_FOUND: { kind: "not_found", resolvedBy: configure },
  ROUTE_CODE_DUPLICATE: { kind: "conflict", resolvedBy: configure },
  ROUTE_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: configure },
  ROUTE_ERP_READONLY: { kind: "refused", resolvedBy: null },
  ROUTE_STEP_NOT_FOUND: { kind: "not_found", resolvedBy: configure },
  ROUTE_STEP_TWICE: { kind: "refused", resolvedBy: configure },
  ROUTE_VERSION_NOT_FOUND: { kind: "not_found", resolvedBy: "route:compile" },
  EXECUTION_CONFIG_NOT_FOUND: { kind: "not_found", resolvedBy: configure },
  CAPTURE_ITEM_CODE_DUPLICATE: { kind: "conflict", resolvedBy: capture },
  CAPTURE_ITEM_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: capture },
  CAPTURE_VALUE_INVALID: { kind: "refused", resolvedBy: null },
  ROUTING_EMPTY: { kind: "refused", resolvedBy: configure },
  OPERATION_INACTIVE: { kind: "refused", resolvedBy: "operation:config" },
  PROCESS_TYPE_MISMATCH: { kind: "refused", resolvedBy: configure },
  STATION_TYPE_MISSING: { kind: "refused", resolvedBy: configure },
  STATION_CONSTRAINT_MISSING: { kind: "refused", resolvedBy: configure },
  STATION_TYPE_MISMATCH: { kind: "refused", resolvedBy: configure },
  STATION_GROUP_MISMATCH: { kind: "refused", resolvedBy: configure },
  STATION_GROUP_EMPTY: { kind: "refused", resolvedBy: "plant:config" },
  CAPTURE_ITEM_NOT_FOUND: { kind: "not_found", resolvedBy: capture },
  CAPTURE_ITEM_OPERATION_MISMATCH: { kind: "refused", resolvedBy: configure },
  CAPTURE_LIMITS_INVALID: { kind: "refused", resolvedBy: capture },
  INGEST_MAPPING_MISSING: { kind: "refused", resolvedBy: configure },
  INGEST_MAPPING_INVALID: { kind: "refused", resolvedBy: configure },
});
