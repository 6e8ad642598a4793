import { type Database, prefix } from "@lineside/db";
import type { HeldUnitsQuery } from "@lineside/domain/quality";
import { readCursor } from "../../platform/page.ts";

/** Runs that may still hold units; ended ones cannot, so their millions of units are never read. */
const openRuns = ["PREP", "AUTHORIZED", "IN_PROGRESS", "ON_HOLD"];

/** Longest held first; `lines` are those whose units the reader may see, null = all. */
export async function heldUnits(db: Database, filter: HeldUnitsQuery, lines: string[] | null) {
  let query = db.read
    .selectFrom("work_order_run as r")
    .innerJoin("execution_unit as u", "u.runId", "r.id")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select([
      "u.id",
      "u.sn",
      "u.heldFrom",
      "u.holdReason",
      "u.currentStepNo as stepNo",
      // Nothing else changes a unit while it is held.
      "u.updatedAt as heldAt",
      "pa.panelNo",
      "r.runNo",
      "r.routeVersionId",
      "o.woNo",
      "p.code as productCode",
      "l.code as lineCode",
    ])
    .select((x) =>
      x
        .selectFrom("quality_defect as d")
        .select((y) => y.fn.max("d.recommendation").as("recommendation"))
        .whereRef("d.unitId", "=", "u.id")
        .where("d.state", "in", ["RECORDED", "DISPOSITIONED"])
        .as("recommendation"),
    )
    .where("u.state", "=", "ON_HOLD")
    .where("r.state", "in", openRuns)
    .orderBy("u.updatedAt")
    .orderBy("u.id")
    .limit(filter.limit + 1);
  if (filter.runNo) query = query.where("r.runNo", "=", filter.runNo);
  if (filter.lineCode) query = query.where("l.code", "=", filter.lineCode);
  if (filter.q) query = query.where(prefix(db.dialect, "u.sn", filter.q));
  if (lines !== null) query = query.where("r.lineId", "in", ["", ...lines]);
  const after = readCursor(filter.cursor, 2);
  if (after) {
    const [heldAt, id] = [String(after[0]), String(after[1])];
    query = query.where((x) =>
      x.or([
        x("u.updatedAt", ">", heldAt),
        x.and([x("u.updatedAt", "=", heldAt), x("u.id", ">", id)]),
      ]),
    );
  }
  return await query.execute();
}
