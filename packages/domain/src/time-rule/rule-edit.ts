import { ok, type Result, refuse } from "../kernel/index.ts";
import type { EventFilter, RuleInput } from "./definition.ts";
import { type ClockTrigger, clockTriggers } from "./events.ts";
import { isPresetRule } from "./presets.ts";

export interface RuleEditFacts {
  readonly rule: RuleInput;
  /** Whether there is a line, route or product of the scope's code. */
  readonly isScopeKnown: boolean;
}

/** What a definition must be to mean something: its events exist for its subject, its warning comes before its deadline, its scope names something. */
export function checkRule({ rule, isScopeKnown }: RuleEditFacts): Result<null> {
  const { code, subjectType, scope, scopeKey } = rule;
  const known: readonly ClockTrigger[] = clockTriggers[subjectType];
  const strange = [...rule.startWhen.events, ...rule.endWhen.events].filter(
    (event) => !known.includes(event),
  );
  if (strange.length > 0)
    return refuse("TIME_RULE_EVENT_MISMATCH", { code, subjectType, events: strange });
  if (isFiltered(rule.startWhen, subjectType) || isFiltered(rule.endWhen, subjectType))
    return refuse("TIME_RULE_FILTER_MISMATCH", { code, subjectType });
  const { durationMinutes, warningMinutes } = rule;
  if (warningMinutes >= durationMinutes)
    return refuse("TIME_RULE_WARNING_TOO_EARLY", { code, durationMinutes, warningMinutes });
  if ((scope === "GLOBAL") !== (scopeKey === ""))
    return refuse("TIME_RULE_SCOPE_KEY_MISSING", { code, scope, scopeKey });
  if (!isScopeKnown) return refuse("TIME_RULE_SCOPE_KEY_UNKNOWN", { code, scope, scopeKey });
  return ok(null);
}

/** Only units visit operations; a filter that no event of a bottle can pass would never start. */
function isFiltered(filter: EventFilter, subjectType: RuleInput["subjectType"]): boolean {
  if (subjectType !== "UNIT") return filter.traits.length > 0 || filter.results.length > 0;
  return filter.results.length > 0 && !filter.events.includes("unit.trackedOut");
}

/** Only a rule whose clocks are all over may go; a shipped one is switched off instead. */
export function checkRuleRemoval(
  rule: { code: string },
  active: { running: number; expired: number },
): Result<null> {
  const { code } = rule;
  if (active.running + active.expired > 0)
    return refuse("HAS_ACTIVE_INSTANCES", { code, ...active });
  if (isPresetRule(code)) return refuse("TIME_RULE_SHIPPED", { code });
  return ok(null);
}
