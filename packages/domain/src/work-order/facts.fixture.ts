import { frozenStep } from "../routing/frozen.fixture.ts";
import type { RouteSnapshot } from "../routing/index.ts";
import type {
  LineFacts,
  OrderFacts,
  RouteFacts,
  RunFacts,
  RunOfOrder,
  StationFacts,
  VersionFacts,
} from "./facts.ts";
import type { UnitCounts } from "./run-schema.ts";

export const now = "2026-11-22T04:00:00.000Z";

/** A released order for 100 boards on line L1, nothing cut yet. */
export function order(over: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: "o1",
    woNo: "WO-1",
    source: "MES",
    productId: "p1",
    plannedQty: 100,
    routeId: "r1",
    isRouteManual: false,
    state: "RELEASED",
    heldFrom: null,
    holdReason: null,
    erpStatus: null,
    pickStatus: "NONE",
    priority: 0,
    dueAt: null,
    lineId: "l1",
    stationGroupId: null,
    overrunPercent: null,
    remark: null,
    closeReason: null,
    releasedAt: null,
    closedAt: null,
    ...over,
  };
}

export function run(over: Partial<RunFacts> = {}): RunFacts {
  return {
    id: "run1",
    runNo: "RUN-WO-1-01",
    planQty: 10,
    state: "PREP",
    heldFrom: null,
    holdCode: null,
    holdReason: null,
    unitSource: "GENERATED",
    authorizedAt: null,
    startedAt: null,
    endedAt: null,
    closeReason: null,
    ...over,
  };
}

export function runOfOrder(over: Partial<RunOfOrder> = {}): RunOfOrder {
  return { id: "run1", runNo: "RUN-WO-1-01", planQty: 10, state: "PREP", startedAt: null, ...over };
}

export function route(over: Partial<RouteFacts> = {}): RouteFacts {
  return {
    id: "r1",
    code: "SMT-1",
    source: "MES",
    productId: "p1",
    processType: "SMT",
    isActive: true,
    effectiveFrom: null,
    effectiveTo: null,
    ...over,
  };
}

export function line(over: Partial<LineFacts> = {}): LineFacts {
  return { id: "l1", code: "L1", processType: "SMT", isActive: true, ...over };
}

/** Fits `frozenStep()`: an AUTO station of group g1. */
export function station(over: Partial<StationFacts> = {}): StationFacts {
  return {
    id: "s1",
    code: "S1",
    name: "Printer 1",
    stationType: "AUTO",
    groupId: "g1",
    isActive: true,
    ...over,
  };
}

export function snapshot(steps = [frozenStep()]): RouteSnapshot {
  return {
    schema: 1,
    route: {
      id: "r1",
      code: "SMT-1",
      name: "SMT five steps",
      source: "MES",
      sourceKey: null,
      processType: "SMT",
      productCode: null,
    },
    steps,
  };
}

export function version(over: Partial<VersionFacts> = {}): VersionFacts {
  return { id: "v1", versionNo: 1, status: "READY", snapshot: snapshot(), ...over };
}

export function counts(over: Partial<UnitCounts> = {}): UnitCounts {
  const none = { queued: 0, inStation: 0, failed: 0, held: 0, done: 0, scrapped: 0, voided: 0 };
  const all = { ...none, ...over };
  const total = Object.values(all).reduce((sum, n) => sum + n, 0) - all.voided;
  return { total, ...all };
}
