import { frozenStep } from "../routing/frozen.fixture.ts";
import type { FrozenCaptureItem, FrozenStep, RouteSnapshot } from "../routing/index.ts";
import type { ExecutionRun, ExecutionStation, OpenVisit, ScanFacts, UnitFacts } from "./facts.ts";
import type { TrackOutFacts } from "./track-out.ts";
import type { EndedVisit, UndoFacts } from "./undo-track-out.ts";

export const now = "2026-11-22T04:00:00.000Z";
export const earlier = "2026-11-22T03:59:50.000Z";
export const ann = { id: "u-ann", name: "Ann" };
export const ben = { id: "u-ben", name: "Ben" };

/** Printing 10, inspection 20, reflow 35: the gaps are meant, each at a station of its own group. */
export const steps: FrozenStep[] = [
  step(10, "PRINT", "印刷"),
  step(20, "SPI", "锡膏检测"),
  step(35, "REFLOW", "回流焊"),
];

export function step(stepNo: number, code: string, nameZh: string): FrozenStep {
  return frozenStep({
    stepNo,
    stationType: "MANUAL",
    operation: { id: `op-${code}`, code, name: code, nameZh, traits: [] },
    stationGroup: { id: `g${stepNo}`, code: `G${stepNo}`, name: code },
  });
}

export function withItems(items: FrozenCaptureItem[], stepNo = 10): RouteSnapshot {
  return snapshot(
    steps.map((one) => (one.stepNo === stepNo ? { ...one, captureItems: items } : one)),
  );
}

export function snapshot(of = steps): RouteSnapshot {
  const route = { id: "r1", code: "SMT-1", name: "SMT", source: "MES", sourceKey: null } as const;
  return { schema: 1, route: { ...route, processType: "SMT", productCode: null }, steps: of };
}

/** A station for step 10 on line L1. */
export function station(over: Partial<ExecutionStation> = {}): ExecutionStation {
  return {
    id: "s10",
    code: "S10",
    name: "Printer",
    stationType: "MANUAL",
    groupId: "g10",
    isActive: true,
    lineId: "l1",
    lineCode: "L1",
    ...over,
  };
}

export const lineStations = steps.map(({ stepNo }) =>
  station({ id: `s${stepNo}`, code: `S${stepNo}`, groupId: `g${stepNo}` }),
);

export function unit(over: Partial<UnitFacts> = {}): UnitFacts {
  return {
    id: "unit1",
    sn: "SN-1",
    runId: "run1",
    state: "QUEUED",
    stepNo: 10,
    heldFrom: null,
    holdReason: null,
    panelPosition: null,
    updatedAt: earlier,
    ...over,
  };
}

export function run(over: Partial<ExecutionRun> = {}): ExecutionRun {
  return {
    id: "run1",
    runNo: "RUN-1",
    state: "IN_PROGRESS",
    planQty: 10,
    holdCode: null,
    holdReason: null,
    startedAt: earlier,
    endedAt: null,
    lineId: "l1",
    lineCode: "L1",
    ...over,
  };
}

export function openVisit(over: Partial<OpenVisit> = {}): OpenVisit {
  return {
    id: "t1",
    stepNo: 10,
    stationId: "s10",
    stationCode: "S10",
    inAt: earlier,
    inByName: "Ben",
    ...over,
  };
}

export function scanFacts(over: Partial<ScanFacts> = {}): ScanFacts {
  return {
    sn: "SN-1",
    station: station(),
    unit: unit(),
    run: run(),
    order: { woNo: "WO-1", state: "IN_PROGRESS", holdReason: null },
    snapshot: snapshot(),
    openVisit: null,
    lineStations,
    blockedFrom: null,
    linePaste: null,
    blockingClock: null,
    ...over,
  };
}

/** A unit in the station of its step, ready to leave. */
export function outFacts(over: Partial<TrackOutFacts> = {}): TrackOutFacts {
  return {
    ...scanFacts({ unit: unit({ state: "IN_STATION" }), openVisit: openVisit() }),
    visitDefects: [],
    openReworks: [],
    knownDefectCodes: null,
    ...over,
  };
}

export function endedVisit(over: Partial<EndedVisit> = {}): EndedVisit {
  return {
    id: "t1",
    stepNo: 10,
    stationId: "s10",
    outAt: earlier,
    outById: ann.id,
    outByName: ann.name,
    result: "PASS",
    undoneAt: null,
    ...over,
  };
}

/** Ann passed the unit at step 10 ten seconds ago. */
export function undoFacts(over: Partial<UndoFacts> = {}): UndoFacts {
  return {
    stationId: "s10",
    visit: endedVisit(),
    unit: unit({ stepNo: 20 }),
    latestVisitId: "t1",
    run: run(),
    order: { woNo: "WO-1", state: "IN_PROGRESS", holdReason: null },
    snapshot: snapshot(),
    operatorLatestOutAt: earlier,
    defects: [],
    closedReworkIds: [],
    undoSeconds: 30,
    ...over,
  };
}
