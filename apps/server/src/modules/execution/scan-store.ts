import { type DB, type Params, type Statement, statement, type Tx } from "@lineside/db";
import type { ExecutionStation, ScanFacts, UnitFacts, UnitState } from "@lineside/domain/execution";
import { type ExpressionBuilder, sql } from "kysely";
import { frozenVersion } from "../routing/index.ts";
import { clockColumns } from "./clock-columns-store.ts";
import {
  forever,
  orderContexts,
  panelNumbers,
  type Reader,
  read,
  runContexts,
  stationCodes,
  stationContexts,
} from "./context-store.ts";
import { pasteClockColumns, pasteColumns, pasteOf } from "./paste-columns-store.ts";

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
  /** A clock of the unit runs or stands expired. */
  readonly hasOpenClock: boolean;
  /** A machine's event came before its time and waits for this unit. */
  readonly isAwaited: boolean;
}

type BySn = { sn: string; stationCode: string };
type ByPanel = { panelNo: string; stationCode: string };

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
    .where("aw.state", "=", "QUEUED")
    .as("awaitedBy");

export const scanBySn = statement((k, p: Params<BySn>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("plant_station as s", (join) => join.on("s.code", "=", p("stationCode")))
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .leftJoin("execution_track as t", "t.openUnitId", "u.id")
    .leftJoin("solder_paste_binding as pb", "pb.currentLineId", "s.lineId")
    .leftJoin("solder_paste_bottle as pj", "pj.id", "pb.bottleId")
    .select(scanColumns)
    .select(defectColumns)
    .select(clockColumns)
    .select(pasteColumns)
    .select(pasteClockColumns)
    .select(awaitedColumn)
    .where("u.sn", "=", p("sn")),
);

const scanByPanel = statement((k, p: Params<ByPanel>) =>
  k
    .selectFrom("execution_panel as pa")
    .innerJoin("execution_unit as u", "u.panelId", "pa.id")
    .innerJoin("plant_station as s", (join) => join.on("s.code", "=", p("stationCode")))
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .leftJoin("execution_track as t", "t.openUnitId", "u.id")
    .leftJoin("solder_paste_binding as pb", "pb.currentLineId", "s.lineId")
    .leftJoin("solder_paste_bottle as pj", "pj.id", "pb.bottleId")
    .select(scanColumns)
    .select(defectColumns)
    .select(clockColumns)
    .select(pasteColumns)
    .select(pasteClockColumns)
    .select(awaitedColumn)
    .where("pa.panelNo", "=", p("panelNo"))
    .orderBy("u.panelPosition")
    .orderBy("u.sn"),
);

/**
 * PostgreSQL: the row is locked before its facts are read, so that the second of two scanners reads
 * what the first one committed. SQLite runs units of work one at a time.
 */
const lockBySn = statement((k, p: Params<{ sn: string }>) =>
  k.selectFrom("execution_unit").select("id").where("sn", "=", p("sn")).forUpdate(),
);

const lockByPanel = statement((k, p: Params<{ panelNo: string }>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select("u.id")
    .where("pa.panelNo", "=", p("panelNo"))
    .orderBy("u.id")
    .forUpdate("u"),
);

const stationColumns = [
  "s.id",
  "s.code",
  "s.name",
  "s.stationType",
  "s.groupId",
  "s.isActive",
  "s.lineId",
  "l.code as lineCode",
] as const;

const stationByCode = statement((k, p: Params<{ stationCode: string }>) =>
  k
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select(stationColumns)
    .where("s.code", "=", p("stationCode")),
);

const stationsOfLine = statement((k, p: Params<{ lineId: string }>) =>
  k
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select(stationColumns)
    .where("s.lineId", "=", p("lineId"))
    .orderBy("s.sequence"),
);

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
  const scans: Scan[] = [];
  for (const row of await read(reader, scanByPanel, target)) scans.push(await toScan(reader, row));
  return scans;
}

type Row = typeof scanBySn extends Statement<BySn, infer R> ? R : never;

async function toScan(reader: Reader, row: Row): Promise<Scan> {
  const stamp = (version: number, state: string) => `${version} ${state}`;
  const runStamp = stamp(row.runVersion, row.runState);
  const { run, productCode, routeVersionId } = await runContexts.get(reader, row.runId, runStamp);
  const orderStamp = stamp(row.orderVersion, row.orderState);
  const { snapshot } = await frozenVersion(reader, routeVersionId);
  return {
    sn: row.sn,
    station: await stationContexts.get(reader, row.stationId, String(row.stationVersion)),
    unit: unitOf(row),
    run,
    order: await orderContexts.get(reader, row.workOrderId, orderStamp),
    snapshot,
    openVisit: await visitOf(reader, row),
    lineStations: [],
    blockedFrom: row.blockedFrom,
    blockingClock: null,
    linePaste: pasteOf(row),
    unitVersion: row.unitVersion,
    runVersion: row.runVersion,
    runId: row.runId,
    workOrderId: row.workOrderId,
    productCode,
    panelNo: row.panelId && (await panelNumbers.get(reader, row.panelId, forever)),
    visitDefectId: row.visitDefectId,
    hasOpenRework: row.reworkDefectId !== null,
    hasOpenClock: row.openClockId !== null,
    isAwaited: row.awaitedBy !== null,
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

async function visitOf(reader: Reader, row: Row): Promise<Scan["openVisit"]> {
  if (row.trackId === null || row.trackStationId === null) return null;
  return {
    id: row.trackId,
    stepNo: row.trackStepNo ?? 0,
    stationId: row.trackStationId,
    stationCode: await stationCodes.get(reader, row.trackStationId, forever),
    inAt: row.inAt ?? "",
    inByName: row.inByName ?? "",
  };
}
