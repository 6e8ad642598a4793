import {
  disqualified,
  disqualify,
  type MachineMoved,
  disqualifiedRecommendation as recommendation,
} from "@lineside/domain/execution";
import {
  openDefectsOf,
  openHeldDefect,
  recommendDisposition,
  type StoredDefect,
} from "../quality/index.ts";
import {
  asMachine,
  type MachineContext,
  type MachineScan,
  machineHold,
  machineTrackOut,
} from "./machine-moves.ts";
import { origin, originData } from "./moves.ts";
import { subjectOf } from "./scan.ts";

const remarkMax = 500;

/** The effect on the unit; null: it is where no machine takes it from, or out already. */
export type Disqualified = { readonly effect: "TRACK_OUT" | "HOLD"; readonly moved: MachineMoved };

/** A machine takes a unit out of production: in each case quality has a defect to decide about. */
export async function machineDisqualify(
  cx: MachineContext,
  scan: MachineScan,
  remark: string | null,
): Promise<Disqualified | null> {
  const state = scan.unit?.state;
  const isInside = scan.openVisit !== null && scan.openVisit.stationId === scan.station?.id;
  const done = disqualify(state, { isInside });
  if (done === "FAIL") {
    const defects = [{ code: disqualified, location: null, remark }];
    const moved = await machineTrackOut(cx, scan, { result: "FAIL", captures: [], defects });
    await recommend(cx, scan, { ids: moved.defectIds, remark });
    return { effect: "TRACK_OUT", moved };
  }
  if (done === "HOLD") {
    const why = `${disqualified}${remark === null ? "" : `: ${remark}`}`.slice(0, remarkMax);
    const moved = await machineHold(cx, scan, why);
    await holdDefect(cx, scan, remark);
    return { effect: "HOLD", moved };
  }
  if (done === null) return null;
  const open = await openDefectsOf(cx.tx, scan.unit?.id ?? "");
  if (open.length === 0 && state === "ON_HOLD") await holdDefect(cx, scan, remark);
  else await recommend(cx, scan, { ids: open.map(({ id }: StoredDefect) => id), remark });
  return null;
}

async function holdDefect(
  cx: MachineContext,
  scan: MachineScan,
  remark: string | null,
): Promise<void> {
  const move = asMachine(cx);
  const id = cx.newId();
  const stepNo = scan.unit?.stepNo ?? 0;
  await openHeldDefect(
    cx.tx,
    {
      ...{ id, unitId: scan.unit?.id ?? "", runId: scan.runId, trackId: null, stepNo },
      ...{ stationId: scan.station?.id ?? null, code: disqualified, location: null, remark },
      ...{ source: cx.source, now: cx.at, by: move.by },
    },
    recommendation,
  );
  cx.emit({
    ...subjectOf(scan),
    ...origin(move),
    type: "defect.recorded",
    entityType: "defect",
    entityId: id,
    data: {
      ...{ sn: scan.sn, code: disqualified, location: null, remark, stepNo, recommendation },
      ...originData(move),
    },
  });
}

async function recommend(
  cx: MachineContext,
  scan: MachineScan,
  { ids, remark }: { ids: readonly string[]; remark: string | null },
): Promise<void> {
  const move = asMachine(cx);
  await recommendDisposition(cx.tx, ids, recommendation);
  for (const id of ids)
    cx.emit({
      ...subjectOf(scan),
      ...origin(move),
      type: "defect.recommended",
      entityType: "defect",
      entityId: id,
      data: { sn: scan.sn, recommendation, remark, ...originData(move) },
    });
}
