import { ok, type Result, refuse } from "../kernel/index.ts";
import {
  type AskedCarrierState,
  type CarrierKind,
  type CarrierState,
  carrierStates,
} from "./carrier-states.ts";
import type { UnitFacts } from "./facts.ts";
import { refusalOfState } from "./track-in.ts";

/** A unit where it lies. */
export interface CarriedFacts extends UnitFacts {
  readonly position: number | null;
}

export interface CarrierFacts {
  readonly carrierNo: string;
  readonly kind: CarrierKind;
  readonly state: CarrierState;
  readonly stateReason: string | null;
  readonly capacity: number | null;
  /** The station it is inside of. */
  readonly at: string | null;
  readonly units: readonly CarriedFacts[];
}

export interface LoadFacts {
  readonly carrier: CarrierFacts;
  readonly units: readonly (UnitFacts & {
    /** What it lies on. */
    readonly carrierNo: string | null;
    readonly carrierKind: CarrierKind | null;
  })[];
}

export interface Loaded {
  readonly state: CarrierState;
  readonly loads: readonly {
    readonly unitId: string;
    readonly sn: string;
    readonly position: number;
  }[];
  /** Units that leave a lot for it: a lot is no thing that could keep them. */
  readonly leaving: readonly string[];
}

/**
 * Boards are put on a carrier: only what waits, and only together with what waits before the same
 * step of the same run, because from then on they move together. domain.md 4.12
 */
export function loadCarrier(
  { carrier, units }: LoadFacts,
  input: { readonly sns: readonly string[]; readonly positions?: readonly number[] | undefined },
): Result<Loaded> {
  const { carrierNo } = carrier;
  const free = mayBeHandled(carrier);
  if (!free.ok) return free;
  const { sns, positions } = input;
  const twice = sns.filter((sn, index) => sns.indexOf(sn) !== index);
  if (twice.length > 0) return refuse("SN_TWICE", { carrierNo, sns: twice });
  const bySn = new Map(units.map((unit) => [unit.sn, unit]));
  for (const sn of sns) {
    const unit = bySn.get(sn);
    if (!unit) return refuse("UNIT_NOT_FOUND", { sn, carrierNo });
    const fits = mayLie(unit, carrier);
    if (!fits.ok) return fits;
  }
  const together = liesTogether(carrier, units);
  if (!together.ok) return together;
  const { capacity } = carrier;
  const loaded = carrier.units.length;
  if (capacity !== null && loaded + sns.length > capacity)
    return refuse("CARRIER_FULL", { carrierNo, capacity, loaded, asked: sns.length });
  const places = placesFor(carrier, { sns, positions });
  if (!places.ok) return places;
  const state = carrierStates.next(carrier.state, "load");
  return ok({
    state: state.ok ? state.value : carrier.state,
    loads: sns.map((sn, index) => ({
      unitId: bySn.get(sn)?.id ?? "",
      sn,
      position: places.value[index] ?? 0,
    })),
    leaving: units.flatMap((unit) => (unit.carrierNo === null ? [] : [unit.id])),
  });
}

/** Out of use, or inside a station: nobody puts anything on it. */
export function mayBeHandled(carrier: CarrierFacts): Result<null> {
  const { carrierNo, state, stateReason, at } = carrier;
  if (state === "BLOCKED" || state === "CLEANING" || state === "RETIRED")
    return refuse("CARRIER_BLOCKED", { carrierNo, state, reason: stateReason });
  if (at !== null) return refuse("CARRIER_IN_STATION", { carrierNo, at });
  return ok(null);
}

function mayLie(unit: LoadFacts["units"][number], { carrierNo }: CarrierFacts): Result<null> {
  const { sn } = unit;
  const isOnLot = unit.carrierKind === "LOT" && unit.carrierNo !== carrierNo;
  if (unit.carrierNo !== null && !isOnLot)
    return refuse("UNIT_ON_CARRIER", { sn, carrierNo: unit.carrierNo, askedCarrierNo: carrierNo });
  if (unit.state !== "QUEUED")
    return refuse(refusalOfState[unit.state] ?? "UNIT_STATE_INVALID", {
      sn,
      carrierNo,
      unitState: unit.state,
      stepNo: unit.stepNo,
      reason: unit.holdReason,
    });
  return ok(null);
}

function liesTogether(
  { carrierNo, units: lying }: CarrierFacts,
  units: readonly UnitFacts[],
): Result<null> {
  const all = [...lying, ...units];
  const [first] = all;
  const differs = all.filter(
    (unit) =>
      unit.runId !== first?.runId || unit.stepNo !== first.stepNo || unit.state !== first.state,
  );
  if (differs.length === 0) return ok(null);
  const shown = all.map(({ sn, state, stepNo }) => ({ sn, state, stepNo }));
  return refuse("CARRIER_UNITS_DIVERGED", { carrierNo, sn: differs[0]?.sn, units: shown });
}

/** Asked places must exist and be free; unasked, boards take the lowest free ones. */
function placesFor(
  { carrierNo, capacity, units }: CarrierFacts,
  { sns, positions }: { sns: readonly string[]; positions: readonly number[] | undefined },
): Result<number[]> {
  const taken = new Map(units.map(({ position, sn }) => [position, sn]));
  const places: number[] = [];
  let next = 1;
  for (const [index, sn] of sns.entries()) {
    while (positions === undefined && taken.has(next)) next += 1;
    const position = positions === undefined ? next : positions[index];
    if (position === undefined || (capacity !== null && position > capacity))
      return refuse("CARRIER_POSITION_INVALID", {
        carrierNo,
        position: position ?? 0,
        capacity,
        sn,
      });
    const by = taken.get(position);
    if (by !== undefined) return refuse("CARRIER_POSITION_TAKEN", { carrierNo, position, sn: by });
    taken.set(position, sn);
    places.push(position);
  }
  return ok(places);
}

export interface Unloaded {
  readonly state: CarrierState;
  readonly units: readonly CarriedFacts[];
}

/** Boards are taken off: some, or all; never while the carrier is inside a station. */
export function unloadCarrier(
  carrier: CarrierFacts,
  input: { readonly sns?: readonly string[] | undefined },
): Result<Unloaded> {
  const { carrierNo, at, units } = carrier;
  if (at !== null) return refuse("CARRIER_IN_STATION", { carrierNo, at });
  if (units.length === 0) return refuse("CARRIER_EMPTY", { carrierNo });
  const wanted = input.sns === undefined ? null : new Set(input.sns);
  const strange = input.sns?.find((sn) => !units.some((unit) => unit.sn === sn));
  if (strange !== undefined) return refuse("UNIT_NOT_ON_CARRIER", { carrierNo, sn: strange });
  const off = wanted ? units.filter((unit) => wanted.has(unit.sn)) : [...units];
  const emptied = off.length === units.length && carrierStates.can(carrier.state, "empty");
  return ok({ state: emptied ? "READY" : carrier.state, units: off });
}

/**
 * A person takes a carrier out of use or gives it back. Only a block may come while boards lie on
 * it: they are taken off afterwards, or it is given back with them.
 */
export function changeCarrierState(
  carrier: CarrierFacts,
  asked: { readonly state: AskedCarrierState; readonly reason: string | null },
): Result<{ state: CarrierState; stateReason: string | null }> {
  const { carrierNo, state } = carrier;
  const loaded = carrier.units.length;
  const events = {
    READY: state === "CLEANING" ? "cleaned" : loaded > 0 ? "resume" : "release",
    CLEANING: "clean",
    BLOCKED: "block",
    RETIRED: "retire",
  } as const;
  const next = carrierStates.next(state, events[asked.state]);
  if (loaded > 0 && (asked.state === "CLEANING" || asked.state === "RETIRED"))
    return refuse("CARRIER_NOT_EMPTY", { carrierNo, loaded });
  if (!next.ok) return refuse(next.refusal.code, { carrierNo, ...next.refusal.context });
  const isReasoned = asked.state === "BLOCKED" || asked.state === "RETIRED";
  if (isReasoned && asked.reason === null)
    return refuse("CARRIER_REASON_MISSING", { carrierNo, asked: asked.state });
  return ok({ state: next.value, stateReason: asked.reason });
}

/** What all units of a batch came to. */
export function resultOfAll(results: readonly ("PASS" | "FAIL")[]): "PASS" | "FAIL" | "MIXED" {
  const failed = results.filter((result) => result === "FAIL").length;
  if (failed === 0) return "PASS";
  return failed === results.length ? "FAIL" : "MIXED";
}
