import type { SkippedUnit, UnitCard } from "@lineside/domain/execution";
import type { Target } from "./scan.ts";

/** Where the units of an answer lie, when a carrier was scanned: a person looks for a place, not a number. */
export function placesOn(target: Target) {
  const places =
    target.kind === "CARRIER"
      ? new Map(target.carrier.units.map(({ sn, position }) => [sn, position]))
      : null;
  const placeOf = (sn: string) => (places ? { carrierPosition: places.get(sn) ?? null } : {});
  return {
    units: <U extends { unit: UnitCard }>(units: readonly U[]): U[] =>
      units.map((each) => ({ ...each, unit: { ...each.unit, ...placeOf(each.unit.sn) } })),
    skipped: (units: readonly SkippedUnit[]): SkippedUnit[] =>
      units.map((each) => ({ ...each, ...placeOf(each.sn) })),
  };
}
