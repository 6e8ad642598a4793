import {
  undoTrackOut as decideUndo,
  isGone,
  mayTakeBack,
  stepCardOf,
  type UndoAnswer,
  type UnitCard,
  undoAnswer,
  undoInput,
} from "@lineside/domain/execution";
import { type Instant, refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { reopenDefects, withdrawDefects } from "../quality/index.ts";
import { placed, placesOf } from "./carrier-places.ts";
import {
  carrierOfVisit,
  lockCarrier,
  reopenCarrierVisit,
  type StoredCarrier,
  touchCarrier,
} from "./carrier-store.ts";
import { markUndone, openVisit, saveUnit } from "./move-store.ts";
import { cardOf, operatorOf, subjectOf } from "./scan.ts";
import { findStation, type Scan, scanUnit } from "./scan-store.ts";
import { endedVisit, sameTrackOut, unitHistory } from "./undo-store.ts";

/**
 * The operator's own last track-out at this station, taken back within the window. A compensating
 * event is written, nothing is deleted; a panel or carrier comes back as a whole.
 */
export const undoTrackOut = defineCommand({
  name: "execution.undoTrackOut",
  permission: "exec:undo",
  scope: "station",
  input: undoInput.extend({ code: z.string().min(1).max(64) }),
  output: undoAnswer,
  async run(cx, { code, trackId }): Promise<UndoAnswer> {
    const { tx } = cx;
    const station = await findStation(tx, code);
    if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { code } });
    cx.requireScope({ lineId: station.lineId, stationId: station.id });
    const visit = await endedVisit(tx, trackId);
    if (!visit) throw refusalError({ code: "TRACK_NOT_FOUND", context: { trackId } });
    // A machine's batch may be loaded otherwise by now: that it is a machine's is said first.
    if (visit.outAt !== null) unwrap(mayTakeBack(visit, null));
    const { carrierTrackId } = visit;
    const together = await sameTrackOut(tx, visit);
    const carrier = carrierTrackId === null ? null : await carrierGoneOut(cx, visit, together);
    const undone = [];
    for (const { id, sn } of together) {
      const scan = await scanUnit(tx, { sn, stationCode: code });
      if (!scan) throw refusalError({ code: "UNIT_NOT_FOUND", context: { sn } });
      cx.about(subjectOf(scan));
      undone.push({ visitId: id, ...(await takeBack(cx, scan, { visitId: id, carrierTrackId })) });
    }
    if (carrier && carrierTrackId !== null) await takeCarrierBack(cx, carrier, carrierTrackId);
    const [first] = undone;
    const places = carrier && placesOf(carrier.units);
    return {
      unit: first?.unit as UnitCard,
      trackId: first?.trackId ?? "",
      undoneTrackIds: undone.map((each) => each.visitId),
      units: undone.map(({ unit, trackId: id }) => ({ unit: placed(unit, places), trackId: id })),
      carrierNo: carrier?.carrierNo ?? null,
      withdrawnDefectIds: undone.flatMap((each) => each.withdrawnDefectIds),
      at: cx.now,
      captureItems: first?.step.captureItems ?? [],
    };
  },
});

/**
 * The carrier whose track-out is to be undone, locked before its units: on its way again or loaded
 * otherwise since, it cannot come back as it left.
 */
async function carrierGoneOut(
  cx: CommandContext,
  visit: { id: string; outAt: Instant | null; carrierTrackId: string | null },
  together: readonly { sn: string }[],
): Promise<StoredCarrier> {
  const { id: trackId, outAt, carrierTrackId } = visit;
  const carrierNo = await carrierOfVisit(cx.tx, carrierTrackId ?? "");
  const carrier = carrierNo === null ? null : await lockCarrier(cx.tx, carrierNo);
  if (!carrier) throw refusalError({ code: "CARRIER_NOT_FOUND", context: { carrierNo } });
  const lying = carrier.units.filter((unit) => !isGone(unit)).map(({ sn }) => sn);
  const isSame = lying.length === together.length && together.every(({ sn }) => lying.includes(sn));
  if (carrier.at !== null || !isSame)
    throw refusalError({
      code: "UNDO_UNIT_MOVED",
      context: { trackId, outAt, carrierNo, at: carrier.at },
    });
  return carrier;
}

/** The carrier is inside again, with the boards whose visits continue. */
async function takeCarrierBack(
  cx: CommandContext,
  carrier: StoredCarrier,
  carrierTrackId: string,
): Promise<void> {
  await reopenCarrierVisit(cx.tx, { carrierTrackId, carrierId: carrier.id });
  await touchCarrier(cx.tx, carrier.id, {
    cycles: Math.max(0, carrier.cycles - 1),
    updatedAt: cx.now,
  });
}

async function takeBack(
  cx: CommandContext,
  scan: Scan,
  { visitId, carrierTrackId }: { visitId: string; carrierTrackId: string | null },
) {
  const { tx, now } = cx;
  const by = operatorOf(cx);
  const decided = unwrap(decideUndo(await factsOf(cx, scan, visitId), { by }, now));
  const trackId = cx.newId();
  await markUndone(tx, decided.undone);
  await saveUnit(tx, scan, { patch: decided.unit, now });
  await openVisit(tx, {
    ...decided.visit,
    id: trackId,
    unitId: scan.unit?.id ?? "",
    runId: scan.runId,
    inAt: now,
    source: "MANUAL",
    inById: by.id,
    inByName: by.name,
    carrierTrackId,
  });
  if (decided.withdrawnDefectIds.length > 0) await withdrawDefects(tx, visitId, now);
  await reopenDefects(tx, decided.reopenedDefectIds);
  cx.emit({
    ...subjectOf(scan),
    type: "unit.trackOutUndone",
    data: {
      trackId: visitId,
      continuedBy: trackId,
      step: stepCardOf(decided.step),
      before: { state: scan.unit?.state, stepNo: scan.unit?.stepNo },
      after: { state: decided.unit.state, stepNo: decided.unit.stepNo },
      withdrawnDefectIds: decided.withdrawnDefectIds,
      reopenedDefectIds: decided.reopenedDefectIds,
    },
  });
  return { ...decided, unit: cardOf(scan, decided.unit), trackId };
}

async function factsOf(cx: CommandContext, scan: Scan, visitId: string) {
  const { unit, snapshot, station } = scan;
  if (!unit || !snapshot || !station)
    throw refusalError({ code: "ROUTE_VERSION_NOT_READY", context: { sn: scan.sn } });
  const history = await unitHistory(cx.tx, {
    visitId,
    unitId: unit.id,
    stationId: station.id,
    operatorId: cx.actor.id ?? "",
  });
  return {
    ...history,
    stationId: station.id,
    unit,
    snapshot,
    run: scan.run,
    order: scan.order,
    undoSeconds: cx.settings.undoSeconds,
  };
}
