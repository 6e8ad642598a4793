import { ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenStep, nextStep, stationFits, stepAt } from "../routing/index.ts";
import type { ExecutionStation, ScanFacts, UnitFacts } from "./facts.ts";
import { stepCardOf } from "./facts.ts";

export interface Scanned {
  readonly station: ExecutionStation;
  readonly unit: UnitFacts;
  readonly snapshot: NonNullable<ScanFacts["snapshot"]>;
}

/**
 * The guards both scans begin with, in the order of domain.md 4.4 and 4.5 #1-2: the station works,
 * the unit is known (its run comes from it), its route is frozen and READY, the station is on the
 * run's line, and neither run nor order stands still.
 */
export function scanned(facts: ScanFacts): Result<Scanned> {
  const { station, unit, run, snapshot } = facts;
  if (!station) return refuse("STATION_NOT_FOUND");
  if (!station.isActive) return refuse("STATION_INACTIVE", { stationCode: station.code });
  if (!unit) return refuse("UNIT_NOT_FOUND", { sn: facts.sn });
  if (!snapshot) return refuse("ROUTE_VERSION_NOT_READY", { sn: facts.sn, runNo: run.runNo });
  if (station.lineId !== run.lineId)
    return refuse("STATION_LINE_MISMATCH", {
      ...whereabouts(facts, unit),
      stationCode: station.code,
      stationLine: station.lineCode,
      runLine: run.lineCode,
    });
  const open = runIsOpen(facts, unit);
  return open.ok ? ok({ station, unit, snapshot }) : open;
}

function runIsOpen(facts: ScanFacts, unit: UnitFacts): Result<null> {
  const { run, order } = facts;
  const where = whereabouts(facts, unit);
  if (run.state === "ON_HOLD")
    return refuse("RUN_ON_HOLD", { ...where, holdCode: run.holdCode, reason: run.holdReason });
  if (run.state === "COMPLETED" || run.state === "CANCELLED")
    return refuse("RUN_CLOSED", { ...where, runState: run.state, endedAt: run.endedAt });
  if (run.state === "PREP") return refuse("RUN_NOT_AUTHORIZED", { ...where, runState: run.state });
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { ...where, reason: order.holdReason });
  if (order.state === "CANCELLED" || order.state === "COMPLETED")
    return refuse(`WORK_ORDER_${order.state}`, where);
  return ok(null);
}

/** The unit's current step in the frozen route, at a station that may do it. */
export function stepAtStation(
  { station, unit, snapshot }: Scanned,
  facts: ScanFacts,
): Result<FrozenStep> {
  const where = whereabouts(facts, unit);
  if (snapshot.steps.length === 0) return refuse("ROUTING_EMPTY", where);
  const step = stepAt(snapshot, unit.stepNo);
  if (!step)
    return refuse("STEP_MISMATCH", { ...where, steps: snapshot.steps.map((s) => s.stepNo) });
  if (!stationFits(step, station))
    return refuse("STATION_MISMATCH", { ...where, stationCode: station.code });
  return ok(step);
}

/**
 * What an operator has to know about a unit that may not move here: where it stands, since when,
 * who has it, and which stations are right for its step.
 */
export function whereabouts(facts: ScanFacts, unit: UnitFacts): Record<string, unknown> {
  const { snapshot, openVisit } = facts;
  const step = snapshot && stepAt(snapshot, unit.stepNo);
  const next = snapshot && nextStep(snapshot, unit.stepNo);
  return {
    sn: unit.sn,
    runNo: facts.run.runNo,
    woNo: facts.order.woNo,
    unitState: unit.state,
    since: openVisit?.inAt ?? unit.updatedAt,
    ...(openVisit && { at: openVisit.stationCode, operatorName: openVisit.inByName }),
    stepNo: unit.stepNo,
    ...(step && {
      step: stepCardOf(step),
      rightStations: facts.lineStations
        .filter((station) => station.isActive && stationFits(step, station))
        .map((station) => station.code),
    }),
    nextStep: next ? stepCardOf(next) : null,
  };
}
