import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { PolicyFacts, PolicyRow, PolicyScope } from "@lineside/domain/readiness";

const columns = [
  "id",
  "checkCode",
  "scope",
  "scopeKey",
  "gate",
  "freshnessMinutes",
  "needsTwo",
  "version",
  "updatedAt",
  "updatedByName",
] as const;

type Key = Pick<PolicyFacts, "checkCode" | "scope" | "scopeKey">;

export async function policyAt(tx: Tx, key: Key): Promise<PolicyRow | null> {
  const query = tx.k
    .selectFrom("readiness_policy")
    .select(columns)
    .where("checkCode", "=", key.checkCode)
    .where("scope", "=", key.scope)
    .where("scopeKey", "=", key.scopeKey);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  return (row as PolicyRow | undefined) ?? null;
}

export async function policyById(tx: Tx, id: string): Promise<PolicyRow | null> {
  const query = tx.k.selectFrom("readiness_policy").select(columns).where("id", "=", id);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  return (row as PolicyRow | undefined) ?? null;
}

/** One policy per check and scope: a later one replaces what was said before. */
export async function savePolicy(
  tx: Tx,
  policy: PolicyFacts,
  by: { id: string; now: Instant; name: string },
): Promise<void> {
  const { checkCode, scope, scopeKey, ...said } = policy;
  const change = { ...said, updatedAt: by.now, updatedByName: by.name };
  await tx.k
    .insertInto("readiness_policy")
    .values({ id: by.id, checkCode, scope, scopeKey, ...change, version: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["checkCode", "scope", "scopeKey"])
        .doUpdateSet((x) => ({ ...change, version: x("readiness_policy.version", "+", 1) })),
    )
    .execute();
}

export async function deletePolicyRow(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("readiness_policy").where("id", "=", id).execute();
}

const nameTables = {
  LINE: "plant_line",
  ROUTE: "routing_route",
  PRODUCT: "plant_product",
} as const;

/** A policy is about something that exists. */
export async function scopeExists(tx: Tx, scope: PolicyScope, scopeKey: string): Promise<boolean> {
  if (scope === "GLOBAL") return true;
  const row = await tx.k
    .selectFrom(nameTables[scope])
    .select("id")
    .where("code", "=", scopeKey)
    .executeTakeFirst();
  return row !== undefined;
}
