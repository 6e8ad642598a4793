import type { Tx } from "@lineside/db";
import type { ClockTrigger, Rule } from "@lineside/domain/time-rule";
import type { Platform } from "../../platform/platform.ts";
import { activeRules } from "./store.ts";

export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Codes of the lines that rules are about. */
  readonly lineCodes: ReadonlyMap<string, string>;
  /** Events that may start a clock at all. */
  readonly starters: ReadonlySet<ClockTrigger>;
}

/**
 * The rules that are switched on, remembered: a scan that no rule is about costs no statement. They
 * are forgotten when any node commits a change of a rule or a line, or may have done so unheard, and
 * what a unit of work has read counts only once it has committed.
 */
export class ActiveRules {
  #known: RuleSet | null = null;
  #changes = 0;

  constructor({ reactions }: Pick<Platform, "reactions">) {
    reactions.push((type) => {
      if (type !== null && !/^(timeRule|line)\./.test(type)) return;
      this.#known = null;
      this.#changes++;
    });
  }

  async read(tx: Tx): Promise<RuleSet> {
    if (this.#known) return this.#known;
    const seen = this.#changes;
    const found = setOf(await activeRules(tx));
    tx.onCommit(() => {
      if (seen === this.#changes) this.#known = found;
    });
    return found;
  }
}

function setOf(found: { rule: Rule; lineId: string | null }[]): RuleSet {
  return {
    rules: found.map(({ rule }) => rule),
    lineCodes: new Map(
      found.flatMap(({ rule, lineId }) => (lineId ? [[lineId, rule.scopeKey] as const] : [])),
    ),
    starters: new Set(found.flatMap(({ rule }) => rule.startWhen.events)),
  };
}
