import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { FrozenStep } from "../routing/index.ts";
import type { Operator, ScanFacts, UnitPatch } from "./facts.ts";
import { scanned, stepAtStation, whereabouts } from "./scan-guards.ts";
import { unitStates } from "./states.ts";
import { type TrackedIn, trackIn } from "./track-in.ts";
import {
  type TrackedOut,
  type TrackOutFacts,
  type TrackOutInput,
  trackOut,
  visitHere,
} from "./track-out.ts";

export interface PassedThrough {
  /** null: the unit was in the station already, so that it only leaves. */
  readonly entered: TrackedIn | null;
  readonly left: TrackedOut;
}

/**
 * A machine tells of finished work: the unit enters and leaves in one decision, by the very rules of
 * the two scans, so that no guard is weaker for a machine than for a person (D6). One visit results;
 * a unit that stands in this very station with an open visit only leaves it.
 */
export function passThrough(
  facts: TrackOutFacts,
  input: TrackOutInput & { readonly visitId: string },
  at: Instant,
): Result<PassedThrough> {
  if (isInside(facts)) {
    const left = trackOut(facts, input, at);
    return left.ok ? ok({ entered: null, left: left.value }) : left;
  }
  const entered = trackIn(facts, { by: input.by }, at);
  if (!entered.ok) return entered;
  const left = trackOut(insideOf(facts, entered.value, input), input, at);
  return left.ok ? ok({ entered: entered.value, left: left.value }) : left;
}

/** Whether the unit has its open visit at the station of the scan. */
export function isInside(facts: ScanFacts): boolean {
  const { unit, openVisit, station } = facts;
  return unit?.state === "IN_STATION" && openVisit !== null && openVisit.stationId === station?.id;
}

/** The facts as they are once the unit has entered. */
function insideOf(
  facts: TrackOutFacts,
  entered: TrackedIn,
  { visitId, carrierTrackId = null }: { visitId: string; carrierTrackId?: string | null },
): TrackOutFacts {
  const { visit, unit: patch, run } = entered;
  const { stepNo, stationId, inAt, inByName } = visit;
  return {
    ...facts,
    unit: facts.unit && { ...facts.unit, ...patch, updatedAt: inAt },
    run: run ? { ...facts.run, ...run } : facts.run,
    openVisit: {
      id: visitId,
      carrierTrackId,
      stepNo,
      stationId,
      stationCode: facts.station?.code ?? "",
      inAt,
      inByName,
    },
  };
}

export interface Aborted {
  readonly unit: UnitPatch;
  readonly visit: {
    readonly id: string;
    readonly outAt: Instant;
    readonly outById: string | null;
    readonly outByName: string;
    readonly result: null;
  };
  readonly step: FrozenStep;
}

/**
 * A machine gave up in the middle of its work: the visit ends without a result and the unit waits
 * before the same step again. It passed nothing, and nothing is known against it.
 */
export function abortVisit(
  facts: ScanFacts,
  input: { readonly by: Operator },
  at: Instant,
): Result<Aborted> {
  const scan = scanned(facts);
  if (!scan.ok) return scan;
  const visit = visitHere(facts, scan.value);
  if (!visit.ok) return visit;
  const step = stepAtStation(scan.value, facts);
  if (!step.ok) return step;
  const state = unitStates.next(scan.value.unit.state, "abort");
  if (!state.ok) return state;
  const { id, name } = input.by;
  return ok({
    unit: { state: state.value },
    visit: { id: visit.value.id, outAt: at, outById: id, outByName: name, result: null },
    step: step.value,
  });
}

export interface ClampedTime {
  readonly at: Instant;
  readonly flags: readonly ("CLOCK_AHEAD" | "TIME_MOVED")[];
}

/**
 * When a machine's work counts as done: when the machine says, but never in the future and never
 * before what is known of the unit already. What had to be moved is flagged, not refused: machines'
 * clocks are wrong more often than their work.
 */
export function clampAt(
  facts: Pick<ScanFacts, "unit">,
  occurredAt: Instant,
  now: Instant,
): ClampedTime {
  const flags: ClampedTime["flags"][number][] = [];
  if (occurredAt > now) flags.push("CLOCK_AHEAD");
  const past = occurredAt > now ? now : occurredAt;
  const lastMove = facts.unit?.updatedAt ?? past;
  const isBehind = past < lastMove;
  if (isBehind) flags.push("TIME_MOVED");
  return { at: isBehind ? lastMove : past, flags };
}

/**
 * Nothing but a machine's word is needed to keep a waiting unit of its own line: refused only where it
 * cannot wait. What another line makes is not for this machine to stop.
 */
export function mayHold(facts: ScanFacts): Result<NonNullable<ScanFacts["unit"]>> {
  const { unit, run, station } = facts;
  if (!unit) return refuse("UNIT_NOT_FOUND", { sn: facts.sn });
  if (station && station.lineId !== run.lineId)
    return refuse("STATION_LINE_MISMATCH", {
      ...whereabouts(facts, unit),
      stationCode: station.code,
      stationLine: station.lineCode,
      runLine: run.lineCode,
    });
  if (run.state === "COMPLETED" || run.state === "CANCELLED")
    return refuse("RUN_CLOSED", { sn: unit.sn, runNo: run.runNo, runState: run.state });
  return ok(unit);
}
