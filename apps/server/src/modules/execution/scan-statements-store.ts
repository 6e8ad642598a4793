import { type DB, type Params, statement } from "@lineside/db";
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { clockColumn } from "./clock-columns-store.ts";
import { pasteClockColumns, pasteColumns } from "./paste-columns-store.ts";

export type BySn = { sn: string; stationCode: string };
export type ByPanel = { panelNo: string; stationCode: string };

/**
 * One row holds what a scan decides on: the unit, its open visit, and which version of run, order
 * and station counts. No row means that either unit or station is unknown.
 */
const scanColumns = [
  "u.id as unitId",
  "u.sn",
  "u.runId",
  "u.workOrderId",
  "u.panelId",
  "u.panelPosition",
  "u.state as unitState",
  "u.currentStepNo",
  "u.heldFrom as unitHeldFrom",
  "u.holdReason as unitHoldReason",
  "u.version as unitVersion",
  "u.updatedAt as unitUpdatedAt",
  "r.version as runVersion",
  "r.state as runState",
  "o.version as orderVersion",
  "o.state as orderState",
  "s.id as stationId",
  "s.version as stationVersion",
  "t.id as trackId",
  "t.stepNo as trackStepNo",
  "t.stationId as trackStationId",
  "t.inAt",
  "t.inByName",
  "t.carrierTrackId",
] as const;

interface Aliases {
  u: DB["execution_unit"];
  t: DB["execution_track"];
}

/** Whether the open visit has a defect already, and whether a rework of the unit waits for its proof. */
const defectColumns = (x: ExpressionBuilder<DB & Aliases, "u" | "t">) => [
  x
    .selectFrom("quality_defect as d")
    .select((y) => y.fn.min("d.id").as("id"))
    .whereRef("d.trackId", "=", "t.id")
    .where("d.state", "!=", "WITHDRAWN")
    .as("visitDefectId"),
  x
    .selectFrom("quality_defect as w")
    .select((y) => y.fn.min("w.id").as("id"))
    .whereRef("w.unitId", "=", "u.id")
    .where("w.state", "=", "DISPOSITIONED")
    .as("reworkDefectId"),
];

/** Whether an event of a machine waits for the unit: who moves it wakes that up, nobody else asks. */
const awaitedColumn = (x: ExpressionBuilder<DB & Aliases, "u">) =>
  x
    .selectFrom("platform_job as aw")
    .select((y) => y.fn.min("aw.state").as("state"))
    .where("aw.waitKey", "=", sql<string>`'unit:' || ${x.ref("u.sn")}`)
    .where("aw.state", "in", ["QUEUED", "RUNNING"])
    .as("awaitedBy");

/** Units at a station with what every scan decides on. */
const scannedAt = (k: Kysely<DB>, stationCode: string) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("plant_station as s", (join) => join.on("s.code", "=", stationCode))
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .leftJoin("execution_track as t", "t.openUnitId", "u.id")
    .select(scanColumns)
    .select(defectColumns)
    .select(clockColumn)
    .select(awaitedColumn);

/** Units at a station with all that a scan decides on; who asks adds which units. */
export const unitsAt = (k: Kysely<DB>, stationCode: string) =>
  scannedAt(k, stationCode)
    .leftJoin("solder_paste_binding as pb", "pb.currentLineId", "s.lineId")
    .leftJoin("solder_paste_bottle as pj", "pj.id", "pb.bottleId")
    .select(pasteColumns)
    .select(pasteClockColumns);

/** The same without the line's solder paste, for a step that prints nothing. */
export const scanDryBySn = statement((k, p: Params<BySn>) =>
  scannedAt(k, p("stationCode")).where("u.sn", "=", p("sn")),
);

export const scanBySn = statement((k, p: Params<BySn>) =>
  unitsAt(k, p("stationCode")).where("u.sn", "=", p("sn")),
);

export const scanByPanel = statement((k, p: Params<ByPanel>) =>
  unitsAt(k, p("stationCode"))
    .where("u.panelId", "=", (x) =>
      x.selectFrom("execution_panel").select("id").where("panelNo", "=", p("panelNo")),
    )
    .orderBy("u.panelPosition")
    .orderBy("u.sn"),
);

/**
 * PostgreSQL: the row is locked before its facts are read, so that the second of two scanners reads
 * what the first one committed. SQLite runs units of work one at a time.
 */
export const lockBySn = statement((k, p: Params<{ sn: string }>) =>
  k.selectFrom("execution_unit").select("id").where("sn", "=", p("sn")).forUpdate(),
);

export const lockByPanel = statement((k, p: Params<{ panelNo: string }>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select("u.id")
    .where("pa.panelNo", "=", p("panelNo"))
    .orderBy("u.id")
    .forUpdate("u"),
);
