import type { ClockFacts } from "./clock.ts";
import type { Rule, RuleInput } from "./definition.ts";
import type { ClockEvent } from "./match.ts";
import { presetRules } from "./presets.ts";

export const now = "2026-11-22T04:00:00.000Z";
export const wash = presetRules.find((rule) => rule.code === "WASH_4H") as RuleInput;
export const paste = presetRules.find((rule) => rule.code === "SOLDER_PASTE_24H") as RuleInput;

export function rule(over: Partial<Rule> = {}): Rule {
  const code = over.code ?? wash.code;
  return { ...wash, id: `id-${code}`, version: 1, ...over };
}

/** A unit leaves reflow with PASS; washing is still ahead. */
export function reflowOut(over: Partial<ClockEvent> = {}): ClockEvent {
  return {
    type: "unit.trackedOut",
    subjectType: "UNIT",
    traits: ["reflow"],
    laterTraits: ["aoi", "inspection", "wash"],
    result: "PASS",
    isOver: false,
    isOpen: true,
    ...over,
  };
}

/** A four-hour clock that started at midnight UTC: warned from 03:30, over at 04:00. */
export function clock(over: Partial<ClockFacts> = {}): ClockFacts {
  return {
    id: "c1",
    ruleCode: "WASH_4H",
    state: "RUNNING",
    isWaivable: true,
    startedAt: "2026-11-22T00:00:00.000Z",
    warningAt: "2026-11-22T03:30:00.000Z",
    expiresAt: now,
    warnedAt: null,
    detectedAt: null,
    ...over,
  };
}
