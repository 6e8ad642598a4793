import { ok, type Result, refuse } from "../kernel/index.ts";
import type { Source } from "./kinds.ts";

/** How many rows of each kind stand on a row, e.g. { stations: 5, runs: 0 }. */
export type Dependents = Readonly<Record<string, number>>;

export type PlantThing = "LINE" | "STATION" | "STATION_GROUP" | "OPERATION" | "PRODUCT" | "SHIFT";

/**
 * Master data that anything stands on is never deleted; it is switched off instead. The refusal
 * counts what stands on it.
 */
export function checkRemoval(
  thing: PlantThing,
  code: string,
  dependents: Dependents,
): Result<true> {
  const found = Object.entries(dependents).filter(([, count]) => count > 0);
  if (found.length === 0) return ok(true);
  return refuse(`${thing}_HAS_DEPENDENCIES`, { code, dependents: Object.fromEntries(found) });
}

/** Operations that come from the ERP change there, not here. */
export function checkOperationEdit(operation: { code: string; source: Source }): Result<true> {
  if (operation.source === "ERP") return refuse("OPERATION_ERP_READONLY", { code: operation.code });
  return ok(true);
}

export interface StationChangeFacts {
  readonly code: string;
  /** The change touches line, type or activity. */
  readonly isMoved: boolean;
  /** Units that are in the station now. */
  readonly openVisits: number;
}

/** A station with boards in it keeps its line, its type and its activity until they are out. */
export function checkStationChange(facts: StationChangeFacts): Result<true> {
  if (facts.isMoved && facts.openVisits > 0)
    return refuse("STATION_IN_USE", { code: facts.code, units: facts.openVisits });
  return ok(true);
}

export interface LineChangeFacts {
  readonly code: string;
  /** The change touches process type or activity. */
  readonly isRepurposed: boolean;
  /** Runs on the line that are neither completed nor cancelled. */
  readonly openRuns: number;
}

/** A line with open runs keeps its process type and its activity. */
export function checkLineChange(facts: LineChangeFacts): Result<true> {
  if (facts.isRepurposed && facts.openRuns > 0)
    return refuse("LINE_IN_USE", { code: facts.code, runs: facts.openRuns });
  return ok(true);
}
