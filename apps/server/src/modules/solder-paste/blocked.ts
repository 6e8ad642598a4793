import type { Instant, Refusal } from "@lineside/domain/kernel";
import { expiredBlock } from "../time-rule/index.ts";
import type { Reader } from "./store.ts";

/**
 * A blocking time rule of the bottle that has run out forbids its use until somebody waives it,
 * whether a job has noticed it or not (D20, D27).
 */
export async function blockOf(
  k: Reader,
  bottle: { id: string; bottleNo: string },
  now: Instant,
): Promise<Refusal | null> {
  const clock = await expiredBlock(k, { type: "PASTE_BOTTLE", id: bottle.id }, now);
  if (!clock) return null;
  const { ruleCode, ruleName, ruleNameZh, startedAt, expiresAt, isWaivable } = clock;
  const told = { clockId: clock.id, ruleCode, ruleName, ruleNameZh, startedAt, expiresAt };
  return {
    code: "TIME_RULE_EXPIRED",
    context: { bottleNo: bottle.bottleNo, ...told, isWaivable },
  };
}
