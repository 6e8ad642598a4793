/** From the widest to the most specific. */
export const ruleScopes = ["GLOBAL", "LINE", "ROUTE", "PRODUCT"] as const;
export type RuleScope = (typeof ruleScopes)[number];

/** What decides which rule of a family counts. */
export interface Strength {
  readonly scope: RuleScope;
  readonly priority: number;
  readonly code: string;
}

/** Whether it goes before the other one of its family: the more specific, the more important, the first by code. */
export function beats(rule: Strength, other: Strength): boolean {
  const rank = ruleScopes.indexOf(rule.scope) - ruleScopes.indexOf(other.scope);
  if (rank !== 0) return rank > 0;
  if (rule.priority !== other.priority) return rule.priority > other.priority;
  return rule.code < other.code;
}
