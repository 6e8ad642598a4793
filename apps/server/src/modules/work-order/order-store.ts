import { type NewRow, type Params, statement, type Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type { OrderFacts, OrderPatch, OrderState, RouteFacts } from "@lineside/domain/work-order";

export interface StoredOrder extends OrderFacts {
  readonly version: number;
}

/** The order, kept from anyone else's change until this unit of work ends; null: unknown. */
export async function lockOrderIfKnown(tx: Tx, woNo: string): Promise<StoredOrder | null> {
  const [row] = await tx.run(lockOrderByNo, { woNo });
  if (!row) return null;
  return {
    ...row,
    source: row.source as OrderFacts["source"],
    state: row.state as OrderState,
    heldFrom: row.heldFrom as OrderState | null,
  };
}

export async function lockOrder(tx: Tx, woNo: string): Promise<StoredOrder> {
  const order = await lockOrderIfKnown(tx, woNo);
  if (!order) throw refusalError({ code: "WORK_ORDER_NOT_FOUND", context: { woNo } });
  return order;
}

const lockOrderByNo = statement((k, p: Params<{ woNo: string }>) =>
  k
    .selectFrom("work_order")
    .select([
      "id",
      "woNo",
      "source",
      "productId",
      "plannedQty",
      "routeId",
      "isRouteManual",
      "state",
      "heldFrom",
      "holdReason",
      "erpStatus",
      "pickStatus",
      "priority",
      "dueAt",
      "lineId",
      "stationGroupId",
      "overrunPercent",
      "remark",
      "closeReason",
      "releasedAt",
      "closedAt",
      "version",
    ])
    .where("woNo", "=", p("woNo"))
    .forUpdate(),
);

/** Saves what a rule decided, unless somebody else changed the order since it was loaded. */
export async function saveOrder(
  tx: Tx,
  order: { id: string; woNo: string; version: number },
  change: { patch: OrderPatch; now: Instant },
): Promise<void> {
  const done = await tx.k
    .updateTable("work_order")
    .set({ ...change.patch, updatedAt: change.now, version: order.version + 1 })
    .where("id", "=", order.id)
    .where("version", "=", order.version)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw refusalError({ code: "CONCURRENT_CHANGE", context: { woNo: order.woNo } });
}

/** False: somebody received the same number at the same time and was faster. */
export async function insertOrder(tx: Tx, order: NewRow<"work_order">): Promise<boolean> {
  const done = await tx.k
    .insertInto("work_order")
    .values(order)
    .onConflict((x) => x.column("woNo").doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

const routeColumns = [
  "id",
  "code",
  "source",
  "productId",
  "processType",
  "isActive",
  "effectiveFrom",
  "effectiveTo",
] as const;

export async function routeById(tx: Tx, id: string | null): Promise<RouteFacts | null> {
  if (id === null) return null;
  const [row] = await tx.run(findRouteById, { key: id });
  return row ?? null;
}

export async function routeByCode(tx: Tx, code: string): Promise<RouteFacts | null> {
  const [row] = await tx.run(findRouteByCode, { key: code });
  return row ?? null;
}

/** Active routes of a product, of which one may be chosen without asking; two are one too many. */
export async function routesOfProduct(tx: Tx, productId: string): Promise<RouteFacts[]> {
  return await tx.run(findRoutesOfProduct, { key: productId });
}

const routeBy = (column: "id" | "code") =>
  statement((k, p: Params<{ key: string }>) =>
    k.selectFrom("routing_route").select(routeColumns).where(column, "=", p("key")),
  );
const findRouteById = routeBy("id");
const findRouteByCode = routeBy("code");
const findRoutesOfProduct = statement((k, p: Params<{ key: string }>) =>
  k
    .selectFrom("routing_route")
    .select(routeColumns)
    .where("productId", "=", p("key"))
    .where("isActive", "=", true)
    .orderBy("code")
    .limit(200),
);

/** The differences from the ERP that were told last: the same ones are not told at every import. */
export async function lastFlags(tx: Tx, orderId: string): Promise<unknown> {
  const row = await tx.k
    .selectFrom("platform_event")
    .select("data")
    .where("entityType", "=", "workOrder")
    .where("entityId", "=", orderId)
    .where("type", "=", "workOrder.flagged")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return (row?.data as { flags?: unknown } | undefined)?.flags ?? null;
}
