import type { ErrorContext } from "../kernel/index.ts";

/** In the order they are reported within one step, and in which an engineer should put them right. */
export const compileErrorCodes = [
  "ROUTING_EMPTY",
  "OPERATION_NOT_FOUND",
  "OPERATION_INACTIVE",
  "PROCESS_TYPE_MISMATCH",
  "STATION_TYPE_MISSING",
  "STATION_CONSTRAINT_MISSING",
  "STATION_GROUP_NOT_FOUND",
  "STATION_NOT_FOUND",
  "STATION_TYPE_MISMATCH",
  "STATION_GROUP_MISMATCH",
  "STATION_GROUP_EMPTY",
  "CAPTURE_ITEM_NOT_FOUND",
  "CAPTURE_ITEM_OPERATION_MISMATCH",
  "CAPTURE_LIMITS_INVALID",
  "INGEST_MAPPING_MISSING",
  "INGEST_MAPPING_INVALID",
] as const;
export type CompileErrorCode = (typeof compileErrorCodes)[number];

export interface CompileError {
  /** null: the route itself. */
  readonly stepNo: number | null;
  readonly code: CompileErrorCode;
  readonly context: ErrorContext;
}
