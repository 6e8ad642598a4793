import { type Params, type Statement, statement, type Tx } from "@lineside/db";
import type { ExecutionStation, ScanFacts, UnitFacts, UnitState } from "@lineside/domain/execution";
import { stepAt } from "@lineside/domain/routing";
import { RecentlyUsed } from "../../platform/recently-used.ts";
import { frozenVersion } from "../routing/index.ts";
import { clocksOf } from "./clock-columns-store.ts";
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
import { pasteOf } from "./paste-columns-store.ts";
import {
  type ByPanel,
  type BySn,
  lockByPanel,
  lockBySn,
  scanByPanel,
  scanBySn,
  scanDryBySn,
  unitsAt,
} from "./scan-statements-store.ts";

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

/** Stations where a step that prints was scanned: their line's solder paste is asked for at once. */
const printing = new RecentlyUsed<true>(1_000);

/**
 * The scanned unit at the station, locked; null when either is unknown. The line's solder paste is
 * only looked for where the unit's step prints: it is a quarter of the statement.
 */
export async function scanUnit(tx: Tx, target: BySn): Promise<Scan | null> {
  if (tx.dialect === "postgresql") await tx.run(lockBySn, { sn: target.sn });
  if (printing.get(target.stationCode)) return await peekUnit(tx, target);
  const [row] = await tx.run(scanDryBySn, target);
  const scan = row ? await toScan(tx, row) : null;
  const step = scan?.snapshot && stepAt(scan.snapshot, scan.unit?.stepNo ?? 0);
  if (!step?.operation.traits.includes("print")) return scan;
  printing.set(target.stationCode, true);
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

/**
 * Units at a station, in the order of their serial numbers; locked in the order of their ids, so that
 * two batches never wait for each other. What is unknown is missing; all are when the station is.
 */
export async function scanUnits(
  tx: Tx,
  { sns, stationCode }: { sns: readonly string[]; stationCode: string },
): Promise<Scan[]> {
  if (sns.length === 0) return [];
  if (tx.dialect === "postgresql")
    await tx.k
      .selectFrom("execution_unit")
      .select("id")
      .where("sn", "in", sns)
      .orderBy("id")
      .forUpdate()
      .execute();
  return await peekUnits(tx, { sns, stationCode });
}

export async function peekUnits(
  reader: Reader,
  { sns, stationCode }: { sns: readonly string[]; stationCode: string },
): Promise<Scan[]> {
  if (sns.length === 0) return [];
  const k = "run" in reader ? reader.k : reader.read;
  const rows = await unitsAt(k, stationCode).where("u.sn", "in", sns).orderBy("u.sn").execute();
  const scans: Scan[] = [];
  for (const row of rows) scans.push(await toScan(reader, row));
  return scans;
}

type RowOf<S> = S extends Statement<BySn, infer R> ? R : never;
type Row = RowOf<typeof scanBySn> | RowOf<typeof scanDryBySn>;

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
    ...clocksOf(row),
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
    carrierTrackId: row.carrierTrackId,
  };
}
