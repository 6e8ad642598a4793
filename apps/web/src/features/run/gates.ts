import type { RunAnswer } from "@lineside/domain/work-order";
import type { GateState } from "~/ui/gate-stepper.tsx";

export const gateKeys = ["prepare", "units", "authorize", "run", "close"] as const;
export type GateKey = (typeof gateKeys)[number];

type GateRun = Pick<
  RunAnswer,
  "state" | "heldFrom" | "gate" | "counts" | "planQty" | "unitSource" | "authorizedAt"
>;

/** The state a hold interrupted, or the run's own. */
export function stateBeneath({ state, heldFrom }: Pick<RunAnswer, "state" | "heldFrom">) {
  return state === "ON_HOLD" ? (heldFrom ?? state) : state;
}

/** What keeps the run from being authorised by its route or line. */
export function routeFindings(run: Pick<RunAnswer, "gate">) {
  return (run.gate?.findings ?? []).filter((found) => found.check === "ROUTE");
}

export function openUnits(counts: RunAnswer["counts"]): number {
  return counts.queued + counts.inStation + counts.failed + counts.held;
}

/**
 * Where the run stands at each of its gates: those behind it are done, the first one that is not is
 * the one to work on, and an ended run works on none.
 */
export function gatesOf(run: GateRun): Record<GateKey, GateState> & { current: GateKey | null } {
  const isDone = doneGates(run);
  const isEnded = run.state === "COMPLETED" || run.state === "CANCELLED";
  const current = isEnded ? null : (gateKeys.find((key) => !isDone[key]) ?? null);
  const stateOf = (key: GateKey): GateState => {
    if (isDone[key]) return "done";
    if (key !== current) return "ahead";
    if (run.state === "ON_HOLD") return "held";
    return key === "prepare" ? "blocked" : "now";
  };
  const states = Object.fromEntries(gateKeys.map((key) => [key, stateOf(key)]));
  return { ...(states as Record<GateKey, GateState>), current };
}

function doneGates(run: GateRun): Record<GateKey, boolean> {
  const { counts } = run;
  const state = stateBeneath(run);
  const isStarted = state === "IN_PROGRESS" || state === "COMPLETED";
  const hasUnits = run.unitSource === "FIRST_SCAN" || counts.total >= run.planQty;
  return {
    prepare: !routeFindings(run).some((found) => found.severity === "BLOCK"),
    units: isStarted || hasUnits || (state === "AUTHORIZED" && counts.total > 0),
    authorize: isStarted || state === "AUTHORIZED" || (state === "CANCELLED" && !!run.authorizedAt),
    run: state === "COMPLETED" || (isStarted && counts.total > 0 && openUnits(counts) === 0),
    close: state === "COMPLETED",
  };
}
