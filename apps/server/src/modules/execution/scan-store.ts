import {
  type Database,
  type DB,
  type Params,
  type Statement,
  statement,
  type Tx,
} from "@lineside/db";
import type { ExecutionStation, ScanFacts, UnitFacts, UnitState } from "@lineside/domain/execution";
import type { OrderState, RunState } from "@lineside/domain/work-order";
import type { ExpressionBuilder } from "kysely";
import { frozenVersion } from "../routing/index.ts";

/** Facts of one scanned unit, with what a guarded save and the answer need besides. */
export interface Scan extends ScanFacts {
  readonly unitVersion: number;
  readonly runVersion: number;
  readonly runId: string;
  readonly workOrderId: string;
  readonly productCode: string;
  readonly panelNo: string | null;
  /** A defect recorded with the open visit, e.g. by an inspection machine. */
  readonly visitDefectId: string | null;
  /** A defect of the unit was sent to rework and is not closed yet. */
  readonly hasOpenRework: boolean;
}

type BySn = { sn: string; stationCode: string };
type ByPanel = { panelNo: string; stationCode: string };

/**
 * One row holds all that a scan decides on: unit, run, order, product, open visit and the station of
 * the scan. No row means that either unit or station is unknown.
 */
const scanColumns = [
  "u.id as unitId",
  "u.sn",
  "u.runId",
  "u.workOrderId",
  "u.panelPosition",
  "u.state as unitState",
  "u.currentStepNo",
  "u.heldFrom as unitHeldFrom",
  "u.holdReason as unitHoldReason",
  "u.version as unitVersion",
  "u.updatedAt as unitUpdatedAt",
  "r.runNo",
  "r.state as runState",
  "r.planQty",
  "r.holdCode",
  "r.holdReason as runHoldReason",
  "r.startedAt",
  "r.endedAt",
  "r.version as runVersion",
  "r.routeVersionId",
  "r.lineId as runLineId",
  "rl.code as runLineCode",
  "o.woNo",
  "o.state as orderState",
  "o.holdReason as orderHoldReason",
  "pr.code as productCode",
  "pa.panelNo",
  "t.id as trackId",
  "t.stepNo as trackStepNo",
  "t.stationId as trackStationId",
  "t.inAt",
  "t.inByName",
  "ts.code as trackStationCode",
  "s.id as stationId",
  "s.code as stationCode",
  "s.name as stationName",
  "s.stationType",
  "s.groupId",
  "s.isActive as stationIsActive",
  "s.lineId",
  "sl.code as lineCode",
] as const;

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
interface Aliases {
  u: DB["execution_unit"];
  t: DB["execution_track"];
}

export const scanBySn = statement((k, p: Params<BySn>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("plant_station as s", (join) => join.on("s.code", "=", p("stationCode")))
    .innerJoin("plant_line as sl", "sl.id", "s.lineId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("plant_line as rl", "rl.id", "r.lineId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .innerJoin("plant_product as pr", "pr.id", "r.productId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .leftJoin("execution_track as t", "t.openUnitId", "u.id")
    .leftJoin("plant_station as ts", "ts.id", "t.stationId")
    .select(scanColumns)
    .select(defectColumns)
    .where("u.sn", "=", p("sn")),
);

const scanByPanel = statement((k, p: Params<ByPanel>) =>
  k
    .selectFrom("execution_panel as pa")
    .innerJoin("execution_unit as u", "u.panelId", "pa.id")
    .innerJoin("plant_station as s", (join) => join.on("s.code", "=", p("stationCode")))
    .innerJoin("plant_line as sl", "sl.id", "s.lineId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("plant_line as rl", "rl.id", "r.lineId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .innerJoin("plant_product as pr", "pr.id", "r.productId")
    .leftJoin("execution_track as t", "t.openUnitId", "u.id")
    .leftJoin("plant_station as ts", "ts.id", "t.stationId")
    .select(scanColumns)
    .select(defectColumns)
    .where("pa.panelNo", "=", p("panelNo"))
    .orderBy("u.panelPosition")
    .orderBy("u.sn"),
);

/**
 * PostgreSQL: the row is locked before its facts are read, so that the second of two scanners reads
 * what the first one committed. SQLite runs units of work one at a time.
 */
const lockBySn = statement((k, p: Params<{ sn: string }>, dialect) => {
  const query = k.selectFrom("execution_unit").select("id").where("sn", "=", p("sn"));
  return dialect === "postgresql" ? query.forUpdate() : query;
});

const lockByPanel = statement((k, p: Params<{ panelNo: string }>, dialect) => {
  const query = k
    .selectFrom("execution_unit as u")
    .innerJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select("u.id")
    .where("pa.panelNo", "=", p("panelNo"))
    .orderBy("u.id");
  return dialect === "postgresql" ? query.forUpdate("u") : query;
});

const stationByCode = statement((k, p: Params<{ stationCode: string }>) =>
  k
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select([
      "s.id",
      "s.code",
      "s.name",
      "s.stationType",
      "s.groupId",
      "s.isActive",
      "s.lineId",
      "l.code as lineCode",
    ])
    .where("s.code", "=", p("stationCode")),
);

const stationsOfLine = statement((k, p: Params<{ lineId: string }>) =>
  k
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select([
      "s.id",
      "s.code",
      "s.name",
      "s.stationType",
      "s.groupId",
      "s.isActive",
      "s.lineId",
      "l.code as lineCode",
    ])
    .where("s.lineId", "=", p("lineId"))
    .orderBy("s.sequence"),
);

/** Reads on a unit of work's connection, or outside of one. */
export type Reader = Tx | Database;

function read<P, R>(reader: Reader, query: Statement<P, R>, params: P): Promise<R[]> {
  return "run" in reader ? reader.run(query, params) : reader.query(query, params);
}

export async function findStation(
  reader: Reader,
  stationCode: string,
): Promise<ExecutionStation | null> {
  const [station] = await read(reader, stationByCode, { stationCode });
  return station ?? null;
}

export async function lineStations(reader: Reader, lineId: string): Promise<ExecutionStation[]> {
  return await read(reader, stationsOfLine, { lineId });
}

/** The scanned unit at the station, locked; null when either is unknown. */
export async function scanUnit(tx: Tx, target: BySn): Promise<Scan | null> {
  if (tx.dialect === "postgresql") await tx.run(lockBySn, { sn: target.sn });
  return await peekUnit(tx, target);
}

export async function peekUnit(reader: Reader, target: BySn): Promise<Scan | null> {
  const [row] = await read(reader, scanBySn, target);
  return row ? await toScan(reader, row) : null;
}

/** Every unit of the scanned panel by position, locked; empty when panel or station is unknown. */
export async function scanPanel(tx: Tx, target: ByPanel): Promise<Scan[]> {
  if (tx.dialect === "postgresql") await tx.run(lockByPanel, { panelNo: target.panelNo });
  return await peekPanel(tx, target);
}

export async function peekPanel(reader: Reader, target: ByPanel): Promise<Scan[]> {
  const rows = await read(reader, scanByPanel, target);
  return await Promise.all(rows.map((row) => toScan(reader, row)));
}

type Row = typeof scanBySn extends Statement<BySn, infer R> ? R : never;

async function toScan(reader: Reader, row: Row): Promise<Scan> {
  const version = await frozenVersion(reader, row.routeVersionId);
  return {
    sn: row.sn,
    station: stationOf(row),
    unit: unitOf(row),
    run: {
      id: row.runId,
      runNo: row.runNo,
      state: row.runState as RunState,
      planQty: row.planQty,
      holdCode: row.holdCode,
      holdReason: row.runHoldReason,
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      lineId: row.runLineId,
      lineCode: row.runLineCode,
    },
    order: {
      woNo: row.woNo,
      state: row.orderState as OrderState,
      holdReason: row.orderHoldReason,
    },
    snapshot: version.snapshot,
    openVisit: visitOf(row),
    lineStations: [],
    unitVersion: row.unitVersion,
    runVersion: row.runVersion,
    runId: row.runId,
    workOrderId: row.workOrderId,
    productCode: row.productCode,
    panelNo: row.panelNo,
    visitDefectId: row.visitDefectId,
    hasOpenRework: row.reworkDefectId !== null,
  };
}

function unitOf(row: Row): UnitFacts {
  return {
    id: row.unitId,
    sn: row.sn,
    runId: row.runId,
    state: row.unitState as UnitState,
    stepNo: row.currentStepNo,
    heldFrom: row.unitHeldFrom as UnitState | null,
    holdReason: row.unitHoldReason,
    panelPosition: row.panelPosition,
    updatedAt: row.unitUpdatedAt,
  };
}

function stationOf(row: Row): ExecutionStation {
  return {
    id: row.stationId,
    code: row.stationCode,
    name: row.stationName,
    stationType: row.stationType,
    groupId: row.groupId,
    isActive: row.stationIsActive,
    lineId: row.lineId,
    lineCode: row.lineCode,
  };
}

function visitOf(row: Row): Scan["openVisit"] {
  if (row.trackId === null) return null;
  return {
    id: row.trackId,
    stepNo: row.trackStepNo ?? 0,
    stationId: row.trackStationId ?? "",
    stationCode: row.trackStationCode ?? "",
    inAt: row.inAt ?? "",
    inByName: row.inByName ?? "",
  };
}
