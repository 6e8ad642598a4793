import {
  type Check,
  type GateReport,
  type Instant,
  ok,
  type Result,
  refuse,
  runGate,
} from "../kernel/index.ts";
import type { OrderFacts, RunFacts, RunPatch, StationFacts, VersionFacts } from "./facts.ts";
import { unservedSteps } from "./route-of-order.ts";
import { runOnHold } from "./run-lifecycle.ts";
import { runStates } from "./states.ts";

export interface AuthorizeFacts {
  readonly run: RunFacts;
  readonly order: Pick<OrderFacts, "woNo" | "state" | "holdReason">;
  readonly version: VersionFacts | null;
  readonly lineCode: string;
  readonly lineStations: readonly StationFacts[];
  readonly unitCount: number;
}

/** The frozen version is READY and the line still has an active station for each of its steps. */
export const routeCheck: Check<AuthorizeFacts> = {
  name: "ROUTE",
  resolvedBy: "route:configure",
  run({ version, lineCode, lineStations }) {
    if (version?.status !== "READY")
      return [{ severity: "BLOCK", code: "ROUTE_VERSION_NOT_READY" }];
    return unservedSteps(version.snapshot, lineStations).map((step) => ({
      severity: "BLOCK",
      code: "RUN_LINE_INCOMPATIBLE_WITH_ROUTE",
      context: { lineCode, ...step },
    }));
  },
};

/** Without units nothing can be scanned, unless the first scan creates them: a warning, no more. */
export const unitsCheck: Check<AuthorizeFacts> = {
  name: "UNITS",
  resolvedBy: "run:units",
  run({ run, unitCount }) {
    if (run.unitSource === "FIRST_SCAN" || unitCount >= run.planQty) return [];
    const code = unitCount === 0 ? "RUN_HAS_NO_UNITS" : "RUN_UNITS_BELOW_PLAN";
    return [{ severity: "ALERT", code, context: { unitCount, planQty: run.planQty } }];
  },
};

/** The checks before mass production, in the order people should settle them. */
export const authorizeChecks: readonly Check<AuthorizeFacts>[] = [routeCheck, unitsCheck];

export interface Authorized {
  /** null: it was authorised already and stays so. */
  readonly run: RunPatch | null;
  /** Evaluated now, never taken from an earlier run of the gate; kept as evidence. */
  readonly report: GateReport;
}

/** Opens mass production of a run in preparation when no check blocks. domain.md 4.1.5. */
export function authorizeRun(
  facts: AuthorizeFacts,
  now: Instant,
  checks: readonly Check<AuthorizeFacts>[] = authorizeChecks,
): Result<Authorized> {
  const { run, order } = facts;
  const report = runGate(checks, facts);
  if (run.state === "AUTHORIZED") return ok({ run: null, report });
  if (run.state === "ON_HOLD") return runOnHold(run);
  if (!runStates.can(run.state, "authorize"))
    return refuse("RUN_NOT_READY", { runNo: run.runNo, state: run.state });
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { woNo: order.woNo, reason: order.holdReason });
  if (!report.passed)
    return refuse("READINESS_CHECK_FAILED", {
      runNo: run.runNo,
      findings: report.findings.filter((finding) => finding.severity === "BLOCK"),
    });
  return ok({ run: { state: "AUTHORIZED", authorizedAt: now }, report });
}
