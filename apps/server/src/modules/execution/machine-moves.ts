import {
  abortVisit,
  passThrough as decidePassThrough,
  trackIn as decideTrackIn,
  trackOut as decideTrackOut,
  type MachineMoved,
  type MachineOutcome,
  mayHold,
  moveUnit,
  type PassedThrough,
  stationFail,
  type TrackOutInput,
} from "@lineside/domain/execution";
import { unwrap } from "@lineside/domain/kernel";
import { activeDefectCodes } from "../quality/index.ts";
import { completeRunIfFinished } from "../work-order/index.ts";
import { closeVisit, saveUnit } from "./move-store.ts";
import {
  enter,
  goThrough,
  type LeftUnit,
  leave,
  type MoveContext,
  type OutFacts,
  origin,
  originData,
  outFactsOf,
  startOnce,
} from "./moves.ts";
import { decided, subjectOf } from "./scan.ts";
import { type Scan, scanUnit } from "./scan-store.ts";

/**
 * Work a machine reports. `at` is when it happened (see clampAt): rules, visits and clocks go by it.
 * The caller has checked that the sender may speak for the station.
 */
export interface MachineContext extends MoveContext {
  readonly source: "AUTO" | "BATCH" | "TEST";
}

/** A unit at the station a machine names, locked, with all that a move is decided on. */
export type MachineScan = Scan;

/** null: the unit or the station is not known. */
export async function findMachineUnit(
  tx: MachineContext["tx"],
  target: { sn: string; stationCode: string },
): Promise<MachineScan | null> {
  return await scanUnit(tx, target);
}

/**
 * A machine tells of finished work: in and out at once, by the rules of both scans, as one closed
 * visit. A unit that is inside this very station only leaves it.
 */
export async function passThrough(
  cx: MachineContext,
  scan: MachineScan,
  outcome: MachineOutcome,
): Promise<MachineMoved> {
  const facts = await outFactsOf(cx, scan, await codesNamedIn(cx, [outcome]));
  const asked = { ...askedOf(cx, outcome), visitId: cx.newId() };
  const value = await decided(cx.tx, facts, (known) => decidePassThrough(known, asked, cx.at));
  const moved = await savePassed(cx, { facts, value });
  if (value.entered?.run) await startOnce(asMachine(cx), scan);
  await endRun(cx, [moved], scan);
  return moved;
}

/** Saves a unit that was decided to pass; the run's own beginning and end are the caller's. */
export async function savePassed(
  cx: MachineContext,
  { facts, value }: { facts: OutFacts; value: PassedThrough },
  along: { carrierTrackId?: string | null } = {},
): Promise<MachineMoved> {
  const move = asMachine(cx);
  const { entered, left } = value;
  const done = entered
    ? await goThrough(move, { scan: facts, entered, value: left }, along)
    : await leave(move, { scan: facts, value: left });
  return movedOut(cx, facts, done);
}

/** A machine has begun: the unit is inside until it tells the end. */
export async function machineTrackIn(cx: MachineContext, scan: MachineScan): Promise<MachineMoved> {
  const move = asMachine(cx);
  const value = await decided(cx.tx, scan, (facts) => decideTrackIn(facts, { by: move.by }, cx.at));
  const { trackId } = await enter(move, { scan, value });
  if (value.run) await startOnce(move, scan);
  return { ...unmoved(cx, scan), trackId, state: value.unit.state ?? "IN_STATION" };
}

/** A machine has ended what it began at this station. */
export async function machineTrackOut(
  cx: MachineContext,
  scan: MachineScan,
  outcome: MachineOutcome,
): Promise<MachineMoved> {
  const facts = await outFactsOf(cx, scan, await codesNamedIn(cx, [outcome]));
  const asked = askedOf(cx, outcome);
  const value = await decided(cx.tx, facts, (known) => decideTrackOut(known, asked, cx.at));
  const moved = movedOut(cx, facts, await leave(asMachine(cx), { scan: facts, value }));
  await endRun(cx, [moved], scan);
  return moved;
}

/** A machine gave up: the visit ends without a result and the unit waits before its step again. */
export async function machineAbort(
  cx: MachineContext,
  scan: MachineScan,
  reason: string,
): Promise<MachineMoved> {
  const move = asMachine(cx);
  const value = await decided(cx.tx, scan, (facts) => abortVisit(facts, { by: move.by }, cx.at));
  await closeVisit(cx.tx, value.visit);
  await saveUnit(cx.tx, scan, { patch: value.unit, now: cx.at });
  const moved = { ...unmoved(cx, scan), trackId: value.visit.id, state: "QUEUED" as const };
  cx.emit({
    ...subjectOf(scan),
    ...origin(move),
    type: "unit.visitAborted",
    data: {
      trackId: moved.trackId,
      stationCode: scan.station?.code,
      stepNo: value.step.stepNo,
      reason,
      ...originData(move),
    },
  });
  return moved;
}

/** A machine disqualified a waiting unit: it stays on hold until quality decides about it. */
export async function machineHold(
  cx: MachineContext,
  scan: MachineScan,
  reason: string,
): Promise<MachineMoved> {
  const unit = unwrap(mayHold(scan));
  const patch = unwrap(moveUnit(unit, { event: "hold", toStepNo: null, reason }, cx.at));
  await saveUnit(cx.tx, scan, { patch, now: cx.at });
  const move = asMachine(cx);
  cx.emit({
    ...subjectOf(scan),
    ...origin(move),
    type: "unit.held",
    data: {
      stepNo: unit.stepNo,
      reason,
      before: { state: unit.state, stepNo: unit.stepNo },
      after: { state: patch.state, stepNo: unit.stepNo },
      ...originData(move),
    },
  });
  return { ...unmoved(cx, scan), state: "ON_HOLD" };
}

/** A machine is no person: its visits carry the name of its key and nobody's id. */
export function asMachine(cx: MachineContext): MoveContext {
  const { tx, now, settings, timezone, source, at, eventId } = cx;
  return {
    tx,
    now,
    settings,
    timezone,
    source,
    at,
    ...(eventId === undefined ? {} : { eventId }),
    by: { id: null, name: cx.by.name },
    emit: (event) => cx.emit(event),
    newId: () => cx.newId(),
  };
}

export function askedOf(cx: MachineContext, outcome: MachineOutcome): TrackOutInput {
  const { result, captures, remark = null } = outcome;
  const [defect, ...moreDefects] = outcome.defects;
  const unnamed = result === "FAIL" && remark !== null ? { code: stationFail, remark } : null;
  return {
    by: { id: null, name: cx.by.name },
    result,
    captures,
    defect: defect ?? unnamed,
    moreDefects,
  };
}

/** The defect list is only read when a machine names a defect. */
export async function codesNamedIn(
  { tx }: Pick<MachineContext, "tx">,
  outcomes: readonly MachineOutcome[],
): Promise<ReadonlySet<string> | null> {
  const isNamed = outcomes.some((outcome) => outcome.defects.length > 0);
  return isNamed ? await activeDefectCodes(tx) : null;
}

export async function endRun(
  cx: MachineContext,
  moved: readonly MachineMoved[],
  { runId }: Scan,
): Promise<boolean> {
  return moved.some(({ state }) => state === "DONE") && (await completeRunIfFinished(cx, runId));
}

function movedOut(cx: MachineContext, scan: Scan, done: LeftUnit): MachineMoved {
  const { answer, defectIds, breaches } = done;
  return {
    ...unmoved(cx, scan),
    trackId: answer.trackId,
    result: answer.result,
    judgements: answer.judgements,
    breaches,
    alarm: answer.alarm,
    isForcedFail: answer.isForcedFail,
    state: answer.unit.state,
    nextStepNo: answer.nextStep?.stepNo ?? null,
    defectIds,
  };
}

function unmoved(cx: MachineContext, scan: Scan): MachineMoved {
  return {
    unitId: scan.unit?.id ?? "",
    sn: scan.sn,
    trackId: scan.openVisit?.id ?? "",
    result: null,
    judgements: [],
    breaches: [],
    alarm: false,
    isForcedFail: false,
    state: scan.unit?.state ?? "QUEUED",
    stepNo: scan.unit?.stepNo ?? 0,
    nextStepNo: null,
    defectIds: [],
    at: cx.at,
  };
}
