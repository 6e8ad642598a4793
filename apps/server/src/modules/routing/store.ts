import type { DB, NewRow, Row, RowChange, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type { PlannedStep } from "@lineside/domain/routing";
import { type Expression, type SqlBool, sql } from "kysely";
import { saveVersioned } from "../../platform/versioned.ts";

export type Route = Row<"routing_route">;
export type Step = Row<"routing_step"> & { operationCode: string };

/** The route, locked until the unit ends: its steps and its compiled versions change one at a time. */
export async function lockRoute(tx: Tx, code: string): Promise<Route> {
  const route = await tx.k
    .selectFrom("routing_route")
    .selectAll()
    .where("code", "=", code)
    .forUpdate()
    .executeTakeFirst();
  if (!route) throw refusalError({ code: "ROUTE_NOT_FOUND", context: { routeCode: code } });
  return route;
}

/** The route of the ERP with this key; null: it was not received yet. */
export async function lockReceived(tx: Tx, sourceKey: string): Promise<Route | null> {
  const route = await tx.k
    .selectFrom("routing_route")
    .selectAll()
    .where("source", "=", "ERP")
    .where("sourceKey", "=", sourceKey)
    .forUpdate()
    .executeTakeFirst();
  return route ?? null;
}

/** False when the code is taken, also by somebody who took it at this moment. */
export async function insertRoute(tx: Tx, route: NewRow<"routing_route">): Promise<boolean> {
  const done = await tx.k
    .insertInto("routing_route")
    .values(route)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  return Boolean(done.numInsertedOrUpdatedRows);
}

/** Guarded by the version the editor saw; returns the next one. */
export async function updateRoute(
  tx: Tx,
  at: { id: string; version: number; now: Instant },
  change: RowChange<"routing_route">,
): Promise<number> {
  const { id, version, now } = at;
  return await saveVersioned(
    tx,
    { table: "routing_route", id, version },
    { ...change, updatedAt: now },
  );
}

export async function deleteRoute(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("routing_route").where("id", "=", id).execute();
}

export async function routeDependents(tx: Tx, id: string): Promise<Record<string, number>> {
  return {
    routeVersions: await count(tx, "routing_version", sql`${sql.ref("routeId")} = ${id}`),
    workOrders: await count(tx, "work_order", sql`${sql.ref("routeId")} = ${id}`),
  };
}

/** Configs that name the item, and compiled versions that ask operators for it. */
export async function captureItemDependents(tx: Tx, id: string): Promise<Record<string, number>> {
  return {
    executionConfigs: await count(tx, "routing_execution_config", mentions("captureItemIds", id)),
    routeVersions: await count(tx, "routing_version", mentions("snapshot", id)),
  };
}

export async function stepsOf(tx: Tx, routeId: string): Promise<Step[]> {
  return await tx.k
    .selectFrom("routing_step as s")
    .innerJoin("plant_operation as o", "o.id", "s.operationId")
    .selectAll("s")
    .select("o.code as operationCode")
    .where("s.routeId", "=", routeId)
    .orderBy("s.stepNo")
    .execute();
}

export type StepToSave = PlannedStep & { sourceStepKey?: string | null };

/** Numbers are unique in a route, so kept steps leave theirs before they take the new ones. */
export async function saveSteps(
  tx: Tx,
  routeId: string,
  plan: { steps: readonly StepToSave[]; removed: readonly string[]; newId(): string },
): Promise<void> {
  if (plan.removed.length > 0)
    await tx.k.deleteFrom("routing_step").where("id", "in", plan.removed).execute();
  await tx.k
    .updateTable("routing_step")
    .set((x) => ({ stepNo: x.neg(x.ref("stepNo")) }))
    .where("routeId", "=", routeId)
    .execute();
  const added: NewRow<"routing_step">[] = [];
  for (const { id, ...step } of plan.steps) {
    if (id === null) added.push({ ...step, id: plan.newId(), routeId });
    else await tx.k.updateTable("routing_step").set(step).where("id", "=", id).execute();
  }
  if (added.length > 0) await tx.k.insertInto("routing_step").values(added).execute();
}

/** Ids of the operations by id or by code; an operation that does not exist is missing. */
export async function operationIds(
  tx: Tx,
  by: "id" | "code",
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.k
    .selectFrom("plant_operation")
    .select(["id", "code"])
    .where(by, "in", ["", ...new Set(keys)])
    .execute();
  return new Map(rows.map((row) => [row[by], row.id]));
}

/** The configs of a route and of its steps, for the copy of it. */
export async function ownConfigs(tx: Tx, routeId: string) {
  return await tx.k
    .selectFrom("routing_execution_config")
    .selectAll()
    .where((x) =>
      x.or([
        x("routeId", "=", routeId),
        x("stepId", "in", x.selectFrom("routing_step").select("id").where("routeId", "=", routeId)),
      ]),
    )
    .execute();
}

export async function insertConfigs(
  tx: Tx,
  rows: NewRow<"routing_execution_config">[],
): Promise<void> {
  if (rows.length > 0) await tx.k.insertInto("routing_execution_config").values(rows).execute();
}

const countMax = 1000;

/** Up to a thousand: more makes no difference to anybody. */
async function count(tx: Tx, table: keyof DB, which: Expression<SqlBool>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n
    from (select 1 as one from ${sql.table(table)} where ${which} limit ${sql.lit(countMax)}) as found
  `.execute(tx.k);
  return Number(rows[0]?.n ?? 0);
}

const mentions = (column: string, id: string) =>
  sql<SqlBool>`cast(${sql.ref(column)} as text) like ${`%"${id}"%`}`;
