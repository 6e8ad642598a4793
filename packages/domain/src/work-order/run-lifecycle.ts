import { assert, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { RunFacts, RunPatch } from "./facts.ts";
import { runStates } from "./states.ts";

/** A run stands still by hand: no unit may be tracked until it is resumed. */
export function holdRun(run: RunFacts, input: { code: string; reason: string }): Result<RunPatch> {
  if (run.state === "ON_HOLD") return runOnHold(run);
  if (!runStates.can(run.state, "hold")) return runClosed(run);
  return ok({
    state: "ON_HOLD",
    heldFrom: run.state,
    holdCode: input.code,
    holdReason: input.reason,
  });
}

/** A held run goes back to the state the hold interrupted. */
export function resumeRun(run: RunFacts): Result<RunPatch> {
  if (!runStates.can(run.state, "resume"))
    return refuse("RUN_NOT_ON_HOLD", { runNo: run.runNo, state: run.state });
  assert(run.heldFrom, `held run ${run.runNo} without the state it was held from`);
  return ok({ state: run.heldFrom, heldFrom: null, holdCode: null, holdReason: null });
}

/** Mass production is closed again before the first board; authorising anew judges everything anew. */
export function revokeRun(run: RunFacts): Result<RunPatch> {
  if (run.state === "ON_HOLD") return runOnHold(run);
  if (run.startedAt !== null)
    return refuse("RUN_ALREADY_STARTED", { runNo: run.runNo, startedAt: run.startedAt });
  if (!runStates.can(run.state, "revoke"))
    return refuse("RUN_NOT_AUTHORIZED", { runNo: run.runNo, state: run.state });
  return ok({ state: "PREP", authorizedAt: null });
}

/** A run is cancelled only before its first board; its waiting units are voided with it. */
export function cancelRun(
  facts: { run: RunFacts; trackedUnits: number },
  input: { reason: string },
  now: Instant,
): Result<RunPatch> {
  const { run } = facts;
  if (runStates.isTerminal(run.state)) return runClosed(run);
  const isStarted = run.startedAt !== null || facts.trackedUnits > 0;
  if (isStarted || !runStates.can(run.state, "cancel"))
    return refuse("RUN_ALREADY_STARTED", {
      runNo: run.runNo,
      startedAt: run.startedAt,
      trackedUnits: facts.trackedUnits,
    });
  return ok({
    state: "CANCELLED",
    heldFrom: null,
    holdCode: null,
    holdReason: null,
    closeReason: input.reason,
    endedAt: now,
  });
}

export function runOnHold(run: Pick<RunFacts, "runNo" | "holdCode" | "holdReason">): Result<never> {
  const { runNo, holdCode, holdReason } = run;
  return refuse("RUN_ON_HOLD", { runNo, holdCode, reason: holdReason });
}

export function runClosed(run: Pick<RunFacts, "runNo" | "state" | "endedAt">): Result<never> {
  return refuse("RUN_CLOSED", { runNo: run.runNo, state: run.state, endedAt: run.endedAt });
}
