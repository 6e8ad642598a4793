import { refusalError, unwrap, zKey } from "@lineside/domain/kernel";
import {
  checkOf,
  type PolicyFacts,
  policiesAnswer,
  policyInput,
  policyRow,
  recommendedInput,
  recommendedPolicies,
  setPolicy,
} from "@lineside/domain/readiness";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { lineByCode } from "../plant/index.ts";
import { deletePolicyRow, policyAt, policyById, savePolicy, scopeExists } from "./policy-store.ts";

/** Says how strictly a check is taken, where; the next evaluation already goes by it (R7). */
export const setPolicyCommand = defineCommand({
  name: "readiness.setPolicy",
  permission: "readiness:config",
  scope: "none",
  input: policyInput,
  output: policyRow,
  async run(cx, input) {
    cx.about(policySubject(input));
    const policy = unwrap(setPolicy(unwrap(checkOf(input.checkCode)), input));
    const { scope, scopeKey } = policy;
    if (!(await scopeExists(cx.tx, scope, scopeKey)))
      throw refusalError({ code: "READINESS_SCOPE_UNKNOWN", context: { scope, scopeKey } });
    await putPolicy(cx, policy);
    return policyRow.parse(await policyAt(cx.tx, policy));
  },
});

/** Installs what the customer asked for, for the plant or one line; other scopes keep what they say. */
export const recommendPolicies = defineCommand({
  name: "readiness.recommendPolicies",
  permission: "readiness:config",
  scope: "none",
  input: recommendedInput,
  output: policiesAnswer,
  async run(cx, { lineCode }) {
    if (lineCode && !(await lineByCode(cx.tx, lineCode)))
      throw refusalError({ code: "LINE_NOT_FOUND", context: { code: lineCode } });
    const items = [];
    for (const policy of recommendedPolicies(lineCode ?? null)) {
      await putPolicy(cx, policy);
      items.push(policyRow.parse(await policyAt(cx.tx, policy)));
    }
    return { items, nextCursor: null };
  },
});

/** Takes a policy back: the next wider one holds again. */
export const deletePolicy = defineCommand({
  name: "readiness.deletePolicy",
  permission: "readiness:config",
  scope: "none",
  input: z.object({ id: zKey }),
  output: policyRow,
  async run(cx, { id }) {
    const before = await policyById(cx.tx, id);
    if (!before) throw refusalError({ code: "READINESS_POLICY_NOT_FOUND", context: { id } });
    const subject = policySubject(before);
    cx.about(subject);
    await deletePolicyRow(cx.tx, id);
    cx.emit({ ...subject, type: "readinessPolicy.deleted", data: { before: said(before) } });
    return before;
  },
});

async function putPolicy(cx: CommandContext, policy: PolicyFacts): Promise<void> {
  const before = await policyAt(cx.tx, policy);
  if (before && JSON.stringify(said(before)) === JSON.stringify(said(policy))) return;
  await savePolicy(cx.tx, policy, { id: cx.newId(), now: cx.now, name: cx.actor.name });
  cx.emit({
    ...policySubject(policy),
    type: "readinessPolicy.set",
    data: { before: before && said(before), after: said(policy) },
  });
}

const said = ({ gate, freshnessMinutes, needsTwo }: PolicyFacts) => ({
  gate,
  freshnessMinutes,
  needsTwo,
});

function policySubject({
  checkCode,
  scope,
  scopeKey,
}: Pick<PolicyFacts, "checkCode" | "scope" | "scopeKey">) {
  const entityKey = [checkCode, scope, scopeKey].filter((part) => part !== "").join(":");
  return { entityType: "readinessPolicy", entityId: entityKey, entityKey };
}
