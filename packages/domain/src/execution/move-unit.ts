import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type RouteSnapshot, stepAt } from "../routing/index.ts";
import type { UnitFacts, UnitPatch } from "./facts.ts";
import { unitStates } from "./states.ts";

/** What quality decided about a unit; the decision itself is quality's (quality/dispose.ts). */
export interface UnitMove {
  readonly event: "rework" | "scrap" | "hold";
  readonly toStepNo: number | null;
  readonly reason: string;
}

/** Carries a disposition out: never on a unit that is inside a station. */
export function moveUnit(unit: UnitFacts, move: UnitMove, now: Instant): Result<UnitPatch> {
  const where = { sn: unit.sn, unitState: unit.state, stepNo: unit.stepNo };
  if (unit.state === "IN_STATION") return refuse("UNIT_ALREADY_IN_STATION", where);
  const state = unitStates.next(unit.state, move.event);
  if (!state.ok) return refuse(state.refusal.code, { ...where, ...state.refusal.context });
  const isHold = move.event === "hold";
  return ok({
    state: state.value,
    stepNo: move.toStepNo ?? unit.stepNo,
    heldFrom: isHold ? unit.state : null,
    holdReason: isHold ? move.reason : null,
    finishedAt: state.value === "SCRAPPED" ? now : null,
  });
}

/**
 * Ends a hold. Without a step the unit goes on where the hold interrupted it, which is the end when
 * its last step was passed; with a step it goes back there, never ahead of where it was.
 */
export function releaseUnit(
  facts: { unit: UnitFacts; snapshot: RouteSnapshot },
  input: { toStepNo?: number | null },
  now: Instant,
): Result<UnitPatch> {
  const { unit, snapshot } = facts;
  const where = { sn: unit.sn, unitState: unit.state, stepNo: unit.stepNo };
  if (unit.state !== "ON_HOLD") return refuse("UNIT_NOT_HELD", where);
  const toStepNo = input.toStepNo ?? unit.stepNo;
  if (toStepNo > unit.stepNo || !stepAt(snapshot, toStepNo))
    return refuse("REWORK_STEP_INVALID", {
      ...where,
      toStepNo,
      allowed: snapshot.steps.map((step) => step.stepNo).filter((no) => no <= unit.stepNo),
    });
  const isFinished = unit.heldFrom === "DONE" && (input.toStepNo ?? null) === null;
  const state = unitStates.next(unit.state, isFinished ? "finish" : "release");
  if (!state.ok) return state;
  return ok({
    state: state.value,
    stepNo: toStepNo,
    heldFrom: null,
    holdReason: null,
    finishedAt: isFinished ? now : null,
  });
}
