import { prefix } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import {
  type RunAnswer,
  type RunEvent,
  type RunRow,
  type RunState,
  runAnswer,
  runListQuery,
  runRow,
  runStates,
  type UnitCounts,
  type UnitSource,
} from "@lineside/domain/work-order";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { runParams } from "./params.ts";
import { adviceFor } from "./run-advice.ts";
import { type Reader, reading, type Source, unitCountsOf } from "./unit-count-queries.ts";

export const listRuns = defineQuery({
  name: "run.list",
  permission: "run:read",
  input: runListQuery,
  output: z.object({ items: z.array(runRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, ...filter }) {
    const after = readCursor(cursor, 1);
    const lines = cx.visibleLines("run:read");
    const { dialect } = cx.db;
    let query = runs(cx.db.read)
      .orderBy("r.id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("r.id", "<", String(after[0]));
    if (lines) query = query.where("r.lineId", "in", ["", ...lines]);
    if (q)
      query = query.where((x) =>
        x.or([prefix(dialect, "r.runNo", q), prefix(dialect, "o.woNo", q)]),
      );
    if (filter.state) query = query.where("r.state", "=", filter.state);
    if (filter.open !== undefined)
      query = query.where("r.state", filter.open ? "not in" : "in", ["COMPLETED", "CANCELLED"]);
    if (filter.woNo) query = query.where("o.woNo", "=", filter.woNo);
    if (filter.lineCode) query = query.where("l.code", "=", filter.lineCode);
    if (filter.productCode) query = query.where("p.code", "=", filter.productCode);
    const rows = await query.execute();
    const shown = rows.slice(0, limit).map((row) => row.id);
    const counts = await unitCountsOf(cx.db.read, shown);
    return toPage(rows, limit, {
      key: (row) => [row.id],
      item: (row) => rowOf(row, counts(row.id)),
    });
  },
});

export const readRun = defineQuery({
  name: "run.read",
  permission: "run:read",
  input: z.object(runParams),
  output: runAnswer,
  async run(cx, { runNo }) {
    const row = await oneRun(cx.db, runNo);
    cx.requireScope({ lineId: row.lineId });
    return await answerOf(cx.db, row, cx.now);
  },
});

/** The run as its page shows it. */
export async function answerRun(
  { tx, now }: Pick<UnitContext, "tx" | "now">,
  runNo: string,
): Promise<RunAnswer> {
  return await answerOf(tx, await oneRun(tx, runNo), now);
}

/** What reading about a run needs of it, told to people of its line only. */
export async function visibleRun(
  cx: Pick<QueryContext, "db" | "requireScope">,
  runNo: string,
): Promise<RunHead> {
  const head = await cx.db.read
    .selectFrom("work_order_run")
    .select(["id", "runNo", "lineId", "routeVersionId", "planQty"])
    .where("runNo", "=", runNo)
    .executeTakeFirst();
  if (!head) throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
  cx.requireScope({ lineId: head.lineId });
  return head;
}

export interface RunHead {
  readonly id: string;
  readonly runNo: string;
  readonly lineId: string;
  readonly routeVersionId: string;
  readonly planQty: number;
}

async function oneRun(from: Source, runNo: string): Promise<StoredRow> {
  const row = await runs(reading(from)).where("r.runNo", "=", runNo).executeTakeFirst();
  if (!row) throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
  return row;
}

async function answerOf(from: Source, row: StoredRow, now: Instant): Promise<RunAnswer> {
  const counts = (await unitCountsOf(reading(from), [row.id]))(row.id);
  return {
    ...rowOf(row, counts),
    workOrderState: row.orderState,
    plannedQty: row.plannedQty,
    routeName: row.routeName,
    routeVersionId: row.routeVersionId,
    changeoverNo: row.changeoverNo,
    closeReason: row.closeReason,
    updatedAt: row.updatedAt,
    actions: actionsOf(row),
    // Judged now as advice, until the first board.
    gate:
      row.startedAt !== null || runStates.isTerminal(row.state)
        ? null
        : await adviceFor(from, row.runNo, now),
  };
}

/** The buttons: what the state allows; the first board starts a run, and ends revoking and cancelling. */
function actionsOf(row: StoredRow): RunEvent[] {
  return runStates
    .eventsFrom(row.state as RunState)
    .filter((event) => event !== "start")
    .filter((event) => row.startedAt === null || (event !== "cancel" && event !== "revoke"));
}

function runs(k: Reader) {
  return k
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .innerJoin("routing_version as v", "v.id", "r.routeVersionId")
    .innerJoin("routing_route as t", "t.id", "v.routeId")
    .leftJoin("plant_shift as s", "s.id", "r.shiftId")
    .selectAll("r")
    .select([
      "o.woNo",
      "o.state as orderState",
      "o.holdReason as orderHoldReason",
      "o.plannedQty",
      "p.code as productCode",
      "p.name as productName",
      "l.code as lineCode",
      "l.name as lineName",
      "t.code as routeCode",
      "t.name as routeName",
      "v.versionNo as routeVersionNo",
      "s.code as shiftCode",
    ]);
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof runs>["execute"]>>[number];

function rowOf(row: StoredRow, counts: UnitCounts): RunRow {
  return {
    id: row.id,
    runNo: row.runNo,
    woNo: row.woNo,
    productCode: row.productCode,
    productName: row.productName,
    lineCode: row.lineCode,
    lineName: row.lineName,
    routeCode: row.routeCode,
    routeVersionNo: row.routeVersionNo,
    planQty: row.planQty,
    state: row.state as RunState,
    heldFrom: row.heldFrom as RunState | null,
    holdCode: row.holdCode,
    holdReason: row.holdReason,
    shiftCode: row.shiftCode,
    unitSource: row.unitSource as UnitSource,
    counts,
    createdAt: row.createdAt,
    authorizedAt: row.authorizedAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    version: row.version,
  };
}
