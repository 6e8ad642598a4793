import { elapsedMs, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { FrozenStep } from "../routing/index.ts";
import { isOverdue } from "../time-rule/index.ts";
import { type RunPatch, runStates } from "../work-order/index.ts";
import type { Operator, ScanFacts, UnitFacts, UnitPatch } from "./facts.ts";
import { scanned, stepAtStation, whereabouts } from "./scan-guards.ts";
import { unitStates } from "./states.ts";

export interface TrackedIn {
  readonly unit: UnitPatch;
  readonly visit: {
    readonly unitId: string;
    readonly stepNo: number;
    readonly stationId: string;
    readonly inAt: Instant;
    readonly inById: string | null;
    readonly inByName: string;
  };
  readonly step: FrozenStep;
  /** Set by the run's first unit: mass production has begun. */
  readonly run: RunPatch | null;
}

/**
 * One unit enters a station: guards in the order of domain.md 4.4. The run starts only in the same
 * decision that proved the unit (D9); the visit carries its operator from the start (D10).
 */
export function trackIn(
  facts: ScanFacts,
  input: { by: Operator; runNo?: string },
  now: Instant,
): Result<TrackedIn> {
  const scan = scanned(facts);
  if (!scan.ok) return scan;
  const { unit, station } = scan.value;
  const { run } = facts;
  if (input.runNo !== undefined && input.runNo !== run.runNo)
    return refuse("UNIT_RUN_MISMATCH", { ...whereabouts(facts, unit), askedRunNo: input.runNo });
  const waiting = unitWaits(facts, unit);
  if (!waiting.ok) return waiting;
  const step = stepAtStation(scan.value, facts);
  if (!step.ok) return step;
  if (facts.openVisit) return refuse("ACTIVE_TRACK_EXISTS", whereabouts(facts, unit));
  const inTime = unitIsInTime(facts, unit, now);
  if (!inTime.ok) return inTime;
  const printable = pasteIsUsable(facts, { unit, step: step.value }, now);
  if (!printable.ok) return printable;
  const visit = {
    unitId: unit.id,
    stepNo: unit.stepNo,
    stationId: station.id,
    inAt: now,
    inById: input.by.id,
    inByName: input.by.name,
  };
  const starts = runStates.can(run.state, "start");
  return ok({
    unit: { state: waiting.value },
    visit,
    step: step.value,
    run: starts ? { state: "IN_PROGRESS", startedAt: now } : null,
  });
}

/** Why a unit that does not wait may not go in. */
export const refusalOfState: Partial<Record<UnitFacts["state"], string>> = {
  IN_STATION: "UNIT_ALREADY_IN_STATION",
  DONE: "UNIT_ALREADY_DONE",
  OUT_FAILED: "UNIT_OUT_FAILED",
  ON_HOLD: "UNIT_ON_HOLD",
  SCRAPPED: "UNIT_SCRAPPED",
  VOIDED: "UNIT_VOIDED",
};

function unitWaits(facts: ScanFacts, unit: UnitFacts): Result<"IN_STATION"> {
  const code = refusalOfState[unit.state];
  if (code) return refuse(code, { ...whereabouts(facts, unit), reason: unit.holdReason });
  return unitStates.next(unit.state, "trackIn") as Result<"IN_STATION">;
}

/**
 * A blocking time limit of the unit has run out: it goes on only after somebody waived it. The
 * deadline decides, not the job that notices it (D27).
 */
function unitIsInTime(facts: ScanFacts, unit: UnitFacts, now: Instant): Result<null> {
  const { blockedFrom, blockingClock } = facts;
  if (blockedFrom === null || !isOverdue({ expiresAt: blockedFrom }, now)) return ok(null);
  return refuse("TIME_RULE_EXPIRED", {
    ...whereabouts(facts, unit),
    expiresAt: blockedFrom,
    overdueMinutes: Math.floor(elapsedMs(blockedFrom, now) / 60_000),
    ...(blockingClock && {
      ...blockingClock,
      elapsedMinutes: Math.floor(elapsedMs(blockingClock.startedAt, now) / 60_000),
    }),
  });
}

/**
 * Boards are not printed with paste whose life is over: the bottle bound on the line decides, at the
 * instant itself (D20). A line without a bottle is readiness' business, not the scan's.
 */
function pasteIsUsable(
  facts: ScanFacts,
  { unit, step }: { unit: UnitFacts; step: FrozenStep },
  now: Instant,
): Result<null> {
  const { linePaste } = facts;
  if (!linePaste || !step.operation.traits.includes("print")) return ok(null);
  const { bottleNo, usableUntil, limit, blockedCode, blockedFrom } = linePaste;
  const isOver = (at: Instant | null) => at !== null && isOverdue({ expiresAt: at }, now);
  if (blockedCode === null && !isOver(usableUntil) && !isOver(blockedFrom)) return ok(null);
  return refuse("PASTE_NOT_USABLE", {
    ...whereabouts(facts, unit),
    bottleNo,
    usableUntil,
    limit,
    blockedCode,
    blockedFrom,
  });
}
