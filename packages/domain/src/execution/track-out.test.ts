import { describe, expect, test } from "bun:test";
import { frozenItem } from "../routing/frozen.fixture.ts";
import {
  ann,
  lineStations,
  now,
  openVisit,
  outFacts,
  run,
  snapshot,
  station,
  unit,
  withItems,
} from "./facts.fixture.ts";
import { type TrackOutFacts, type TrackOutInput, trackOut } from "./track-out.ts";

const leave = (facts: TrackOutFacts, input: Partial<TrackOutInput> = {}) =>
  trackOut(facts, { by: ann, result: "PASS", ...input }, now);
const codeOf = (facts: TrackOutFacts, input: Partial<TrackOutInput> = {}) => {
  const result = leave(facts, input);
  return result.ok ? "ok" : result.refusal.code;
};
const value = (facts: TrackOutFacts, input: Partial<TrackOutInput> = {}) => {
  const result = leave(facts, input);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const inStation = (stepNo: number) => unit({ state: "IN_STATION", stepNo });
const at = (stepNo: number, over: Partial<TrackOutFacts> = {}) =>
  outFacts({
    station: lineStations.find((one) => one.id === `s${stepNo}`) ?? null,
    unit: inStation(stepNo),
    openVisit: openVisit({ stepNo, stationId: `s${stepNo}`, stationCode: `S${stepNo}` }),
    ...over,
  });
const height = (value: number | string | null) => [{ code: "PASTE_HEIGHT", value }];

describe("trackOut refuses in this order", () => {
  const blocking = withItems([frozenItem({ onBreach: "BLOCK" })]);
  const broken: [string, Partial<TrackOutFacts>][] = [
    ["STATION_NOT_FOUND", { station: null }],
    ["STATION_INACTIVE", { station: station({ isActive: false }) }],
    ["UNIT_NOT_FOUND", { unit: null }],
    ["ROUTE_VERSION_NOT_READY", { snapshot: null }],
    ["STATION_LINE_MISMATCH", { station: station({ lineId: "l2" }) }],
    ["RUN_NOT_AUTHORIZED", { run: run({ state: "PREP" }) }],
    ["WORK_ORDER_ON_HOLD", { order: { woNo: "WO-1", state: "ON_HOLD", holdReason: "x" } }],
    ["UNIT_ON_HOLD", { unit: unit({ state: "ON_HOLD" }) }],
    ["TRACK_NOT_FOUND", { openVisit: null }],
    ["ROUTING_EMPTY", { snapshot: snapshot([]) }],
    ["REQUIRED_DATA_MISSING", { snapshot: blocking }],
  ];
  for (const [index, [code]] of broken.entries())
    test(code, () => {
      const later = broken.slice(index).map(([, one]) => one);
      expect(codeOf(Object.assign({}, outFacts(), ...later.reverse()))).toBe(code);
    });
  test("a result that is neither PASS nor FAIL, or a defect on a PASS, before anything else", () => {
    const nowhere = outFacts({ station: null, knownDefectCodes: new Set(["M12"]) });
    const defect = { code: "M99" };
    expect(codeOf(nowhere, { result: "pass" })).toBe("RESULT_INVALID");
    expect(codeOf(nowhere, { result: "" })).toBe("RESULT_INVALID");
    expect(codeOf(nowhere, { defect })).toBe("DEFECT_ON_PASS");
    expect(codeOf(nowhere, { result: "FAIL", defect })).toBe("DEFECT_CODE_NOT_FOUND");
  });
  test("a visit elsewhere, or at another step, is no visit here", () => {
    const elsewhere = openVisit({ stationId: "s20", stationCode: "S20" });
    expect(codeOf(outFacts({ openVisit: elsewhere }))).toBe("TRACK_NOT_FOUND");
    expect(codeOf(outFacts({ openVisit: openVisit({ stepNo: 20 }) }))).toBe("TRACK_NOT_FOUND");
    expect(codeOf(outFacts({ unit: unit({ state: "QUEUED" }) }))).toBe("TRACK_NOT_FOUND");
  });
  test("a station regrouped since the track-in no longer fits", () => {
    expect(codeOf(outFacts({ station: station({ groupId: "g20" }) }))).toBe("STATION_MISMATCH");
  });
  const rows: [string, ReturnType<typeof height>, "PASS" | "FAIL"][] = [
    ["DATA_SPEC_NOT_FOUND", [{ code: "NO_SUCH", value: 1 }], "PASS"],
    ["REQUIRED_DATA_MISSING", [], "PASS"],
    ["REQUIRED_DATA_MISSING", height(""), "PASS"],
    ["DATA_VALUE_INVALID", height("thick"), "PASS"],
    ["DATA_VALUE_INVALID", [...height(120), ...height(130)], "PASS"],
    ["CAPTURE_OUT_OF_LIMITS", height(151), "PASS"],
    ["ok", height(150), "PASS"],
    ["ok", [], "FAIL"],
    ["ok", height(151), "FAIL"],
    ["DATA_VALUE_INVALID", height("thick"), "FAIL"],
  ];
  for (const [code, captures, result] of rows)
    test(`${result} with ${JSON.stringify(captures)}: ${code}`, () =>
      expect(codeOf(outFacts({ snapshot: blocking }), { result, captures })).toBe(code));
});

describe("trackOut moves the unit", () => {
  test("PASS: to the next larger step number, whatever the gap; DONE only after the last", () => {
    const rows: [number, string, number, number | null][] = [
      [10, "QUEUED", 20, 20],
      [20, "QUEUED", 35, 35],
      [35, "DONE", 35, null],
    ];
    for (const [stepNo, state, then, next] of rows) {
      const out = value(at(stepNo));
      expect(out.unit).toMatchObject({ state, stepNo: then } as never);
      expect(out.nextStep?.stepNo ?? null).toBe(next);
      expect(out.unit.finishedAt).toBe(next === null ? now : null);
    }
  });
  test("FAIL: stays at its step and opens one defect, the operator's or STATION_FAIL", () => {
    expect(value(outFacts(), { result: "FAIL" })).toMatchObject({
      unit: { state: "OUT_FAILED", stepNo: 10 },
      nextStep: null,
      defect: { code: "STATION_FAIL", location: null, stepNo: 10 },
      visit: { id: "t1", outAt: now, outById: "u-ann", outByName: "Ann", result: "FAIL" },
    });
    const defect = { code: "M12", location: "U5" };
    const known = outFacts({ knownDefectCodes: new Set(["M12"]) });
    expect(value(known, { result: "FAIL", defect }).defect).toMatchObject(defect);
  });
  test("D11: the defect is part of the same decision as the failed unit", () => {
    const out = value(outFacts(), { result: "FAIL" });
    expect([out.unit.state, out.defect !== null]).toEqual(["OUT_FAILED", true]);
    expect(value(outFacts()).defect).toBeNull();
  });
  test("D12: one defect per attempt: a machine's finding is not doubled, and overrules a PASS", () => {
    const found = outFacts({ visitDefects: [{ id: "d1" }] });
    for (const result of ["FAIL", "PASS"])
      expect(value(found, { result })).toMatchObject({
        unit: { state: "OUT_FAILED" },
        visit: { result: "FAIL" },
        defect: null,
        isForcedFail: result === "PASS",
      });
  });
  test("D13: every value is judged against its frozen limits, and the breach acts", () => {
    const rows: ["RECORD" | "ALARM" | "HOLD" | "BLOCK", string, string, boolean, string][] = [
      //         result  state         alarm  judgement
      ["RECORD", "PASS", "QUEUED", /*   */ false, "FAIL"],
      ["ALARM", /**/ "PASS", "QUEUED", /*   */ true, "FAIL"],
      ["HOLD", /* */ "PASS", "ON_HOLD", /*  */ true, "FAIL"],
      ["HOLD", /* */ "FAIL", "OUT_FAILED", /**/ true, "FAIL"],
      ["BLOCK", /**/ "FAIL", "OUT_FAILED", /**/ true, "FAIL"],
    ];
    for (const [onBreach, result, state, alarm, judgement] of rows) {
      const facts = outFacts({ snapshot: withItems([frozenItem({ onBreach })]) });
      const out = value(facts, { result, captures: height(99.9) });
      expect([onBreach, out.unit.state, out.alarm, out.captured?.judgements[0]]).toEqual([
        onBreach,
        state as never,
        alarm,
        judgement as never,
      ]);
    }
    const inside = outFacts({ snapshot: withItems([frozenItem({ onBreach: "HOLD" })]) });
    expect(value(inside, { captures: height(100) })).toMatchObject({
      unit: { state: "QUEUED" },
      alarm: false,
      captured: { values: [100], judgements: ["PASS"] },
    });
  });
  test("held by a value it keeps where it would have gone, also beyond the last step", () => {
    const items = [frozenItem({ onBreach: "HOLD" })];
    const mid = value(outFacts({ snapshot: withItems(items) }), { captures: height(200) });
    expect(mid.unit).toEqual({
      state: "ON_HOLD",
      stepNo: 20,
      heldFrom: "QUEUED",
      holdReason: "CAPTURE_OUT_OF_LIMITS: PASTE_HEIGHT = 200 µm",
      finishedAt: null,
    });
    const last = value(at(35, { snapshot: withItems(items, 35) }), { captures: height(200) });
    expect(last.unit).toMatchObject({ state: "ON_HOLD", stepNo: 35, heldFrom: "DONE" });
  });
  test("values are kept in the order of the frozen items, null where nothing was captured", () => {
    const items = [frozenItem({ isRequired: false }), frozenItem({ id: "b", code: "B" })];
    const captures = [{ code: "B", value: "120" }];
    expect(value(outFacts({ snapshot: withItems(items) }), { captures }).captured).toMatchObject({
      values: [null, 120],
      judgements: ["NA", "PASS"],
    });
  });
  test("a rework is proven when the unit passes the step it failed at", () => {
    const openReworks = [{ id: "d20", stepNo: 20 }];
    expect(value(at(10, { openReworks })).closedDefectIds).toEqual([]);
    expect(value(at(20, { openReworks })).closedDefectIds).toEqual(["d20"]);
    expect(value(at(20, { openReworks }), { result: "FAIL" }).closedDefectIds).toEqual([]);
  });
});
