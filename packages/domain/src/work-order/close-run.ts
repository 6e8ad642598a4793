import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { RunFacts, RunPatch } from "./facts.ts";
import type { UnitCounts } from "./run-schema.ts";
import { runStates } from "./states.ts";

export interface CloseRunFacts {
  readonly run: RunFacts;
  readonly counts: UnitCounts;
  /** QUEUED units that never were in a station. */
  readonly neverStarted: number;
}

export interface ClosedRun {
  /** null: the run had ended before. */
  readonly run: RunPatch | null;
  /** Whether units that never were in a station become VOIDED with the close. */
  readonly voidsNeverStarted: boolean;
}

/**
 * A run in progress is closed when every started unit is done or scrapped. Fewer of them than
 * planned is a short close: it needs a reason, and units never started are voided. domain.md 4.1.6.
 */
export function closeRun(
  facts: CloseRunFacts,
  input: { reason?: string | null },
  now: Instant,
): Result<ClosedRun> {
  const { run, counts, neverStarted } = facts;
  if (runStates.isTerminal(run.state)) return ok({ run: null, voidsNeverStarted: false });
  if (!runStates.can(run.state, "close"))
    return refuse("RUN_NOT_CLOSABLE", {
      runNo: run.runNo,
      state: run.state,
      reason: run.holdReason,
    });
  if (counts.total === 0) return refuse("RUN_HAS_NO_UNITS", { runNo: run.runNo });
  const open = {
    queued: counts.queued - neverStarted,
    inStation: counts.inStation,
    failed: counts.failed,
    held: counts.held,
  };
  if (open.queued + open.inStation + open.failed + open.held > 0)
    return refuse("RUN_UNITS_NOT_TERMINAL", { runNo: run.runNo, ...open });
  const { done, scrapped } = counts;
  const missing = run.planQty - done - scrapped;
  if (missing > 0 && !input.reason)
    return refuse("SHORT_CLOSE_REASON_REQUIRED", {
      runNo: run.runNo,
      planQty: run.planQty,
      done,
      scrapped,
      missing,
      neverStarted,
    });
  return ok({
    run: { state: "COMPLETED", closeReason: input.reason ?? null, endedAt: now },
    voidsNeverStarted: neverStarted > 0,
  });
}

/**
 * Whether a run completes by itself when a unit has ended: the whole plan is done or scrapped,
 * nothing is open, and at least one unit is good. An all-scrapped run waits for a person. D37.
 */
export function completesByItself(
  run: Pick<RunFacts, "state" | "planQty">,
  counts: UnitCounts,
): boolean {
  if (!runStates.can(run.state, "close")) return false;
  const open = counts.queued + counts.inStation + counts.failed + counts.held;
  return open === 0 && counts.done > 0 && counts.done + counts.scrapped >= run.planQty;
}
