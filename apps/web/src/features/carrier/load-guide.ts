import type { ExecutionCode } from "@lineside/domain/execution";

/** What a person who loads a carrier does next. Texts: `carrier:load.move.<move>`. */
export type LoadMove =
  | "otherCarrier"
  | "takeOffFirst"
  | "checkLabel"
  | "finishThere"
  | "trackOutFirst"
  | "putAside"
  | "toRepair"
  | "later"
  | "tellSomebody";

const moves: Partial<Record<ExecutionCode, LoadMove>> & Record<string, LoadMove> = {
  CARRIER_NOT_FOUND: "checkLabel",
  CARRIER_BLOCKED: "otherCarrier",
  CARRIER_FULL: "otherCarrier",
  CARRIER_EMPTY: "otherCarrier",
  CARRIER_IN_STATION: "finishThere",
  CARRIER_UNITS_DIVERGED: "otherCarrier",
  UNIT_ON_CARRIER: "takeOffFirst",
  UNIT_NOT_ON_CARRIER: "checkLabel",
  UNIT_NOT_FOUND: "checkLabel",
  UNIT_ALREADY_IN_STATION: "trackOutFirst",
  UNIT_ON_HOLD: "putAside",
  UNIT_ALREADY_DONE: "putAside",
  UNIT_SCRAPPED: "putAside",
  UNIT_VOIDED: "putAside",
  UNIT_OUT_FAILED: "toRepair",
  BADGE_UNKNOWN: "checkLabel",
  OFFLINE: "later",
};

/** The way on after a refusal; what no rule names is for somebody who may look into it. */
export const loadMoveOf = (code: string): LoadMove => moves[code] ?? "tellSomebody";
