import type { Database } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { refusalError } from "@lineside/domain/kernel";
import type { RouteSnapshot } from "@lineside/domain/routing";
import { type PasteUnitRow, pasteUnitRow, pasteUnitsQuery } from "@lineside/domain/solder-paste";
import type { TracePaste } from "@lineside/domain/trace";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { frozenVersion } from "../routing/index.ts";
import { bottleParams } from "./params.ts";
import type { Reader } from "./store.ts";

/** The steps of a frozen route that print paste: by trait, never by name (D26). */
export function printSteps(snapshot: RouteSnapshot): number[] {
  return snapshot.steps
    .filter((step) => step.operation.traits.includes("print"))
    .map((step) => step.stepNo);
}

interface Interval {
  readonly lineId: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Units printed while the bottle was bound, on the lines the reader may see: what to look for when paste turns out bad. */
export const listPrintedUnits = defineQuery({
  name: "paste.listUnits",
  permission: "paste:read",
  input: pasteUnitsQuery.extend(bottleParams),
  output: z.object({ items: z.array(pasteUnitRow), nextCursor: z.string().nullable() }),
  async run(cx, { bottleNo, limit, cursor }) {
    const after = readCursor(cursor, 2);
    const bound = await intervalsOf(cx.db.read, bottleNo, cx.now);
    const lines = cx.visibleLines("paste:read");
    const intervals = bound.filter(({ lineId }) => lines === null || lines.includes(lineId));
    const steps = await printStepsOf(cx.db, intervals);
    if (steps.length === 0) return { items: [], nextCursor: null };
    let query = visits(cx.db.read, { intervals, steps })
      .orderBy("t.inAt")
      .orderBy("t.id")
      .limit(limit + 1);
    if (after)
      query = query.where((x) =>
        x.or([
          x("t.inAt", ">", String(after[0])),
          x.and([x("t.inAt", "=", String(after[0])), x("t.id", ">", String(after[1]))]),
        ]),
      );
    return toPage(await query.execute(), limit, {
      item: (row): PasteUnitRow => row,
      key: (row) => [row.inAt, row.trackId],
    });
  },
});

async function intervalsOf(k: Reader, bottleNo: string, now: Instant): Promise<Interval[]> {
  const bottle = await k
    .selectFrom("solder_paste_bottle")
    .select("id")
    .where("bottleNo", "=", bottleNo)
    .executeTakeFirst();
  if (!bottle) throw refusalError({ code: "PASTE_BOTTLE_NOT_FOUND", context: { bottleNo } });
  const rows = await k
    .selectFrom("solder_paste_binding")
    .select(["lineId", "boundAt", "unboundAt"])
    .where("bottleId", "=", bottle.id)
    .orderBy("boundAt", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({ lineId: row.lineId, from: row.boundAt, to: row.unboundAt ?? now }));
}

/** Runs that were open on a line meanwhile, each with the print steps of its frozen route. */
async function printStepsOf(db: Database, intervals: readonly Interval[]) {
  const steps: { runId: string; stepNo: number }[] = [];
  if (intervals.length === 0) return steps;
  const runs = await db.read
    .selectFrom("work_order_run")
    .select(["id", "routeVersionId"])
    .where((x) =>
      x.or(
        intervals.map(({ lineId, from, to }) =>
          x.and([
            x("lineId", "=", lineId),
            x("createdAt", "<=", to),
            x.or([x("endedAt", "is", null), x("endedAt", ">=", from)]),
          ]),
        ),
      ),
    )
    .execute();
  for (const run of runs) {
    const { snapshot } = await frozenVersion(db, run.routeVersionId);
    for (const stepNo of printSteps(snapshot)) steps.push({ runId: run.id, stepNo });
  }
  return steps;
}

/** Visits of those steps that overlap an interval; an undone visit is told by the one that continues it. */
function visits(
  k: Reader,
  of: { intervals: readonly Interval[]; steps: readonly { runId: string; stepNo: number }[] },
) {
  return k
    .selectFrom("execution_track as t")
    .innerJoin("execution_unit as u", "u.id", "t.unitId")
    .innerJoin("work_order_run as r", "r.id", "t.runId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_station as s", "s.id", "t.stationId")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select([
      "t.id as trackId",
      "u.sn",
      "pa.panelNo",
      "u.state as unitState",
      "r.runNo",
      "p.code as productCode",
      "l.code as lineCode",
      "s.code as stationCode",
      "t.stepNo",
      "t.inAt",
      "t.outAt",
      "t.result",
    ])
    .where("t.undoneAt", "is", null)
    .where((x) =>
      x.or(
        of.steps.map((at) => x.and([x("t.runId", "=", at.runId), x("t.stepNo", "=", at.stepNo)])),
      ),
    )
    .where((x) =>
      x.or(
        of.intervals.map(({ lineId, from, to }) =>
          x.and([
            x("s.lineId", "=", lineId),
            x("t.inAt", "<=", to),
            x.or([x("t.outAt", "is", null), x("t.outAt", ">=", from)]),
          ]),
        ),
      ),
    );
}

/** The paste a unit was printed with; `steps` are the print steps of its frozen route. */
export async function pasteOfUnit(
  k: Reader,
  unitId: string,
  steps: readonly number[],
): Promise<TracePaste[]> {
  if (steps.length === 0) return [];
  return await k
    .selectFrom("execution_track as t")
    .innerJoin("plant_station as s", "s.id", "t.stationId")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .innerJoin("solder_paste_binding as b", (join) =>
      join
        .onRef("b.lineId", "=", "s.lineId")
        .on((x) => x.or([x("t.outAt", "is", null), x("b.boundAt", "<=", x.ref("t.outAt"))]))
        .on((x) => x.or([x("b.unboundAt", "is", null), x("b.unboundAt", ">=", x.ref("t.inAt"))])),
    )
    .innerJoin("solder_paste_bottle as j", "j.id", "b.bottleId")
    .innerJoin("solder_paste_type as y", "y.id", "j.typeId")
    .select([
      "t.id as trackId",
      "t.stepNo",
      "j.bottleNo",
      "y.code as typeCode",
      "y.name as typeName",
      "j.lotNo",
      "j.expiresAt",
      "j.openedAt",
      "l.code as lineCode",
      "b.boundAt",
      "b.unboundAt",
    ])
    .where("t.unitId", "=", unitId)
    .where("t.stepNo", "in", steps)
    .where("t.undoneAt", "is", null)
    .orderBy("b.boundAt")
    .execute();
}
