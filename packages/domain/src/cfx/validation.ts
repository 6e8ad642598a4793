import type { Refusal } from "../kernel/index.ts";
import { type CfxObject, fieldOf } from "./fields.ts";

/** What a line may ask about its boards; ours are the guards of the scan. */
const route = new Set(["unitroutevalidation", "all"]);
const status = new Set(["unitstatusvalidation", "unitandsubsstatusvalidation"]);

export type ValidationKind = "ROUTE" | "STATUS" | "SKIPPED";

/**
 * What a ValidateUnitsRequest asks for: the route with everything an operator would be refused for,
 * or only the board's own state. A trace or anything else we cannot judge is SKIPPED, never passed.
 */
export function validationKind(body: CfxObject): ValidationKind {
  const asked = fieldOf(body, "Validations");
  const kinds = (Array.isArray(asked) ? asked : []).map((kind) => String(kind).toLowerCase());
  if (kinds.length === 0 || kinds.some((kind) => route.has(kind))) return "ROUTE";
  return kinds.some((kind) => status.has(kind)) ? "STATUS" : "SKIPPED";
}

/** Refusals that are about the place and not about the board. */
const placeCodes = new Set([
  "STATION_MISMATCH",
  "STATION_LINE_MISMATCH",
  "STATION_INACTIVE",
  "STEP_MISMATCH",
  "PASTE_NOT_BOUND",
]);

export const isAboutPlace = ({ code }: Refusal) => placeCodes.has(code);

export interface ValidationResult {
  readonly UniqueIdentifier: string;
  readonly PositionNumber: number;
  readonly Result: "Passed" | "Failed" | "Skipped";
  readonly FailureCode: number;
  readonly Message: string;
}

export function validationResult(
  unit: { identifier: string; position: number | null },
  verdict: Refusal | "PASSED" | "SKIPPED",
): ValidationResult {
  const head = { UniqueIdentifier: unit.identifier, PositionNumber: unit.position ?? 0 };
  if (verdict === "PASSED") return { ...head, Result: "Passed", FailureCode: 0, Message: "OK" };
  if (verdict === "SKIPPED")
    return { ...head, Result: "Skipped", FailureCode: 0, Message: "This validation is not made" };
  const FailureCode = failureCodes[verdict.code] ?? otherFailure;
  return { ...head, Result: "Failed", FailureCode, Message: failureMessage(verdict) };
}

/** The verdict of all: failed when one failed, with its reason; skipped when nothing was judged. */
export function primaryResult(
  identifier: string,
  results: readonly ValidationResult[],
): ValidationResult {
  const failed = results.find(({ Result }) => Result === "Failed");
  const first = failed ?? results.find(({ Result }) => Result === "Passed") ?? results[0];
  const head = { UniqueIdentifier: identifier, PositionNumber: 0 };
  if (!first) return { ...head, Result: "Skipped", FailureCode: 0, Message: "No unit" };
  return { ...first, ...head };
}

const otherFailure = 1000;

/** Numbers of our refusals, for machines that show no text; they never change their meaning. */
export const failureCodes: Readonly<Record<string, number>> = {
  UNIT_NOT_FOUND: 1001,
  UNIT_ALREADY_IN_STATION: 1002,
  UNIT_ALREADY_DONE: 1003,
  UNIT_OUT_FAILED: 1004,
  UNIT_SCRAPPED: 1005,
  UNIT_VOIDED: 1006,
  UNIT_ON_HOLD: 1007,
  POSITION_UNKNOWN: 1008,
  STATION_MISMATCH: 1101,
  STATION_LINE_MISMATCH: 1102,
  STATION_INACTIVE: 1103,
  STEP_MISMATCH: 1104,
  ENDPOINT_NOT_ASSIGNED: 1105,
  INGEST_OUT_OF_SCOPE: 1106,
  RUN_NOT_AUTHORIZED: 1201,
  RUN_ON_HOLD: 1202,
  RUN_CLOSED: 1203,
  WORK_ORDER_ON_HOLD: 1204,
  TIME_RULE_EXPIRED: 1301,
  PASTE_NOT_BOUND: 1302,
  PASTE_EXPIRED: 1303,
};

const sentences: Readonly<Record<string, string>> = {
  UNIT_NOT_FOUND: "The unit is not known",
  UNIT_ALREADY_IN_STATION: "The unit is inside a station",
  UNIT_ALREADY_DONE: "The unit has finished its route",
  UNIT_OUT_FAILED: "The unit failed and waits for a disposition",
  UNIT_SCRAPPED: "The unit is scrapped",
  UNIT_VOIDED: "The unit was never built",
  UNIT_ON_HOLD: "The unit is on hold",
  POSITION_UNKNOWN: "There is no unit at this position",
  STATION_MISMATCH: "The unit's next step is not done at this station",
  STATION_LINE_MISMATCH: "The unit's run is on another line",
  STATION_INACTIVE: "The station is switched off",
  ENDPOINT_NOT_ASSIGNED: "The endpoint is not assigned to a station",
  INGEST_OUT_OF_SCOPE: "The sender may not speak for this line",
  RUN_NOT_AUTHORIZED: "The run is not authorised",
  RUN_ON_HOLD: "The run is on hold",
  WORK_ORDER_ON_HOLD: "The work order is on hold",
};

/** For an operator in front of the machine: a sentence, what it is about, and our code. */
export function failureMessage({ code, context }: Refusal): string {
  const plain = code.toLowerCase().replaceAll("_", " ");
  const sentence = sentences[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
  const told = ["runNo", "stepNo", "stationCode", "reason"].flatMap((key) => {
    const value = context[key];
    return typeof value === "string" || typeof value === "number" ? [`${key} ${value}`] : [];
  });
  return `${sentence}${told.length > 0 ? ` (${told.join(", ")})` : ""} [${code}]`;
}
