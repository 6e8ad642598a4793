import { ok, type Result, refuse } from "../kernel/index.ts";
import type { BreachAction } from "./kinds.ts";
import type { FrozenCaptureItem } from "./snapshot.ts";

export interface JudgedCapture {
  /** As stored: a number, a text, a boolean, or null when nothing was captured. */
  readonly value: number | string | boolean | null;
  /** NA: nothing was captured, or the item has no limit to judge against. */
  readonly judgement: "PASS" | "FAIL" | "NA";
  /** What a FAIL does; null unless the judgement is FAIL. */
  readonly breach: BreachAction | null;
}

export const longestText = 200;
const decimal = /^[+-]?\d+(\.\d+)?$/;

/**
 * A captured value is judged against the limits frozen with the step, in the item's unit: a NUMBER
 * passes on and between its limits, a BOOLEAN passes when it equals its target. TEXT (1 to 200
 * characters) and CHOICE (one of the list) are recorded, not judged. What is not a value of the
 * item's type is refused as CAPTURE_VALUE_INVALID; nothing captured is no breach, whether a value
 * is required is for the track-out to say.
 */
export function judgeValue(item: FrozenCaptureItem, given: unknown): Result<JudgedCapture> {
  if (given === null || given === undefined || given === "")
    return ok({ value: null, judgement: "NA", breach: null });
  const value = readValue(item, given);
  if (value === null)
    return refuse("CAPTURE_VALUE_INVALID", {
      item: item.code,
      dataType: item.dataType,
      ...(item.dataType === "CHOICE" ? { choices: item.choices ?? [] } : {}),
    });
  const isBreach = breaches(item, value);
  if (isBreach === null) return ok({ value, judgement: "NA", breach: null });
  return ok({
    value,
    judgement: isBreach ? "FAIL" : "PASS",
    breach: isBreach ? item.onBreach : null,
  });
}

/** The value in the item's type; a scanner or keyboard sends numbers and booleans as text. */
function readValue(item: FrozenCaptureItem, given: unknown): number | string | boolean | null {
  const text = typeof given === "string" ? given.trim() : null;
  switch (item.dataType) {
    case "NUMBER": {
      const number = text !== null && decimal.test(text) ? Number(text) : given;
      return typeof number === "number" && Number.isFinite(number) ? number : null;
    }
    case "BOOLEAN":
      if (text === "true" || text === "false") return text === "true";
      return typeof given === "boolean" ? given : null;
    case "CHOICE":
      return text !== null && (item.choices ?? []).includes(text) ? text : null;
    case "TEXT":
      return text !== null && text.length > 0 && [...text].length <= longestText ? text : null;
  }
}

/** null: there is nothing to breach. */
function breaches(item: FrozenCaptureItem, value: number | string | boolean): boolean | null {
  if (typeof value === "boolean")
    return item.target === null ? null : value !== (item.target === 1);
  if (typeof value !== "number") return null;
  if (item.lowerLimit === null && item.upperLimit === null) return null;
  return (
    (item.lowerLimit !== null && value < item.lowerLimit) ||
    (item.upperLimit !== null && value > item.upperLimit)
  );
}
