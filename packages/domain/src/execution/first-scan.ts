import { ok, type Result, refuse } from "../kernel/index.ts";
import { firstStep, type RouteSnapshot, stationFits } from "../routing/index.ts";
import type { ExecutionRun, ExecutionStation } from "./facts.ts";
import { stepCardOf } from "./facts.ts";

export interface FirstScanRun {
  readonly run: ExecutionRun;
  readonly snapshot: RouteSnapshot;
  /** Units the run has, voided ones left out. */
  readonly unitCount: number;
  /** Whether the serial number has the form of the product's pattern; null when it has no pattern. */
  readonly matchesPattern: boolean | null;
}

export interface FirstScanFacts {
  readonly sn: string;
  readonly station: ExecutionStation;
  /** Runs of the station's line that create units at the first scan and are open. */
  readonly candidates: readonly FirstScanRun[];
}

/**
 * An unknown serial number becomes a unit only in a run that says so (FIRST_SCAN), at a station of
 * its first step, within the plan. With several such runs the operator has to name one.
 */
export function firstScan(
  facts: FirstScanFacts,
  input: { runNo?: string },
): Result<{ runId: string; stepNo: number }> {
  const { sn, station } = facts;
  const open = facts.candidates.filter(
    ({ run }) => run.state === "AUTHORIZED" || run.state === "IN_PROGRESS",
  );
  const asked = input.runNo ? open.filter(({ run }) => run.runNo === input.runNo) : open;
  const [chosen] = asked;
  if (!chosen) return refuse("UNIT_NOT_FOUND", { sn, ...(input.runNo && { runNo: input.runNo }) });
  if (asked.length > 1)
    return refuse("RUN_CHOICE_REQUIRED", { sn, runs: asked.map(({ run }) => run.runNo) });
  const { run, snapshot, unitCount } = chosen;
  const step = firstStep(snapshot);
  if (!stationFits(step, station))
    return refuse("STATION_MISMATCH", {
      sn,
      runNo: run.runNo,
      stationCode: station.code,
      stepNo: step.stepNo,
      step: stepCardOf(step),
    });
  if (chosen.matchesPattern === false)
    return refuse("SN_PATTERN_MISMATCH", { sn, runNo: run.runNo });
  if (unitCount + 1 > run.planQty)
    return refuse("QUANTITY_EXCEEDS_PLAN", {
      sn,
      runNo: run.runNo,
      planQty: run.planQty,
      existing: unitCount,
      asked: 1,
      remaining: 0,
    });
  return ok({ runId: run.id, stepNo: step.stepNo });
}
