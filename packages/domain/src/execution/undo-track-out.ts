import { addMs, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenStep, nextStep, type RouteSnapshot, stepAt } from "../routing/index.ts";
import type { ExecutionOrder, ExecutionRun, Operator, UnitFacts, UnitPatch } from "./facts.ts";

export interface EndedVisit {
  readonly id: string;
  readonly stepNo: number;
  readonly stationId: string;
  readonly outAt: Instant | null;
  readonly outById: string | null;
  readonly outByName: string | null;
  readonly result: string | null;
  readonly undoneAt: Instant | null;
}

export interface UndoFacts {
  readonly stationId: string;
  readonly visit: EndedVisit | null;
  readonly unit: UnitFacts;
  /** The unit's newest visit. */
  readonly latestVisitId: string;
  readonly run: ExecutionRun;
  readonly order: ExecutionOrder;
  readonly snapshot: RouteSnapshot;
  /** The end of the operator's newest track-out at this station that was not undone. */
  readonly operatorLatestOutAt: Instant | null;
  /** Defects recorded with this visit. */
  readonly defects: readonly { readonly id: string; readonly state: string }[];
  /** Defects whose rework this visit's PASS had closed. */
  readonly closedReworkIds: readonly string[];
  readonly undoSeconds: number;
}

export interface Undone {
  readonly unit: UnitPatch;
  /** The visit that continues: same station and step, still open, with the operator who undid it. */
  readonly visit: {
    readonly stepNo: number;
    readonly stationId: string;
    readonly continuesId: string;
  };
  readonly undone: { readonly id: string; readonly undoneAt: Instant; readonly undoneById: string };
  readonly withdrawnDefectIds: string[];
  readonly reopenedDefectIds: string[];
  readonly step: FrozenStep;
}

/**
 * An operator takes back the own last track-out at the same station for some seconds. Nothing is
 * deleted: the visit keeps its row, a new one continues it, and its defect is withdrawn.
 */
export function undoTrackOut(
  facts: UndoFacts,
  input: { by: Operator },
  now: Instant,
): Result<Undone> {
  const { visit, unit, run, order } = facts;
  if (!visit?.outAt) return refuse("TRACK_NOT_FOUND", { sn: unit.sn });
  const where = { sn: unit.sn, trackId: visit.id, outAt: visit.outAt };
  const ended = mayTakeBack(visit, unit.sn);
  if (!ended.ok) return ended;
  if (visit.undoneAt) return refuse("UNDO_ALREADY_DONE", { ...where, undoneAt: visit.undoneAt });
  const until = undoUntil(visit.outAt, facts.undoSeconds);
  if (until === null || now > until)
    return refuse("UNDO_WINDOW_OVER", { ...where, until, undoSeconds: facts.undoSeconds });
  if (visit.outById !== input.by.id || visit.stationId !== facts.stationId)
    return refuse("UNDO_NOT_YOURS", { ...where, operatorName: visit.outByName });
  if (facts.operatorLatestOutAt !== null && facts.operatorLatestOutAt > visit.outAt)
    return refuse("UNDO_NOT_LATEST", { ...where, latestAt: facts.operatorLatestOutAt });
  if (!isWhereItWasLeft(facts, visit))
    return refuse("UNDO_UNIT_MOVED", { ...where, unitState: unit.state, stepNo: unit.stepNo });
  if (run.state === "COMPLETED" || run.state === "CANCELLED")
    return refuse("RUN_CLOSED", { ...where, runNo: run.runNo, endedAt: run.endedAt });
  if (run.state === "ON_HOLD")
    return refuse("RUN_ON_HOLD", { ...where, holdCode: run.holdCode, reason: run.holdReason });
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { ...where, woNo: order.woNo, reason: order.holdReason });
  const step = stepAt(facts.snapshot, visit.stepNo);
  if (!step) return refuse("STEP_MISMATCH", { ...where, stepNo: visit.stepNo });
  return ok({
    unit: {
      state: "IN_STATION",
      stepNo: visit.stepNo,
      heldFrom: null,
      holdReason: null,
      finishedAt: null,
    },
    visit: { stepNo: visit.stepNo, stationId: visit.stationId, continuesId: visit.id },
    undone: { id: visit.id, undoneAt: now, undoneById: ended.value },
    withdrawnDefectIds: facts.defects.map((defect) => defect.id),
    reopenedDefectIds: [...facts.closedReworkIds],
    step,
  });
}

/**
 * An undo takes back a slip of the hand. What a machine or another system reported is evidence of what
 * it did, and it may report it again: nobody takes its visit back, whatever the time. A wrong failure is
 * put right by its disposition, a wrong pass by failing the unit where it stands and reworking it.
 * Returns who ended the visit.
 */
export function mayTakeBack(
  { id, outAt, outById, outByName }: EndedVisit,
  sn: string | null,
): Result<string> {
  if (outById !== null) return ok(outById);
  return refuse("UNDO_MACHINE_VISIT", { sn, trackId: id, outAt, machine: outByName });
}

/** The last instant at which a track-out may be taken back; null when undo is switched off. */
export function undoUntil(outAt: Instant, undoSeconds: number): Instant | null {
  return undoSeconds > 0 ? addMs(outAt, undoSeconds * 1000) : null;
}

function isWhereItWasLeft(facts: UndoFacts, visit: EndedVisit): boolean {
  const { unit } = facts;
  if (facts.latestVisitId !== visit.id) return false;
  if (facts.defects.some((defect) => defect.state !== "RECORDED")) return false;
  if (visit.result === "FAIL") return unit.state === "OUT_FAILED" && unit.stepNo === visit.stepNo;
  const next = nextStep(facts.snapshot, visit.stepNo);
  const leftAs = next ? "QUEUED" : "DONE";
  if (unit.stepNo !== (next?.stepNo ?? visit.stepNo)) return false;
  return unit.state === leftAs || (unit.state === "ON_HOLD" && unit.heldFrom === leftAs);
}
