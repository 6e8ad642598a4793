import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { frozenItem } from "../routing/frozen.fixture.ts";
import {
  earlier,
  endedVisit,
  now,
  openVisit,
  outFacts,
  run,
  station,
  undoFacts,
  unit,
  withItems,
} from "./facts.fixture.ts";
import type { UnitFacts } from "./facts.ts";
import { abortVisit, clampAt, mayHold, passThrough } from "./pass-through.ts";
import { scanAction } from "./scan-action.ts";
import { type TrackOutFacts, type TrackOutInput, trackOut } from "./track-out.ts";
import { undoTrackOut } from "./undo-track-out.ts";

const machine = { id: null, name: "SPI-1" };
const waiting = (over: Partial<TrackOutFacts> = {}) =>
  outFacts({ unit: unit(), openVisit: null, ...over });
const pass = (facts: TrackOutFacts, input: Partial<TrackOutInput> = {}) =>
  passThrough(facts, { by: machine, result: "PASS", visitId: "t9", ...input }, now);
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};

describe("passThrough refuses a machine whatever it refuses a person, in this order (D6, D8)", () => {
  const blocking = withItems([frozenItem({ onBreach: "BLOCK" })]);
  const held = { woNo: "WO-1", state: "ON_HOLD", holdReason: "x" } as const;
  const inState = (state: UnitFacts["state"]) => ({ unit: unit({ state }) });
  const rows: [string, Partial<TrackOutFacts>][] = [
    ["STATION_NOT_FOUND", { station: null }],
    ["STATION_INACTIVE", { station: station({ isActive: false }) }],
    ["UNIT_NOT_FOUND", { unit: null }],
    ["ROUTE_VERSION_NOT_READY", { snapshot: null }],
    ["STATION_LINE_MISMATCH", { station: station({ lineId: "l2" }) }],
    ["RUN_NOT_AUTHORIZED", { run: run({ state: "PREP" }) }],
    ["RUN_ON_HOLD", { run: run({ state: "ON_HOLD" }) }],
    ["RUN_CLOSED", { run: run({ state: "COMPLETED" }) }],
    ["WORK_ORDER_ON_HOLD", { order: held }],
    ["UNIT_ALREADY_DONE", inState("DONE")],
    ["UNIT_OUT_FAILED", inState("OUT_FAILED")],
    ["UNIT_ON_HOLD", inState("ON_HOLD")],
    ["UNIT_SCRAPPED", inState("SCRAPPED")],
    ["UNIT_VOIDED", inState("VOIDED")],
    [
      "UNIT_ALREADY_IN_STATION",
      { ...inState("IN_STATION"), openVisit: openVisit({ stationId: "s20" }) },
    ],
    ["STEP_MISMATCH", { unit: unit({ stepNo: 11 }) }],
    ["STATION_MISMATCH", { unit: unit({ stepNo: 20 }) }],
    ["ACTIVE_TRACK_EXISTS", { openVisit: openVisit() }],
    ["TIME_RULE_EXPIRED", { blockedFrom: earlier }],
    ["REQUIRED_DATA_MISSING", { snapshot: blocking }],
  ];
  for (const [code, over] of rows) test(code, () => expect(codeOf(pass(waiting(over)))).toBe(code));
  test("CAPTURE_OUT_OF_LIMITS: a PASS with a value outside a blocking limit", () => {
    const captures = [{ code: "PASTE_HEIGHT", value: 999 }];
    expect(codeOf(pass(waiting({ snapshot: blocking }), { captures }))).toBe(
      "CAPTURE_OUT_OF_LIMITS",
    );
  });
  test("DEFECT_CODE_NOT_FOUND, for any of several; DEFECT_ON_PASS", () => {
    const facts = waiting({ knownDefectCodes: new Set(["M12"]) });
    const found = { defect: { code: "M12" }, moreDefects: [{ code: "M99" }] };
    expect(codeOf(pass(facts, { result: "FAIL", ...found }))).toBe("DEFECT_CODE_NOT_FOUND");
    expect(codeOf(pass(facts, found))).toBe("DEFECT_ON_PASS");
  });
});

describe("passThrough moves the unit", () => {
  test("in and out in one visit, with the next step of the route (D1)", () => {
    const told = value(pass(waiting({ run: run({ state: "AUTHORIZED" }) })));
    expect(told.entered).toMatchObject({
      visit: { stepNo: 10, inAt: now, inById: null, inByName: "SPI-1" },
      run: { state: "IN_PROGRESS", startedAt: now },
    });
    expect(told.left).toMatchObject({
      unit: { state: "QUEUED", stepNo: 20 },
      visit: { id: "t9", outAt: now, outById: null, result: "PASS" },
    });
  });
  test("a unit that is inside this very station only leaves it", () => {
    const told = value(pass(outFacts()));
    expect(told.entered).toBeNull();
    expect(told.left.visit.id).toBe("t1");
  });
  test("a FAIL records every finding once; the visit's own findings stay the only ones (D12)", () => {
    const input = {
      result: "FAIL",
      defect: { code: "M12", location: "U5" },
      moreDefects: [
        { code: "M12", location: "U5" },
        { code: "M12", location: "U6" },
        { code: "M30" },
      ],
    };
    const told = value(pass(waiting(), input)).left;
    expect([told.defect, ...told.moreDefects]).toEqual([
      { code: "M12", location: "U5", remark: null, stepNo: 10 },
      { code: "M12", location: "U6", remark: null, stepNo: 10 },
      { code: "M30", location: null, remark: null, stepNo: 10 },
    ]);
    const known = value(pass(outFacts({ visitDefects: [{ id: "d1" }] }), input)).left;
    expect([known.defect, known.moreDefects]).toEqual([null, []]);
  });
  test("a thousand values out of limits: the reason names the first ten", () => {
    const items = Array.from({ length: 1_000 }, (_, no) =>
      frozenItem({ code: `V${no}`, onBreach: "HOLD" }),
    );
    const captures = items.map(({ code }) => ({ code, value: 999 }));
    const { unit: patch } = value(pass(waiting({ snapshot: withItems(items) }), { captures })).left;
    expect(patch.state).toBe("ON_HOLD");
    expect(patch.holdReason).toStartWith("CAPTURE_OUT_OF_LIMITS: V0 = 999");
    expect(patch.holdReason).toEndWith("(+990)");
  });
});

describe("abortVisit", () => {
  const abort = (over: Partial<TrackOutFacts> = {}) =>
    abortVisit(outFacts(over), { by: machine }, now);
  test("the unit waits before the same step again; nothing is passed, nothing is known against it", () => {
    expect(value(abort())).toMatchObject({
      unit: { state: "QUEUED" },
      visit: { id: "t1", outAt: now, outById: null, outByName: "SPI-1", result: null },
    });
  });
  const rows: [string, Partial<TrackOutFacts>][] = [
    ["RUN_ON_HOLD", { run: run({ state: "ON_HOLD" }) }],
    ["TRACK_NOT_FOUND", { unit: unit(), openVisit: null }],
    ["TRACK_NOT_FOUND", { openVisit: openVisit({ stationId: "s20" }) }],
    ["UNIT_ON_CARRIER", { openVisit: openVisit({ carrierTrackId: "ct1" }) }],
  ];
  for (const [code, over] of rows) test(code, () => expect(codeOf(abort(over))).toBe(code));
});

describe("clampAt", () => {
  const later = "2026-11-22T04:00:01.000Z";
  const before = "2026-11-22T03:00:00.000Z";
  const between = "2026-11-22T03:59:55.000Z";
  const rows: [string, string, ReturnType<typeof clampAt>][] = [
    ["as told", between, { at: between, flags: [] }],
    ["never in the future", later, { at: now, flags: ["CLOCK_AHEAD"] }],
    ["never before the last move", before, { at: earlier, flags: ["TIME_MOVED"] }],
  ];
  for (const [name, told, clamped] of rows)
    test(name, () => expect(clampAt({ unit: unit() }, told, now)).toEqual(clamped));
  test("a unit that moved in the future, by a clock put back: its last move counts", () => {
    const moved = { unit: unit({ updatedAt: later }) };
    expect(clampAt(moved, later, now)).toEqual({ at: later, flags: ["CLOCK_AHEAD", "TIME_MOVED"] });
  });
});

test("a machine may hold what waits, as long as its run is open", () => {
  expect(codeOf(mayHold(waiting({ unit: null })))).toBe("UNIT_NOT_FOUND");
  expect(codeOf(mayHold(waiting({ run: run({ state: "CANCELLED" }) })))).toBe("RUN_CLOSED");
  const elsewhere = waiting({ run: run({ lineId: "another" }) });
  expect(codeOf(mayHold(elsewhere))).toBe("STATION_LINE_MISMATCH");
  expect(codeOf(mayHold(waiting({ run: run({ state: "ON_HOLD" }) })))).toBe("ok");
});

describe("what came in on a carrier leaves with it", () => {
  const aboard = outFacts({ openVisit: openVisit({ carrierTrackId: "ct1", carrierNo: "C-1" }) });
  test("not alone, and not with another carrier", () => {
    const alone = trackOut(aboard, { by: machine, result: "PASS" }, now);
    expect(alone).toMatchObject({
      refusal: { code: "UNIT_ON_CARRIER", context: { sn: "SN-1", carrierNo: "C-1" } },
    });
    const other = { by: machine, result: "PASS", carrierTrackId: "ct2" };
    expect(codeOf(trackOut(aboard, other, now))).toBe("UNIT_ON_CARRIER");
    expect(codeOf(trackOut(aboard, { ...other, carrierTrackId: "ct1" }, now))).toBe("ok");
    expect(scanAction(aboard, machine, now)).toMatchObject({
      action: "NONE",
      refusal: { code: "UNIT_ON_CARRIER" },
    });
  });
});

test("nobody takes a machine's track-out back", () => {
  const visit = endedVisit({ outById: null, outByName: "SPI-1" });
  const by = machine;
  expect(codeOf(undoTrackOut(undoFacts({ visit }), { by }, now))).toBe("UNDO_MACHINE_VISIT");
});
