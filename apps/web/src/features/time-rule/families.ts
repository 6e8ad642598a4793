import { beats, type RuleRow } from "@lineside/domain/time-rule";

type Ranked = Pick<RuleRow, "code" | "family" | "scope" | "priority">;

/** Family by family, and in each the rule that wins first: most specific scope, then priority. */
export function inFamilies<R extends Ranked>(rules: readonly R[]): R[] {
  return rules.toSorted((a, b) => a.family.localeCompare(b.family) || (beats(a, b) ? -1 : 1));
}
