import type { EventFilter, Rule, SubjectType } from "./definition.ts";
import type { ClockTrigger } from "./events.ts";
import { beats } from "./strength.ts";

/** Where something happens, by the codes people use. */
export interface RulePlace {
  readonly lineCode: string | null;
  readonly routeCode: string | null;
  readonly productCode: string | null;
}

/** What a rule looks at in an event. */
export interface ClockEvent {
  readonly type: ClockTrigger;
  readonly subjectType: SubjectType;
  /** Traits of the operation it happened at. */
  readonly traits: readonly string[];
  /** Traits of every operation still ahead on the route. */
  readonly laterTraits: readonly string[];
  readonly result: string | null;
  /** The subject will not be worked on any more. */
  readonly isOver: boolean;
  /** A bottle that is not open is not exposed, wherever it stands. */
  readonly isOpen: boolean;
}

/** GLOBAL is everywhere; the others name a line, route or product by its code, whatever the case. */
export function scopeFits(rule: Pick<Rule, "scope" | "scopeKey">, place: RulePlace): boolean {
  const key = { LINE: place.lineCode, ROUTE: place.routeCode, PRODUCT: place.productCode };
  if (rule.scope === "GLOBAL") return true;
  return key[rule.scope]?.toLowerCase() === rule.scopeKey.toLowerCase();
}

/**
 * The rule that counts in each family: the most specific scope (PRODUCT > ROUTE > LINE > GLOBAL),
 * then the larger priority, then the smaller code (D25). Rules that are switched off do not count;
 * what starts the clock is looked at only afterwards, so that a rule for one product replaces the
 * general one altogether.
 */
export function winners(
  rules: readonly Rule[],
  subjectType: SubjectType,
  place: RulePlace,
): Rule[] {
  const best = new Map<string, Rule>();
  for (const rule of rules) {
    if (!rule.isActive || rule.subjectType !== subjectType || !scopeFits(rule, place)) continue;
    const known = best.get(rule.family);
    if (!known || beats(rule, known)) best.set(rule.family, rule);
  }
  return [...best.values()];
}

export function matches(filter: EventFilter, event: ClockEvent): boolean {
  if (!filter.events.includes(event.type)) return false;
  if (filter.traits.length > 0 && !shareOne(filter.traits, event.traits)) return false;
  return filter.results.length === 0 || filter.results.some((result) => result === event.result);
}

/**
 * Whether the event starts a clock of the rule. A clock that could never end is not started: the
 * route must still lead through an operation that ends it, so a route without washing starts no
 * wash clock (T4), and a bottle must be open.
 */
export function starts(rule: Rule, event: ClockEvent): boolean {
  if (event.isOver || !event.isOpen || !matches(rule.startWhen, event)) return false;
  const { traits, events } = rule.endWhen;
  if (event.subjectType !== "UNIT" || traits.length === 0) return true;
  const endsHere = event.type === "unit.trackedIn" && events.includes("unit.trackedOut");
  return shareOne(traits, event.laterTraits) || (endsHere && shareOne(traits, event.traits));
}

function shareOne(wanted: readonly string[], found: readonly string[]): boolean {
  return wanted.some((one) => found.includes(one));
}
