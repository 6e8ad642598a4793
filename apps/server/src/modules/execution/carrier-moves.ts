import { type CarrierFacts, mayBeHandled, resultOfAll } from "@lineside/domain/execution";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  addCarrierVisit,
  endCarrierVisit,
  type StoredCarrier,
  touchCarrier,
} from "./carrier-store.ts";
import { type MoveContext, origin, originData } from "./moves.ts";
import type { Scan } from "./scan-store.ts";

type Carried = Pick<StoredCarrier, "id" | "carrierNo" | "cycles" | "visit"> & CarrierFacts;

/** A carrier goes into a station with all that lies on it; its units' visits name this one. */
export async function enterCarrier(
  cx: MoveContext,
  carrier: Carried,
  moved: readonly { scan: Scan }[],
): Promise<string> {
  const id = cx.newId();
  const [first] = moved;
  const stepNo = first?.scan.unit?.stepNo ?? 0;
  await addCarrierVisit(cx.tx, {
    id,
    carrierId: carrier.id,
    runId: first?.scan.runId ?? "",
    stepNo,
    stationId: first?.scan.station?.id ?? "",
    source: cx.source,
    inAt: cx.at,
    inById: cx.by.id,
    inByName: cx.by.name,
    openCarrierId: carrier.id,
  });
  tellCarrier(cx, carrier, {
    type: "carrier.trackedIn",
    first: first?.scan,
    data: { carrierTrackId: id, stepNo, sns: moved.map(({ scan }) => scan.sn) },
  });
  return id;
}

/** Whether a carrier may go into a station: it is in use, and not inside of one already. */
export function carrierMayEnter(carrier: Carried): void {
  unwrap(mayBeHandled(carrier));
}

/** The visit a carrier's track-out ends: what did not come in on it does not leave on it. */
export function visitOfCarrier(carrier: Carried, station: { id: string; code: string }): string {
  const { carrierNo, visit, at } = carrier;
  if (visit?.stationId === station.id) return visit.id;
  throw refusalError({
    code: "TRACK_NOT_FOUND",
    context: { carrierNo, stationCode: station.code, ...(at === null ? {} : { at }) },
  });
}

/** The carrier leaves the station with its units; they stay on it until somebody takes them off. */
export async function leaveCarrier(
  cx: MoveContext,
  carrier: Carried,
  left: {
    carrierTrackId: string;
    units: readonly { scan: Scan; result: "PASS" | "FAIL" }[];
  },
): Promise<"PASS" | "FAIL" | "MIXED"> {
  const { carrierTrackId, units } = left;
  const result = resultOfAll(units.map((unit) => unit.result));
  await endCarrierVisit(cx.tx, { id: carrierTrackId, outAt: cx.at, by: cx.by, result });
  await touchCarrier(cx.tx, carrier.id, {
    // Blocked while it was inside, it stays so.
    state: carrier.state === "BLOCKED" ? "BLOCKED" : "IN_USE",
    cycles: carrier.cycles + 1,
    updatedAt: cx.now,
  });
  const first = units[0]?.scan;
  tellCarrier(cx, carrier, {
    type: "carrier.trackedOut",
    first,
    data: {
      carrierTrackId,
      stepNo: first?.unit?.stepNo ?? 0,
      result,
      sns: units.map(({ scan }) => scan.sn),
      failed: units.filter((unit) => unit.result === "FAIL").map(({ scan }) => scan.sn),
    },
  });
  return result;
}

/** An event of the carrier, where its units are. */
export function tellCarrier(
  cx: MoveContext,
  carrier: Pick<StoredCarrier, "id" | "carrierNo">,
  { type, first, data }: { type: string; first: Scan | undefined; data: object },
): void {
  cx.emit({
    type,
    entityType: "carrier",
    entityId: carrier.id,
    entityKey: carrier.carrierNo,
    lineId: first?.station?.lineId ?? null,
    stationId: first?.station?.id ?? null,
    runId: first?.runId ?? null,
    workOrderId: first?.workOrderId ?? null,
    ...origin(cx),
    data: { stationCode: first?.station?.code ?? null, ...data, ...originData(cx) },
  });
}
