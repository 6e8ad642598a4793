import { refusalError, unwrap, zKey } from "@lineside/domain/kernel";
import {
  checkRule,
  checkRuleRemoval,
  type RuleInput,
  ruleCreate,
  rulePatch,
  ruleSaved,
} from "@lineside/domain/time-rule";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { refuseStale } from "../../platform/versioned.ts";
import {
  deleteRule,
  insertRule,
  lockRule,
  openClockCounts,
  scopeKeyOf,
  updateRule,
} from "./store.ts";

/** A new rule looks at what happens from now on; what has happened starts no clock of it. */
export const createRule = defineCommand({
  name: "timeRule.create",
  permission: "clock:config",
  scope: "none",
  input: ruleCreate,
  output: ruleSaved,
  async run(cx, input) {
    const { code } = input;
    cx.about({ entityType: "timeRule", entityId: "", entityKey: code });
    const id = await addRule(cx, await checked(cx, input));
    if (id === null) throw refusalError({ code: "DEFINITION_EXISTS", context: { code } });
    return { id, code, version: 1 };
  },
});

/** The id of the new rule; null: the code is taken. */
export async function addRule(
  cx: Pick<UnitContext, "tx" | "now" | "newId" | "emit">,
  rule: RuleInput,
): Promise<string | null> {
  const id = cx.newId();
  const stamps = { id, createdAt: cx.now, updatedAt: cx.now };
  if (!(await insertRule(cx.tx, { ...rule, ...stamps }))) return null;
  const about = { entityType: "timeRule", entityId: id, entityKey: rule.code };
  cx.emit({ ...about, type: "timeRule.created", data: { after: rule } });
  return id;
}

/** Editing and switching on or off: clocks that run keep the rule they started with. */
export const changeRule = defineCommand({
  name: "timeRule.change",
  permission: "clock:config",
  scope: "none",
  input: rulePatch.extend({ code: zKey }),
  output: ruleSaved,
  async run(cx, { code, version, ...patch }) {
    const { id, version: current, ...rule } = await lockRule(cx.tx, code);
    const subject = { entityType: "timeRule", entityId: id, entityKey: code };
    cx.about(subject);
    refuseStale({ id, version: current }, version);
    const given = Object.fromEntries(
      Object.entries(patch).filter(([, value]) => value !== undefined),
    );
    const next = await checked(cx, { ...rule, ...given });
    const { before, after } = differences(rule, next);
    if (Object.keys(after).length === 0) return { id, code, version };
    const saved = await updateRule(cx.tx, { id, version }, { ...after, updatedAt: cx.now });
    cx.emit({ ...subject, type: "timeRule.changed", data: { before, after } });
    return { id, code, version: saved };
  },
});

export const removeRule = defineCommand({
  name: "timeRule.delete",
  permission: "clock:config",
  scope: "none",
  input: z.object({ code: zKey, version: z.coerce.number().int().min(1).optional() }),
  output: ruleSaved,
  async run(cx, { code, version }) {
    const rule = await lockRule(cx.tx, code);
    const subject = { entityType: "timeRule", entityId: rule.id, entityKey: code };
    cx.about(subject);
    refuseStale(rule, version);
    unwrap(checkRuleRemoval(rule, await openClockCounts(cx.tx, rule.id)));
    await deleteRule(cx.tx, rule.id);
    const { id, version: seen, ...before } = rule;
    cx.emit({ ...subject, type: "timeRule.deleted", data: { before } });
    return { id, code, version: seen };
  },
});

/** The rule with its scope's code as the line, route or product spells it. */
async function checked(cx: Pick<CommandContext, "tx">, rule: RuleInput): Promise<RuleInput> {
  const known = await scopeKeyOf(cx.tx, rule.scope, rule.scopeKey);
  unwrap(checkRule({ rule, isScopeKnown: known !== null }));
  return { ...rule, scopeKey: known ?? rule.scopeKey };
}
