import { type Database, prefix, type Tx } from "@lineside/db";
import type { DefectListQuery, DefectRow } from "@lineside/domain/quality";
import { reworkSteps } from "@lineside/domain/quality";
import { stepAt } from "@lineside/domain/routing";
import { type Cursor, readCursor } from "../../platform/page.ts";
import { frozenVersion } from "../routing/index.ts";

type Reader = Tx | Database;

/** A defect with its unit, run and order, and its name as the defect list has it today. */
function defects(reader: Reader) {
  const k = "run" in reader ? reader.k : reader.read;
  return k
    .selectFrom("quality_defect as d")
    .innerJoin("execution_unit as u", "u.id", "d.unitId")
    .innerJoin("work_order_run as r", "r.id", "d.runId")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .leftJoin("plant_station as s", "s.id", "d.stationId")
    .leftJoin("quality_defect_code as c", "c.code", "d.code")
    .select([
      "d.id",
      "u.sn",
      "u.state as unitState",
      "r.runNo",
      "r.lineId",
      "r.routeVersionId",
      "o.woNo",
      "p.code as productCode",
      "l.code as lineCode",
      "s.code as stationCode",
      "d.stepNo",
      "d.code",
      "c.name",
      "c.nameZh",
      "c.severity",
      "d.location",
      "d.remark",
      "d.qty",
      "d.state",
      "d.disposition",
      "d.dispositionReason",
      "d.reworkStepNo",
      "d.recommendation",
      "d.source",
      "d.createdAt",
      "d.createdByName",
      "d.closedAt",
      "d.version",
    ]);
}

type Found = Awaited<ReturnType<ReturnType<typeof defects>["execute"]>>[number];

/** Newest first; `lines` are those whose defects the reader may see, null = all. */
export async function listedDefects(
  db: Database,
  filter: DefectListQuery,
  lines: string[] | null,
): Promise<Found[]> {
  let query = defects(db)
    .orderBy("d.createdAt", "desc")
    .orderBy("d.id", "desc")
    .limit(filter.limit + 1);
  const equals = [
    ["d.state", filter.state],
    ["r.runNo", filter.runNo],
    ["o.woNo", filter.woNo],
    ["u.sn", filter.sn],
    ["d.code", filter.code],
    ["s.code", filter.stationCode],
    ["l.code", filter.lineCode],
  ] as const;
  for (const [column, value] of equals)
    if (value !== undefined) query = query.where(column, "=", value);
  if (lines !== null) query = query.where("r.lineId", "in", ["", ...lines]);
  if (filter.from) query = query.where("d.createdAt", ">=", filter.from);
  if (filter.to) query = query.where("d.createdAt", "<", filter.to);
  const { q } = filter;
  if (q)
    query = query.where((x) =>
      x.or([prefix(db.dialect, "u.sn", q), x("d.code", "=", q), x("d.location", "=", q)]),
    );
  const after = readCursor(filter.cursor, 2);
  if (after) {
    const [createdAt, id] = [String(after[0]), String(after[1])];
    query = query.where((x) =>
      x.or([
        x("d.createdAt", "<", createdAt),
        x.and([x("d.createdAt", "=", createdAt), x("d.id", "<", id)]),
      ]),
    );
  }
  return await query.execute();
}

export const defectKey = (row: Found): Cursor => [row.createdAt, row.id];

/** One defect and the line it belongs to; null: there is none. */
export async function oneDefect(
  reader: Reader,
  id: string,
): Promise<{ defect: DefectRow; lineId: string } | null> {
  const row = await defects(reader).where("d.id", "=", id).executeTakeFirst();
  return row ? { defect: await toDefectRow(reader, row), lineId: row.lineId } : null;
}

/** How often the unit failed before this defect. */
export async function priorDefects(db: Database, id: string): Promise<number> {
  const row = await db.read
    .selectFrom("quality_defect as d")
    .innerJoin("quality_defect as before", "before.unitId", "d.unitId")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("d.id", "=", id)
    .whereRef("before.createdAt", "<", "d.createdAt")
    .where("before.state", "!=", "WITHDRAWN")
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** The step a unit is at and those it may go back to, named by its frozen version (D57). */
export async function reworkTargets(
  reader: Reader,
  { routeVersionId, stepNo }: { routeVersionId: string; stepNo: number },
) {
  const { snapshot } = await frozenVersion(reader, routeVersionId);
  const named = (no: number) => {
    const step = stepAt(snapshot, no);
    return {
      stepNo: no,
      name: step?.name ?? step?.operation.name ?? String(no),
      nameZh: step?.name ?? step?.operation.nameZh ?? String(no),
    };
  };
  return { at: named(stepNo), steps: reworkSteps(snapshot, stepNo).map(named) };
}

export async function toDefectRow(reader: Reader, row: Found): Promise<DefectRow> {
  const { lineId: _line, routeVersionId, ...defect } = row;
  const { at, steps } = await reworkTargets(reader, { routeVersionId, stepNo: row.stepNo });
  return {
    ...defect,
    severity: row.severity as DefectRow["severity"],
    state: row.state as DefectRow["state"],
    disposition: row.disposition as DefectRow["disposition"],
    recommendation: row.recommendation as DefectRow["recommendation"],
    stepName: at.name,
    stepNameZh: at.nameZh,
    reworkSteps: row.state === "RECORDED" ? steps : [],
  };
}
