import type { ReadinessItem } from "@lineside/domain/readiness";

/** What needs somebody comes first; what nobody has to look at comes last. */
const ranks: Record<ReadinessItem["state"], number> = {
  FAILED: 0,
  RECORDED: 1,
  WAIVED: 2,
  PASSED: 3,
  NOT_NEEDED: 4,
  OFF: 5,
};

/** Items by what they ask of people, otherwise in the order of the checks. */
export function byUrgency(items: readonly ReadinessItem[]): ReadinessItem[] {
  return [...items].sort((a, b) => ranks[a.state] - ranks[b.state]);
}

export interface Tally {
  failed: number;
  /** Passed, or accepted with a waiver. */
  settled: number;
  /** What counts at all: neither off nor not needed. */
  total: number;
}

export function tallyOf(items: readonly ReadinessItem[]): Tally {
  const counted = items.filter(({ state }) => state !== "OFF" && state !== "NOT_NEEDED");
  const failed = counted.filter(({ state }) => state === "FAILED").length;
  return { failed, settled: counted.length - failed, total: counted.length };
}

export const itemId = ({ checkCode, itemKey }: Pick<ReadinessItem, "checkCode" | "itemKey">) =>
  `${checkCode}|${itemKey}`;
