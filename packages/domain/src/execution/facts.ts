import type { Instant } from "../kernel/index.ts";
import type { FrozenStep, RouteSnapshot } from "../routing/index.ts";
import type { OrderFacts, RunFacts, StationFacts } from "../work-order/index.ts";
import type { UnitState } from "./states.ts";
import type { StepCard } from "./unit-schema.ts";

export interface UnitFacts {
  readonly id: string;
  readonly sn: string;
  readonly runId: string;
  readonly state: UnitState;
  /** The step it is at, or waits before: a number of the frozen route. */
  readonly stepNo: number;
  /** What the hold interrupted: QUEUED, OUT_FAILED, or DONE when the last step was passed. */
  readonly heldFrom: UnitState | null;
  readonly holdReason: string | null;
  readonly panelPosition: number | null;
  /** When it last changed its state. */
  readonly updatedAt: Instant;
}

export type UnitPatch = Partial<Pick<UnitFacts, "state" | "stepNo" | "heldFrom" | "holdReason">> & {
  finishedAt?: Instant | null;
};

/** The visit a unit is in at the moment. */
export interface OpenVisit {
  readonly id: string;
  readonly stepNo: number;
  readonly stationId: string;
  readonly stationCode: string;
  readonly inAt: Instant;
  readonly inByName: string;
  /** The carrier's visit it is part of: it leaves with the carrier and not alone. */
  readonly carrierTrackId?: string | null;
  /** What that carrier is called, where somebody has to be told. */
  readonly carrierNo?: string | null;
}

export interface ExecutionStation extends StationFacts {
  readonly lineId: string;
  readonly lineCode: string;
}

export type ExecutionRun = Pick<
  RunFacts,
  "id" | "runNo" | "state" | "planQty" | "holdCode" | "holdReason" | "startedAt" | "endedAt"
> & { readonly lineId: string; readonly lineCode: string };

export type ExecutionOrder = Pick<OrderFacts, "woNo" | "state" | "holdReason">;

/**
 * Who acts: the operator's badge where one was scanned, else the signed-in user; a machine acts
 * under the name of its key, which is no person's id.
 */
export interface Operator {
  readonly id: string | null;
  readonly name: string;
}

/** The clock that keeps a unit from going on. */
export interface BlockingClock {
  readonly clockId: string;
  readonly ruleCode: string;
  readonly ruleName: string;
  readonly ruleNameZh: string;
  readonly startedAt: Instant;
  readonly expiresAt: Instant;
  readonly isWaivable: boolean;
}

/** The bottle of solder paste that is bound on a line. */
export interface LinePaste {
  readonly bottleNo: string;
  /** When its life ends, and which limit that is. */
  readonly usableUntil: Instant | null;
  readonly limit: string | null;
  /** Why it may not be used, once that was noticed. */
  readonly blockedCode: string | null;
  /** The earliest deadline of its blocking time rules. */
  readonly blockedFrom: Instant | null;
}

/** What both scans have to know about one unit at one station. */
export interface ScanFacts {
  readonly sn: string;
  readonly station: ExecutionStation | null;
  readonly unit: UnitFacts | null;
  readonly run: ExecutionRun;
  readonly order: ExecutionOrder;
  /** The frozen route of the run; null when its version is not READY. */
  readonly snapshot: RouteSnapshot | null;
  readonly openVisit: OpenVisit | null;
  /** Every station of the run's line, to name the right ones. */
  readonly lineStations: readonly ExecutionStation[];
  /** When the unit may not go on any more: the earliest deadline of its blocking time rules. */
  readonly blockedFrom: Instant | null;
  /** Whose deadline that is, to name it. */
  readonly blockingClock: BlockingClock | null;
  /** What the station's line prints with; null: no bottle is bound. */
  readonly linePaste: LinePaste | null;
}

/** In Chinese the operation's Chinese name, unless the step was given a name of its own. */
export function stepCardOf(step: FrozenStep): StepCard {
  return {
    stepNo: step.stepNo,
    name: step.name ?? step.operation.name,
    nameZh: step.name ?? step.operation.nameZh,
    operationCode: step.operation.code,
  };
}
