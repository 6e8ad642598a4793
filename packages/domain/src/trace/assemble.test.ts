import { describe, expect, test } from "bun:test";
import { frozenItem, frozenStep } from "../routing/frozen.fixture.ts";
import type { RouteSnapshot } from "../routing/index.ts";
import { assembleTrace, type TraceFacts, type TrackFacts } from "./assemble.ts";
import { traceAnswer } from "./schema.ts";

const at = (second: number) => `2026-11-22T04:00:${String(second).padStart(2, "0")}.000Z`;

const frozen = snapshotOf([
  frozenStep({ captureItems: [frozenItem()] }),
  frozenStep({ stepNo: 20, name: "Reflow top" }),
  frozenStep({ stepNo: 30 }),
]);
const newest = snapshotOf([
  frozenStep({ captureItems: [frozenItem({ name: "Height, renamed", upperLimit: 110 })] }),
]);

function snapshotOf(steps: RouteSnapshot["steps"]): RouteSnapshot {
  const route = { id: "r1", code: "SMT-1", name: "SMT", source: "MES", sourceKey: null } as const;
  return { schema: 1, route: { ...route, processType: "SMT", productCode: null }, steps };
}

function track(
  id: string,
  [stepNo, from]: [number, number],
  over: Partial<TrackFacts> = {},
): TrackFacts {
  return {
    id,
    stepNo,
    stationCode: `S${stepNo}`,
    stationName: `Station ${stepNo}`,
    source: "MANUAL",
    inAt: at(from),
    inById: "u-ann",
    inByName: "Ann",
    outAt: at(from + 5),
    outById: "u-ben",
    outByName: "Ben",
    result: "PASS",
    undoneAt: null,
    continuesId: null,
    values: null,
    judgements: null,
    ...over,
  };
}

function facts(over: Partial<TraceFacts> = {}): TraceFacts {
  return {
    unit: {
      id: "unit1",
      sn: "SN-1",
      state: "QUEUED",
      stepNo: 30,
      panelNo: null,
      panelPosition: null,
      holdReason: null,
      createdAt: at(0),
      finishedAt: null,
    },
    product: { code: "P1", name: "Board", customer: null, revision: null, boardSide: null },
    order: { woNo: "WO-1", state: "IN_PROGRESS", plannedQty: 10, dueAt: null },
    run: {
      runNo: "RUN-1",
      state: "IN_PROGRESS",
      planQty: 10,
      line: { code: "L1", name: "Line 1" },
      shiftCode: null,
      changeoverNo: null,
      authorizedAt: at(0),
      startedAt: at(1),
      endedAt: null,
    },
    shown: {
      id: "v1",
      routeCode: "SMT-1",
      routeName: "SMT",
      versionNo: 1,
      compiledAt: at(0),
      compiledByName: "Eve",
    },
    shownSnapshot: frozen,
    frozenVersionId: "v1",
    frozenSnapshot: frozen,
    tracks: [
      track("t3", [20, 40]),
      track("t1", [10, 10], { values: [151], judgements: ["FAIL"] }),
      track("t2", [20, 20], { undoneAt: at(30), result: "FAIL" }),
    ],
    defects: [],
    clocks: [],
    paste: [],
    readiness: { authorizedOn: null, waivers: [], signatures: [] },
    machineEvents: [],
    events: [],
    hasMoreEvents: false,
    ...over,
  };
}

describe("assembleTrace", () => {
  test("the answer is what the schema promises", () => {
    expect(traceAnswer.parse(assembleTrace(facts(), "run"))).toBeDefined();
  });
  test("visits in order, with station, both operators and times", () => {
    const { tracks } = assembleTrace(facts(), "run");
    expect(tracks.map((t) => [t.id, t.stepName, t.attempt])).toEqual([
      ["t1", "Paste printing", 1],
      ["t2", "Reflow top", 1],
      ["t3", "Reflow top", 1],
    ]);
    expect(tracks[0]).toMatchObject({
      station: { code: "S10", name: "Station 10" },
      in: { at: at(10), operatorId: "u-ann", operatorName: "Ann" },
      out: { at: at(15), operatorId: "u-ben", operatorName: "Ben" },
      durationMs: 5_000,
    });
  });
  test("an undone visit stays in the story and does not count as an attempt", () => {
    const { tracks, version } = assembleTrace(facts(), "run");
    expect(tracks[1]).toMatchObject({ id: "t2", result: "FAIL", undoneAt: at(30) });
    expect(version.steps.map((s) => s.status)).toEqual(["PASSED", "PASSED", "CURRENT"]);
  });
  test("D57: values keep the names and limits they were captured against, in both modes", () => {
    const shown = { ...facts().shown, id: "v3", versionNo: 3 };
    const latest = facts({ shown, shownSnapshot: newest });
    for (const trace of [assembleTrace(facts(), "run"), assembleTrace(latest, "latest")])
      expect(trace.tracks[0]?.captures).toEqual([
        {
          code: "PASTE_HEIGHT",
          name: "Paste height",
          nameZh: "锡膏厚度",
          unit: "µm",
          lowerLimit: 100,
          upperLimit: 150,
          value: 151,
          judgement: "FAIL",
          onBreach: "RECORD",
        },
      ]);
    const { version } = assembleTrace(latest, "latest");
    expect([version.versionNo, version.isFrozenForRun, version.steps.length]).toEqual([
      3,
      false,
      1,
    ]);
  });
  const states: [string, string, number, TrackFacts[], string[]][] = [
    //  state       step  visits                                       status of 10, 20, 30
    ["waiting", "QUEUED", 10, [], ["CURRENT", "AHEAD", "AHEAD"]],
    [
      "inside",
      "IN_STATION",
      10,
      [track("a", [10, 1], { outAt: null, result: null })],
      ["IN_STATION", "AHEAD", "AHEAD"],
    ],
    [
      "failed",
      "OUT_FAILED",
      20,
      [track("a", [10, 1]), track("b", [20, 8], { result: "FAIL" })],
      ["PASSED", "FAILED", "AHEAD"],
    ],
    [
      "reworked",
      "QUEUED",
      10,
      [track("a", [10, 1]), track("b", [20, 8], { result: "FAIL" })],
      ["CURRENT", "AHEAD", "AHEAD"],
    ],
    [
      "held after its last step",
      "ON_HOLD",
      30,
      [track("a", [10, 1]), track("b", [20, 8]), track("c", [30, 16])],
      ["PASSED", "PASSED", "PASSED"],
    ],
    [
      "done",
      "DONE",
      30,
      [track("a", [10, 1]), track("b", [20, 8]), track("c", [30, 16])],
      ["PASSED", "PASSED", "PASSED"],
    ],
  ];
  for (const [name, state, stepNo, tracks, expected] of states)
    test(`steps of a unit that is ${name}`, () => {
      const unit = { ...facts().unit, state: state as "QUEUED", stepNo };
      const { version } = assembleTrace(facts({ unit, tracks }), "run");
      expect(version.steps.map((step) => step.status)).toEqual(expected as never);
    });
});
