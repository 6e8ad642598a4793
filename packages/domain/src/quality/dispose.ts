import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type RouteSnapshot, stepAt } from "../routing/index.ts";
import type { DispositionInput } from "./schema.ts";
import { type DefectState, defectStates } from "./states.ts";

export interface DefectFacts {
  readonly id: string;
  readonly sn: string;
  /** The step the unit failed at. */
  readonly stepNo: number;
  readonly state: DefectState;
  readonly disposition: string | null;
}

export interface Disposed {
  readonly defect: {
    readonly state: DefectState;
    readonly disposition: DispositionInput["type"];
    readonly dispositionReason: string;
    readonly reworkStepNo: number | null;
    readonly closedAt: Instant | null;
  };
  /** What happens to the unit; execution/move-unit.ts carries it out in the same unit of work. */
  readonly move: {
    readonly event: "rework" | "scrap" | "hold";
    readonly toStepNo: number | null;
    readonly reason: string;
  };
}

/**
 * A recorded defect is decided once: REWORK sends the unit back to a step of its frozen route that
 * is not beyond the failed one, SCRAP ends unit and defect, HOLD sets the unit aside. domain.md 4.11.
 */
export function disposeDefect(
  facts: { defect: DefectFacts; snapshot: RouteSnapshot },
  input: DispositionInput,
  now: Instant,
): Result<Disposed> {
  const { defect, snapshot } = facts;
  const { id, sn, stepNo } = defect;
  if (defect.state === "WITHDRAWN") return refuse("DEFECT_WITHDRAWN", { defectId: id, sn });
  const isScrap = input.type === "SCRAP";
  const state = defectStates.next(defect.state, isScrap ? "scrap" : "dispose");
  if (!state.ok)
    return refuse("ALREADY_DISPOSITIONED", { defectId: id, sn, disposition: defect.disposition });
  const isRework = input.type === "REWORK";
  const toStepNo = isRework ? (input.toStepNo ?? null) : null;
  if (isRework && !mayReworkAt(snapshot, stepNo, toStepNo))
    return refuse("REWORK_STEP_INVALID", {
      sn,
      toStepNo,
      failedStepNo: stepNo,
      allowed: reworkSteps(snapshot, stepNo),
    });
  return ok({
    defect: {
      state: state.value,
      disposition: input.type,
      dispositionReason: input.reason,
      reworkStepNo: toStepNo,
      closedAt: isScrap ? now : null,
    },
    move: { event: moveOf[input.type], toStepNo, reason: input.reason },
  });
}

const moveOf = { REWORK: "rework", SCRAP: "scrap", HOLD: "hold" } as const;

/** Steps of the frozen route a unit that failed at `failedStepNo` may go back to. */
export function reworkSteps(snapshot: RouteSnapshot, failedStepNo: number): number[] {
  return snapshot.steps.map((step) => step.stepNo).filter((no) => no <= failedStepNo);
}

function mayReworkAt(
  snapshot: RouteSnapshot,
  failedStepNo: number,
  toStepNo: number | null,
): boolean {
  return toStepNo !== null && toStepNo <= failedStepNo && stepAt(snapshot, toStepNo) !== null;
}
