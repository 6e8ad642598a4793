import type { Tx } from "@lineside/db";
import {
  type ExecutionStation,
  type Group,
  moveTogether,
  type Operator,
  type ScanFacts,
  type SkippedUnit,
  stepCardOf,
  type UnitCard,
  type UnitPatch,
} from "@lineside/domain/execution";
import { AppError, type Result, refusalError, unwrap } from "@lineside/domain/kernel";
import { stepAt } from "@lineside/domain/routing";
import type { CommandContext } from "../../platform/command.ts";
import { type Places, placesOf } from "./carrier-places.ts";
import { carrierOfVisit, lockCarrier, type StoredCarrier } from "./carrier-store.ts";
import { blockingClock } from "./clock-columns-store.ts";
import type { Reader } from "./context-store.ts";
import {
  findStation,
  lineStations,
  type Scan,
  scanPanel,
  scanUnit,
  scanUnits,
} from "./scan-store.ts";

/** What was scanned: a unit, or a panel or carrier with all of its units. */
export type Target =
  | { kind: "UNIT"; scan: Scan; station: ExecutionStation }
  | { kind: "PANEL"; no: string; scans: Scan[]; station: ExecutionStation }
  | {
      kind: "CARRIER";
      no: string;
      carrier: StoredCarrier;
      scans: Scan[];
      station: ExecutionStation;
    }
  | { kind: "UNKNOWN"; sn: string; station: ExecutionStation };

/**
 * Finds what was scanned at a station and checks that the actor may work there. A code that is no
 * serial number may be a panel's or a carrier's: an operator scans what is printed, not what it is
 * called.
 */
export async function findTarget(cx: CommandContext, given: Given): Promise<Target> {
  const { tx } = cx;
  const key = given.sn ?? given.panelNo ?? given.carrierNo ?? "";
  const entityType = given.sn ? "unit" : given.panelNo ? "panel" : "carrier";
  cx.about({ entityType, entityId: "", entityKey: key });
  if (given.sn !== undefined) {
    const scan = await scanUnit(tx, { sn: given.sn, stationCode: given.code });
    if (scan?.station) {
      placed(cx, scan);
      return { kind: "UNIT", scan, station: scan.station };
    }
  }
  if (given.carrierNo === undefined) {
    const scans = await scanPanel(tx, { panelNo: key, stationCode: given.code });
    const [first] = scans;
    if (first?.station) {
      placed(cx, first);
      return { kind: "PANEL", no: key, scans, station: first.station };
    }
  }
  return await carrierOrUnknown(cx, given, key);
}

interface Given {
  code: string;
  sn?: string | undefined;
  panelNo?: string | undefined;
  carrierNo?: string | undefined;
}

async function carrierOrUnknown(cx: CommandContext, given: Given, key: string): Promise<Target> {
  const { tx } = cx;
  const station = await findStation(tx, given.code);
  if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { code: given.code } });
  const { id: stationId, lineId } = station;
  cx.requireScope({ lineId, stationId });
  const carrier = given.panelNo === undefined ? await lockCarrier(tx, key) : null;
  if (carrier) {
    const { id: entityId, carrierNo: no } = carrier;
    cx.about({ entityType: "carrier", entityId, entityKey: no, lineId, stationId });
    return { kind: "CARRIER", no, carrier, scans: await scansOf(tx, carrier, station), station };
  }
  if (given.carrierNo !== undefined)
    throw refusalError({ code: "CARRIER_NOT_FOUND", context: { carrierNo: key } });
  if (given.sn === undefined)
    throw refusalError({ code: "PANEL_NOT_FOUND", context: { panelNo: key } });
  return { kind: "UNKNOWN", sn: given.sn, station };
}

/** What lies on the carrier, by position, as scanned at the station. */
async function scansOf(
  tx: Tx,
  { units }: StoredCarrier,
  station: ExecutionStation,
): Promise<Scan[]> {
  const sns = units.map((unit) => unit.sn);
  const scans = await scanUnits(tx, { sns, stationCode: station.code });
  const bySn = new Map(scans.map((scan) => [scan.sn, scan]));
  return sns.flatMap((sn) => bySn.get(sn) ?? []);
}

function placed(cx: CommandContext, { station, unit, runId, workOrderId, sn }: Scan): void {
  cx.about({
    entityType: "unit",
    entityId: unit?.id ?? "",
    entityKey: sn,
    lineId: station?.lineId,
    stationId: station?.id,
    runId,
    workOrderId,
  });
  cx.requireScope({ lineId: station?.lineId, stationId: station?.id });
}

/**
 * The facts with what a refusal names: the stations of the run's line, and the clock that ran out.
 * The units of a panel share their stations.
 */
export async function explained<F extends ScanFacts>(
  reader: Reader,
  facts: F,
  stations?: readonly ExecutionStation[],
): Promise<F> {
  const { unit, run, blockedFrom, openVisit } = facts;
  const carrierNo = openVisit?.carrierTrackId
    ? await carrierOfVisit(reader, openVisit.carrierTrackId)
    : null;
  return {
    ...facts,
    openVisit: openVisit && { ...openVisit, carrierNo },
    lineStations: stations ?? (await lineStations(reader, run.lineId)),
    blockingClock: unit && blockedFrom ? await blockingClock(reader, unit.id) : null,
  };
}

/**
 * The rule's answer. A refusal is decided once more with what explains it at hand; a scan that
 * succeeds never pays for that.
 */
export async function decided<F extends ScanFacts, T>(
  tx: Tx,
  facts: F,
  decide: (facts: F) => Result<T>,
): Promise<T> {
  const result = decide(facts);
  if (result.ok) return result.value;
  return unwrap(decide(await explained(tx, facts)));
}

/** The same for a panel or carrier: all of its units move by the rule of one, or none does. */
export async function decidedTogether<F extends Scan, T>(
  tx: Tx,
  group: Group<F>,
  decide: (facts: F) => Result<T>,
): Promise<{ moved: { scan: F; value: T }[]; skipped: SkippedUnit[] }> {
  let result = moveTogether(group, decide);
  if (!result.ok) {
    const stations = await lineStations(tx, group.units[0]?.run.lineId ?? "");
    const units: F[] = [];
    for (const unit of group.units) units.push(await explained(tx, unit, stations));
    result = moveTogether({ ...group, units }, decide);
  }
  const { moved, skipped } = unwrap(result);
  return { moved: moved.map(({ facts, value }) => ({ scan: facts, value })), skipped };
}

/** Where on the scanned carrier each of its boards lies. */
export const placesOn = (target: Target): Places | null =>
  target.kind === "CARRIER" ? placesOf(target.carrier.units) : null;

export function operatorOf(cx: CommandContext): Operator & { readonly id: string } {
  if (cx.actor.id === null) throw new AppError("unauthorized", "UNAUTHORIZED");
  return { id: cx.actor.id, name: cx.actor.name };
}

/** The unit as a person sees it, after the change if one is given. */
export function cardOf(scan: Scan, patch: UnitPatch = {}): UnitCard {
  const { unit, snapshot } = scan;
  const stepNo = patch.stepNo ?? unit?.stepNo ?? 0;
  const step = snapshot && stepAt(snapshot, stepNo);
  return {
    id: unit?.id ?? "",
    sn: scan.sn,
    state: patch.state ?? unit?.state ?? "QUEUED",
    step: step
      ? stepCardOf(step)
      : { stepNo, name: String(stepNo), nameZh: String(stepNo), operationCode: "" },
    runNo: scan.run.runNo,
    woNo: scan.order.woNo,
    productCode: scan.productCode,
    panelNo: scan.panelNo,
    panelPosition: unit?.panelPosition ?? null,
    holdReason: patch.holdReason === undefined ? (unit?.holdReason ?? null) : patch.holdReason,
  };
}

/** Where an event of a scanned unit belongs. */
export function subjectOf(scan: Scan) {
  return {
    entityType: "unit",
    entityId: scan.unit?.id ?? "",
    entityKey: scan.sn,
    lineId: scan.station?.lineId ?? null,
    stationId: scan.station?.id ?? null,
    runId: scan.runId,
    workOrderId: scan.workOrderId,
  };
}

/** What subscribers hear about a scan besides the event: the operation, and what is still ahead. */
export function heardOf(scan: Scan, stepNo: number): Record<string, unknown> {
  const { snapshot } = scan;
  const step = snapshot && stepAt(snapshot, stepNo);
  return {
    operationTraits: step?.operation.traits ?? [],
    laterTraits:
      snapshot?.steps.flatMap((s) => (s.stepNo > stepNo ? s.operation.traits : [])) ?? [],
    routeCode: snapshot?.route.code ?? null,
    productCode: scan.productCode,
    runNo: scan.run.runNo,
    hasOpenClock: scan.hasOpenClock,
    isAwaited: scan.isAwaited,
  };
}
