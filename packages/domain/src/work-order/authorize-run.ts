import { type GateReport, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { OrderFacts, RunFacts, RunPatch } from "./facts.ts";
import { runOnHold } from "./run-lifecycle.ts";
import { runStates } from "./states.ts";

/** An item of the preparation that did not pass. */
interface GateItem {
  readonly checkCode: string;
  readonly itemKey: string;
  readonly state: string;
  readonly gate: string;
  readonly finding: unknown;
  readonly resolvedBy: string;
}

export interface AuthorizeFacts {
  readonly run: RunFacts;
  readonly order: Pick<OrderFacts, "woNo" | "state" | "holdReason">;
  /** The preparation judged now, never an earlier evaluation. */
  readonly report: GateReport;
  readonly items: readonly GateItem[];
}

/**
 * Opens mass production of a run in preparation when nothing stops it; null: it was authorised
 * already and stays so. domain.md 4.1.5.
 */
export function authorizeRun(
  { run, order, report, items }: AuthorizeFacts,
  now: Instant,
): Result<RunPatch | null> {
  if (run.state === "AUTHORIZED") return ok(null);
  if (run.state === "ON_HOLD") return runOnHold(run);
  if (!runStates.can(run.state, "authorize"))
    return refuse("RUN_NOT_READY", { runNo: run.runNo, state: run.state });
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { woNo: order.woNo, reason: order.holdReason });
  if (!report.passed)
    return refuse("READINESS_CHECK_FAILED", {
      runNo: run.runNo,
      findings: report.findings.filter((finding) => finding.severity === "BLOCK"),
      items: items
        .filter(({ state }) => state === "FAILED")
        .map(({ checkCode, itemKey, gate, finding, resolvedBy }) => ({
          checkCode,
          itemKey,
          gate,
          finding,
          resolvedBy,
        })),
    });
  return ok({ state: "AUTHORIZED", authorizedAt: now });
}
