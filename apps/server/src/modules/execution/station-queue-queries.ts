import {
  type QueueUnit,
  queueQuery,
  type StationQueue,
  stationQueue,
} from "@lineside/domain/execution";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import {
  inStationCount,
  movingRuns,
  type StationRun,
  stationHere,
  stationRuns,
  stepCardIn,
  waitingCount,
} from "./station-queries.ts";

/** Most units a station page can show as being in the station; a magazine holds fewer. */
const inStationMax = 500;

/** What is in this station, and what waits before it, longest first (D14: paged, never cut off). */
export const readStationQueue = defineQuery({
  name: "execution.stationQueue",
  permission: "exec:read",
  input: queueQuery.extend({ code: z.string().min(1).max(64) }),
  output: stationQueue,
  async run(cx, { code, limit, cursor }): Promise<StationQueue> {
    const station = await stationHere(cx, code);
    const runs = await stationRuns(cx.db, station);
    const byId = new Map(runs.map((run) => [run.id, run]));
    const [inStation, waiting, inCount, waitCount] = await Promise.all([
      unitsInside(cx, station.id, byId),
      unitsWaiting(cx, runs, { limit, cursor, byId }),
      inStationCount(cx.db, station.id),
      waitingCount(cx.db, runs),
    ]);
    return {
      inStation,
      waiting: waiting.items,
      nextCursor: waiting.nextCursor,
      counts: { inStation: inCount, waiting: waitCount },
    };
  },
});

async function unitsInside(
  { db }: QueryContext,
  stationId: string,
  runs: Map<string, StationRun>,
): Promise<QueueUnit[]> {
  const rows = await db.read
    .selectFrom("execution_track as t")
    .innerJoin("execution_unit as u", "u.id", "t.unitId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .leftJoin("execution_carrier_load as cl", "cl.openUnitId", "u.id")
    .leftJoin("execution_carrier as c", "c.id", "cl.carrierId")
    .select([
      "u.sn",
      "u.state",
      "u.runId",
      "t.stepNo",
      "r.runNo",
      "o.woNo",
      "p.code as productCode",
      "pa.panelNo",
      "u.panelPosition",
      "c.carrierNo",
      "cl.position as carrierPosition",
      "t.inAt as since",
      "t.inByName as operatorName",
    ])
    .where("t.stationId", "=", stationId)
    .where("t.outAt", "is", null)
    .orderBy("t.inAt")
    .limit(inStationMax)
    .execute();
  return rows.map(({ runId, stepNo, state, ...row }) => ({
    ...row,
    state: state as QueueUnit["state"],
    step: stepCardIn(runs, runId, stepNo),
  }));
}

async function unitsWaiting(
  { db }: QueryContext,
  runs: StationRun[],
  of: { limit: number; cursor: string | undefined; byId: Map<string, StationRun> },
) {
  const open = movingRuns(runs);
  if (open.length === 0) return { items: [] as QueueUnit[], nextCursor: null };
  const after = readCursor(of.cursor, 2);
  let query = db.read
    .selectFrom("execution_unit as u")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .leftJoin("execution_carrier_load as cl", "cl.openUnitId", "u.id")
    .leftJoin("execution_carrier as c", "c.id", "cl.carrierId")
    .select([
      "u.id",
      "u.sn",
      "u.state",
      "u.runId",
      "u.currentStepNo",
      "u.panelPosition",
      "u.updatedAt",
      "pa.panelNo",
      "c.carrierNo",
      "cl.position as carrierPosition",
    ])
    .where("u.state", "=", "QUEUED")
    .where((x) =>
      x.or(
        open.flatMap((run) =>
          run.steps.map((step) =>
            x.and([x("u.runId", "=", run.id), x("u.currentStepNo", "=", step.stepNo)]),
          ),
        ),
      ),
    )
    .orderBy("u.updatedAt")
    .orderBy("u.id")
    .limit(of.limit + 1);
  if (after)
    query = query.where((x) =>
      x.or([
        x("u.updatedAt", ">", String(after[0])),
        x.and([x("u.updatedAt", "=", String(after[0])), x("u.id", ">", String(after[1]))]),
      ]),
    );
  return toPage(await query.execute(), of.limit, {
    key: (row) => [row.updatedAt, row.id],
    item: (row): QueueUnit => {
      const run = of.byId.get(row.runId);
      return {
        sn: row.sn,
        state: "QUEUED",
        step: stepCardIn(of.byId, row.runId, row.currentStepNo),
        runNo: run?.runNo ?? "",
        woNo: run?.woNo ?? "",
        productCode: run?.productCode ?? "",
        panelNo: row.panelNo,
        panelPosition: row.panelPosition,
        carrierNo: row.carrierNo,
        carrierPosition: row.carrierPosition,
        since: row.updatedAt,
        operatorName: null,
      };
    },
  });
}
