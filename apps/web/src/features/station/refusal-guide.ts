import type { ExecutionCode, RefusalNotice } from "@lineside/domain/execution";

/** What a person at the station does next. Texts: `station:next.<move>`. */
export type NextMoveKey =
  | "goToStep"
  | "goToLine"
  | "trackOutThere"
  | "scanItIn"
  | "checkLabel"
  | "putAside"
  | "getWaiver"
  | "toRepair"
  | "takeOff"
  | "finished"
  | "backToValues"
  | "chooseRun"
  | "scanPanel"
  | "scanSingly"
  | "scanCarrier"
  | "takeOffStrays"
  | "otherCarrier"
  | "scanNext"
  | "waitForRun"
  | "scanBadge"
  | "signIn"
  | "useOtherStation"
  | "later"
  | "changePaste"
  | "tellSomebody";

const moves: Record<ExecutionCode, NextMoveKey> & Record<string, NextMoveKey> = {
  STATION_INACTIVE: "useOtherStation",
  STATION_LINE_MISMATCH: "goToLine",
  STATION_MISMATCH: "goToStep",
  STEP_MISMATCH: "tellSomebody",
  UNIT_NOT_FOUND: "checkLabel",
  UNIT_RUN_MISMATCH: "chooseRun",
  UNIT_ALREADY_IN_STATION: "trackOutThere",
  ACTIVE_TRACK_EXISTS: "trackOutThere",
  UNIT_ALREADY_DONE: "finished",
  UNIT_OUT_FAILED: "toRepair",
  UNIT_ON_HOLD: "putAside",
  UNIT_NOT_HELD: "scanNext",
  TIME_RULE_EXPIRED: "getWaiver",
  UNIT_SCRAPPED: "takeOff",
  UNIT_VOIDED: "takeOff",
  UNIT_STATE_INVALID: "scanNext",
  TRACK_NOT_FOUND: "scanItIn",
  RESULT_INVALID: "backToValues",
  DEFECT_ON_PASS: "backToValues",
  DATA_SPEC_NOT_FOUND: "tellSomebody",
  REQUIRED_DATA_MISSING: "backToValues",
  DATA_VALUE_INVALID: "backToValues",
  CAPTURE_OUT_OF_LIMITS: "backToValues",
  RUN_CHOICE_REQUIRED: "chooseRun",
  SN_PATTERN_MISMATCH: "checkLabel",
  PANEL_NOT_FOUND: "checkLabel",
  PANEL_EXISTS: "checkLabel",
  PANEL_HAS_NO_UNITS: "tellSomebody",
  PANEL_TOO_MANY_UNITS: "tellSomebody",
  PANEL_UNITS_DIVERGED: "scanSingly",
  UNIT_ON_PANEL: "scanPanel",
  UNIT_NOT_ON_PANEL: "scanPanel",
  CARRIER_NOT_FOUND: "checkLabel",
  CARRIER_EXISTS: "tellSomebody",
  CARRIER_BLOCKED: "otherCarrier",
  CARRIER_STATE_INVALID: "tellSomebody",
  CARRIER_NOT_EMPTY: "tellSomebody",
  CARRIER_REASON_MISSING: "tellSomebody",
  CARRIER_EMPTY: "otherCarrier",
  CARRIER_FULL: "otherCarrier",
  CARRIER_CAPACITY_TOO_SMALL: "tellSomebody",
  CARRIER_POSITION_INVALID: "tellSomebody",
  CARRIER_POSITION_TAKEN: "tellSomebody",
  CARRIER_IN_STATION: "trackOutThere",
  CARRIER_UNITS_DIVERGED: "takeOffStrays",
  UNIT_ON_CARRIER: "scanCarrier",
  UNIT_NOT_ON_CARRIER: "scanCarrier",
  BATCH_STEP_REQUIRED: "tellSomebody",
  BATCH_NOTHING_MOVED: "tellSomebody",
  SN_TWICE: "scanNext",
  UNDO_ALREADY_DONE: "scanNext",
  UNDO_WINDOW_OVER: "tellSomebody",
  UNDO_NOT_YOURS: "tellSomebody",
  UNDO_NOT_LATEST: "tellSomebody",
  UNDO_UNIT_MOVED: "tellSomebody",
  UNDO_MACHINE_VISIT: "tellSomebody",
  DEFECT_CODE_NOT_FOUND: "backToValues",
  RUN_NOT_AUTHORIZED: "waitForRun",
  RUN_ON_HOLD: "waitForRun",
  RUN_CLOSED: "putAside",
  PASTE_NOT_USABLE: "changePaste",
  WORK_ORDER_ON_HOLD: "waitForRun",
  WORK_ORDER_CANCELLED: "putAside",
  WORK_ORDER_COMPLETED: "putAside",
  QUANTITY_EXCEEDS_PLAN: "putAside",
  FORBIDDEN: "scanBadge",
  OUT_OF_SCOPE: "scanBadge",
  UNAUTHORIZED: "signIn",
  BADGE_UNKNOWN: "checkLabel",
  BADGE_WITHOUT_FLOOR_ACCESS: "tellSomebody",
  BADGE_RATE_LIMITED: "later",
  LABEL_IS_RUN: "scanNext",
  LABEL_IS_ORDER: "scanNext",
  OFFLINE: "later",
  OFFLINE_CODE_UNKNOWN: "later",
  OFFLINE_VALUES_UNKNOWN: "later",
  OFFLINE_NO_UNDO: "later",
  MAINTENANCE: "later",
  CONCURRENT_CHANGE: "scanNext",
};

export interface Guide {
  move: NextMoveKey;
  /** Facts of the refusal to be shown, in the order a person asks for them. */
  facts: { key: FactKey; value: unknown }[];
}

const factKeys = ["at", "since", "overdueMinutes", "operatorName", "runNo", "nextStep"] as const;
export type FactKey = (typeof factKeys)[number];

/** The way out of a refusal: what to do, and where, since when and by whom the board is held up. */
export function guideOf({ code, context }: RefusalNotice): Guide {
  const move = moves[code] ?? "tellSomebody";
  const facts = factKeys
    .map((key) => ({ key, value: context[key] }))
    .filter(({ key }) => key !== "nextStep" || move === "goToStep")
    .filter(({ value }) => value !== undefined && value !== null);
  if (move === "getWaiver" && context.isWaivable === false) return { move: "putAside", facts };
  return { move: hasPlace(move, context) ? move : "scanNext", facts };
}

/** "Go to step 30 at …" needs to know where; without it the sentence above has to do. */
function hasPlace(move: NextMoveKey, context: Record<string, unknown>): boolean {
  if (move === "goToStep") return !isEmptyList(context.rightStations ?? []);
  if (move === "trackOutThere") return context.at !== undefined;
  if (move === "scanCarrier") return context.carrierNo !== undefined;
  return true;
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
