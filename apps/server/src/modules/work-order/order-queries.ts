import { prefix } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import {
  allocatedQuantity,
  allowedQuantity,
  type OrderAnswer,
  type OrderEvent,
  type OrderRow,
  type OrderState,
  orderAnswer,
  orderListQuery,
  orderRow,
  orderStates,
  type RunState,
  runStates,
} from "@lineside/domain/work-order";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import type { Settings } from "../../platform/settings.ts";
import { orderParams } from "./params.ts";
import { madeQuantitiesOf, type Reader, reading, type Source } from "./unit-count-queries.ts";

export const listWorkOrders = defineQuery({
  name: "workOrder.list",
  permission: "wo:read",
  input: orderListQuery,
  output: z.object({ items: z.array(orderRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, ...filter }) {
    const after = readCursor(cursor, 1);
    const lines = cx.visibleLines("wo:read");
    let query = orders(cx.db.read)
      .orderBy("o.id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("o.id", "<", String(after[0]));
    if (lines) query = query.where("o.lineId", "in", ["", ...lines]);
    if (q) query = query.where(prefix(cx.db.dialect, "o.woNo", q));
    if (filter.state) query = query.where("o.state", "=", filter.state);
    if (filter.open !== undefined)
      query = query.where("o.state", filter.open ? "not in" : "in", ["COMPLETED", "CANCELLED"]);
    if (filter.lineCode) query = query.where("l.code", "=", filter.lineCode);
    if (filter.productCode) query = query.where("p.code", "=", filter.productCode);
    if (filter.routeCode) query = query.where("r.code", "=", filter.routeCode);
    if (filter.source) query = query.where("o.source", "=", filter.source);
    if (filter.dueBefore) query = query.where("o.dueAt", "<", filter.dueBefore);
    const rows = await query.execute();
    const tell = await quantitiesOf(
      cx.db.read,
      rows.slice(0, limit).map((row) => row.id),
    );
    return toPage(rows, limit, {
      key: (row) => [row.id],
      item: (row) => rowOf(row, tell(row.id)),
    });
  },
});

export const readWorkOrder = defineQuery({
  name: "workOrder.read",
  permission: "wo:read",
  input: z.object(orderParams),
  output: orderAnswer,
  async run(cx, { woNo }) {
    const answer = await orderOf(cx.db, woNo, cx.settings);
    cx.requireScope({ lineId: answer.lineId });
    return answer.order;
  },
});

/** The order as its page shows it. */
export async function answerOrder(
  from: Source,
  woNo: string,
  settings: Pick<Settings, "overrunPercent">,
): Promise<OrderAnswer> {
  return (await orderOf(from, woNo, settings)).order;
}

async function orderOf(
  from: Source,
  woNo: string,
  settings: Pick<Settings, "overrunPercent">,
): Promise<{ order: OrderAnswer; lineId: string | null }> {
  const k = reading(from);
  const row = await orders(k).where("o.woNo", "=", woNo).executeTakeFirst();
  if (!row) throw refusalError({ code: "WORK_ORDER_NOT_FOUND", context: { woNo } });
  const told = (await quantitiesOf(k, [row.id]))(row.id);
  const allowed = allowedQuantity(row, settings.overrunPercent);
  const order: OrderAnswer = {
    ...rowOf(row, told),
    isRouteManual: row.isRouteManual,
    routeName: row.routeName,
    lineName: row.lineName,
    stationGroupCode: row.stationGroupCode,
    overrunPercent: row.overrunPercent,
    effectiveOverrunPercent: row.overrunPercent ?? settings.overrunPercent,
    remainingQty: Math.max(0, allowed - told.allocated),
    remark: row.remark,
    closeReason: row.closeReason,
    releasedAt: row.releasedAt,
    closedAt: row.closedAt,
    updatedAt: row.updatedAt,
    actions: actionsOf(row.state as OrderState, told.isStarted),
  };
  return { order, lineId: row.lineId };
}

/** The buttons: what the state allows; `start` is the first run's, and a started order is not cancelled. */
function actionsOf(state: OrderState, isStarted: boolean): OrderEvent[] {
  return orderStates
    .eventsFrom(state)
    .filter((event) => event !== "start" && !(event === "cancel" && isStarted));
}

function orders(k: Reader) {
  return k
    .selectFrom("work_order as o")
    .innerJoin("plant_product as p", "p.id", "o.productId")
    .leftJoin("routing_route as r", "r.id", "o.routeId")
    .leftJoin("plant_line as l", "l.id", "o.lineId")
    .leftJoin("plant_station_group as g", "g.id", "o.stationGroupId")
    .selectAll("o")
    .select([
      "p.code as productCode",
      "p.name as productName",
      "p.customer",
      "r.code as routeCode",
      "r.name as routeName",
      "l.code as lineCode",
      "l.name as lineName",
      "g.code as stationGroupCode",
    ]);
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof orders>["execute"]>>[number];

interface Quantities {
  runs: { total: number; open: number };
  isStarted: boolean;
  allocated: number;
  done: number;
  scrapped: number;
}

function rowOf(row: StoredRow, told: Quantities): OrderRow {
  const { allocated, done, scrapped } = told;
  return {
    id: row.id,
    woNo: row.woNo,
    source: row.source as OrderRow["source"],
    productCode: row.productCode,
    productName: row.productName,
    customer: row.customer,
    plannedQty: row.plannedQty,
    routeCode: row.routeCode,
    lineCode: row.lineCode,
    state: row.state as OrderState,
    heldFrom: row.heldFrom as OrderState | null,
    holdReason: row.holdReason,
    erpStatus: row.erpStatus,
    pickStatus: row.pickStatus as OrderRow["pickStatus"],
    priority: row.priority,
    dueAt: row.dueAt,
    runs: told.runs,
    quantities: { allocated, done, scrapped },
    createdAt: row.createdAt,
    version: row.version,
  };
}

/** What became of the orders of one page: their runs, and the units these made. */
async function quantitiesOf(
  k: Reader,
  orderIds: readonly string[],
): Promise<(orderId: string) => Quantities> {
  const made = await madeQuantitiesOf(k, orderIds);
  const runs = await k
    .selectFrom("work_order_run")
    .select(["workOrderId", "state", "planQty", "startedAt"])
    .where("workOrderId", "in", ["", ...orderIds])
    .execute();
  return (orderId) => {
    const own = runs
      .filter((run) => run.workOrderId === orderId)
      .map((run) => ({ ...run, state: run.state as RunState }));
    return {
      runs: {
        total: own.length,
        open: own.filter((run) => !runStates.isTerminal(run.state)).length,
      },
      isStarted: own.some((run) => run.startedAt !== null),
      allocated: allocatedQuantity(own),
      ...made(orderId),
    };
  };
}
