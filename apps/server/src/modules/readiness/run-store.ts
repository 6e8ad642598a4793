import type { Database, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type { OrderState, RunFacts, RunState, UnitSource } from "@lineside/domain/work-order";
import { type Reader, reading } from "../work-order/index.ts";

export type Source = Tx | Database;

/** A run as its preparation is judged and told. */
export interface RunHead {
  readonly run: RunFacts & { readonly createdAt: Instant };
  readonly order: {
    readonly woNo: string;
    readonly state: OrderState;
    readonly holdReason: string | null;
  };
  readonly workOrderId: string;
  readonly routeVersionId: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly lineName: string;
  readonly productCode: string;
  readonly productName: string;
  readonly productTraits: readonly string[];
  readonly routeCode: string;
}

export async function headOf(from: Source, runNo: string): Promise<RunHead> {
  const row = await heads(reading(from)).where("r.runNo", "=", runNo).executeTakeFirst();
  if (!row) throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
  return headFrom(row);
}

/** Running runs of the lines, and those that wait, the ones that come first first. */
export async function headsOfLines(
  from: Source,
  lineIds: readonly string[],
  states: readonly RunState[],
): Promise<(RunHead & { changeoverAt: Instant | null })[]> {
  if (lineIds.length === 0) return [];
  const rows = await heads(reading(from))
    .leftJoin("readiness_changeover as c", "c.runId", "r.id")
    .select("c.changeoverAt")
    .where("r.lineId", "in", lineIds)
    .where("r.state", "in", states)
    .orderBy("r.id")
    .limit(2_000)
    .execute();
  return rows.map((row) => ({ ...headFrom(row), changeoverAt: row.changeoverAt }));
}

function heads(k: Reader) {
  return k
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .innerJoin("routing_version as v", "v.id", "r.routeVersionId")
    .innerJoin("routing_route as t", "t.id", "v.routeId")
    .select([
      "r.id",
      "r.runNo",
      "r.workOrderId",
      "r.lineId",
      "r.routeVersionId",
      "r.planQty",
      "r.state",
      "r.heldFrom",
      "r.holdCode",
      "r.holdReason",
      "r.unitSource",
      "r.authorizedAt",
      "r.startedAt",
      "r.endedAt",
      "r.closeReason",
      "r.createdAt",
      "o.woNo",
      "o.state as orderState",
      "o.holdReason as orderHoldReason",
      "l.code as lineCode",
      "l.name as lineName",
      "p.code as productCode",
      "p.name as productName",
      "p.traits",
      "t.code as routeCode",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof heads>["execute"]>>[number];

/** Columns hold what the schemas let in, so the narrower type is the truth. */
function headFrom(row: Row): RunHead {
  return {
    run: {
      id: row.id,
      runNo: row.runNo,
      planQty: row.planQty,
      state: row.state as RunState,
      heldFrom: row.heldFrom as RunState | null,
      holdCode: row.holdCode,
      holdReason: row.holdReason,
      unitSource: row.unitSource as UnitSource,
      authorizedAt: row.authorizedAt,
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      closeReason: row.closeReason,
      createdAt: row.createdAt,
    },
    order: {
      woNo: row.woNo,
      state: row.orderState as OrderState,
      holdReason: row.orderHoldReason,
    },
    workOrderId: row.workOrderId,
    routeVersionId: row.routeVersionId,
    lineId: row.lineId,
    lineCode: row.lineCode,
    lineName: row.lineName,
    productCode: row.productCode,
    productName: row.productName,
    productTraits: row.traits as unknown as string[],
    routeCode: row.routeCode,
  };
}
