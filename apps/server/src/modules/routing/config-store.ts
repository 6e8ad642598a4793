import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { AppError, type Instant, refusalError } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";

export type Config = Row<"routing_execution_config">;
export type CaptureItem = Row<"routing_capture_item"> & { operationCode: string };

export async function lockConfig(tx: Tx, scopeKey: string): Promise<Config | null> {
  const config = await tx.k
    .selectFrom("routing_execution_config")
    .selectAll()
    .where("scopeKey", "=", scopeKey)
    .forUpdate()
    .executeTakeFirst();
  return config ?? null;
}

export async function lockConfigById(tx: Tx, id: string): Promise<Config> {
  const config = await tx.k
    .selectFrom("routing_execution_config")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!config) throw refusalError({ code: "EXECUTION_CONFIG_NOT_FOUND", context: { id } });
  return config;
}

/** Two people who configure one scope at once: the later one has not seen the other's row. */
export async function insertConfig(
  tx: Tx,
  config: NewRow<"routing_execution_config">,
): Promise<void> {
  const done = await tx.k
    .insertInto("routing_execution_config")
    .values(config)
    .onConflict((conflict) => conflict.column("scopeKey").doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw new AppError("conflict", "VERSION_CONFLICT", { scope: config.scope });
}

export async function updateConfig(
  tx: Tx,
  at: { id: string; version: number; now: Instant },
  change: RowChange<"routing_execution_config">,
): Promise<number> {
  const { id, version, now } = at;
  return await saveVersioned(
    tx,
    { table: "routing_execution_config", id, version },
    { ...change, updatedAt: now },
  );
}

export async function deleteConfig(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("routing_execution_config").where("id", "=", id).execute();
}

/** What people call a step: the route's code and the step's number. */
export async function stepName(tx: Tx, stepId: string): Promise<string | null> {
  const step = await tx.k
    .selectFrom("routing_step as s")
    .innerJoin("routing_route as r", "r.id", "s.routeId")
    .select(["r.code", "s.stepNo"])
    .where("s.id", "=", stepId)
    .executeTakeFirst();
  return step ? `${step.code}/${step.stepNo}` : null;
}

export async function routeName(
  tx: Tx,
  by: "id" | "code",
  key: string,
): Promise<{ id: string; code: string } | null> {
  const route = await tx.k
    .selectFrom("routing_route")
    .select(["id", "code"])
    .where(by, "=", key)
    .executeTakeFirst();
  return route ?? null;
}

export async function operationName(tx: Tx, id: string): Promise<string | null> {
  const operation = await tx.k
    .selectFrom("plant_operation")
    .select("code")
    .where("id", "=", id)
    .executeTakeFirst();
  return operation?.code ?? null;
}

export async function groupExists(tx: Tx, id: string): Promise<boolean> {
  const group = await tx.k
    .selectFrom("plant_station_group")
    .select("id")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return group !== undefined;
}

export async function lockCaptureItem(tx: Tx, id: string): Promise<CaptureItem> {
  const item = await tx.k
    .selectFrom("routing_capture_item as c")
    .innerJoin("plant_operation as o", "o.id", "c.operationId")
    .selectAll("c")
    .select("o.code as operationCode")
    .where("c.id", "=", id)
    .forUpdate("c")
    .executeTakeFirst();
  if (!item) throw refusalError({ code: "CAPTURE_ITEM_NOT_FOUND", context: { id } });
  return item;
}

export async function insertCaptureItem(
  tx: Tx,
  item: NewRow<"routing_capture_item">,
): Promise<void> {
  const done = await tx.k
    .insertInto("routing_capture_item")
    .values(item)
    .onConflict((conflict) => conflict.columns(["operationId", "code"]).doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw refusalError({ code: "CAPTURE_ITEM_CODE_DUPLICATE", context: { code: item.code } });
}

export async function updateCaptureItem(
  tx: Tx,
  at: { id: string; version: number; now: Instant },
  change: RowChange<"routing_capture_item">,
): Promise<number> {
  const { id, version, now } = at;
  return await saveVersioned(
    tx,
    { table: "routing_capture_item", id, version },
    { ...change, updatedAt: now },
  );
}

export async function deleteCaptureItem(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("routing_capture_item").where("id", "=", id).execute();
}
