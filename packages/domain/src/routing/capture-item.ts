import { ok, type Result, refuse } from "../kernel/index.ts";
import type { FrozenCaptureItem } from "./snapshot.ts";

export type CaptureRule = Pick<
  FrozenCaptureItem,
  "code" | "dataType" | "lowerLimit" | "upperLimit" | "target" | "choices" | "onBreach"
>;

/**
 * A capture item is consistent when a judge could apply it: limits belong to numbers and do not
 * cross, a target lies within them, a boolean's target is 0 or 1, a choice has distinct options, and
 * an action on breach has something to breach. The refusal names the first thing to correct.
 */
export function checkCaptureItem(item: CaptureRule): Result<true> {
  const reason = inconsistency(item);
  return reason === null ? ok(true) : refuse("CAPTURE_LIMITS_INVALID", { item: item.code, reason });
}

function inconsistency(item: CaptureRule): string | null {
  const { dataType, lowerLimit, upperLimit, target, choices } = item;
  const hasLimits = lowerLimit !== null || upperLimit !== null;
  if (dataType !== "NUMBER" && hasLimits) return "LIMITS_NEED_NUMBER";
  if (dataType !== "CHOICE" && choices !== null) return "CHOICES_NEED_CHOICE";
  if ((dataType === "TEXT" || dataType === "CHOICE") && target !== null)
    return "TARGET_NEEDS_NUMBER_OR_BOOLEAN";
  if (lowerLimit !== null && upperLimit !== null && lowerLimit > upperLimit)
    return "LIMITS_CROSSED";
  if (dataType === "NUMBER" && target !== null && isOutside(target, item))
    return "TARGET_OUTSIDE_LIMITS";
  if (dataType === "BOOLEAN" && target !== null && target !== 0 && target !== 1)
    return "TARGET_NOT_BOOLEAN";
  if (dataType === "CHOICE" && (choices === null || choices.length === 0)) return "CHOICES_MISSING";
  if (choices !== null && new Set(choices).size < choices.length) return "CHOICES_TWICE";
  const canBreach = hasLimits || (dataType === "BOOLEAN" && target !== null);
  return item.onBreach !== "RECORD" && !canBreach ? "BREACH_NEEDS_LIMIT" : null;
}

function isOutside(target: number, { lowerLimit, upperLimit }: CaptureRule): boolean {
  return (
    (lowerLimit !== null && target < lowerLimit) || (upperLimit !== null && target > upperLimit)
  );
}
