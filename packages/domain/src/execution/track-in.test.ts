import { describe, expect, test } from "bun:test";
import { faults } from "../kernel/index.ts";
import {
  ann,
  earlier,
  lineStations,
  now,
  openVisit,
  run,
  scanFacts,
  snapshot,
  station,
  steps,
  unit,
} from "./facts.fixture.ts";
import type { LinePaste, ScanFacts } from "./facts.ts";
import { type FirstScanFacts, firstScan } from "./first-scan.ts";
import { scanAction } from "./scan-action.ts";
import { unitStates } from "./states.ts";
import { trackIn } from "./track-in.ts";

const enter = (facts: ScanFacts, runNo?: string) => trackIn(facts, { by: ann, runNo }, now);
const codeOf = (facts: ScanFacts, runNo?: string) => {
  const result = enter(facts, runNo);
  return result.ok ? "ok" : result.refusal.code;
};
const contextOf = (facts: ScanFacts) => {
  const result = enter(facts);
  return result.ok ? null : result.refusal.context;
};
const heldOrder = { woNo: "WO-1", state: "ON_HOLD", holdReason: "no PCBs" } as const;
const other = station({ id: "s20", code: "S20", groupId: "g20" });

const printing = snapshot(
  steps.map((one) => ({ ...one, operation: { ...one.operation, traits: ["print" as const] } })),
);
const paste = (over: Partial<LinePaste>): LinePaste => ({
  bottleNo: "B1",
  usableUntil: null,
  limit: "OPEN_LIFE",
  blockedCode: null,
  blockedFrom: null,
  ...over,
});

test("unit states: all reachable, none unknown, ended units stay ended", () => {
  expect(faults(unitStates, "QUEUED")).toEqual([]);
  expect(unitStates.states.filter(unitStates.isTerminal)).toEqual(["SCRAPPED", "VOIDED"]);
});

describe("trackIn refuses in this order", () => {
  // Each row breaks its own guard; the test adds what breaks every later guard as well.
  const broken: [string, Partial<ScanFacts>][] = [
    ["STATION_NOT_FOUND", { station: null }],
    ["STATION_INACTIVE", { station: station({ isActive: false }) }],
    ["UNIT_NOT_FOUND", { unit: null }],
    ["ROUTE_VERSION_NOT_READY", { snapshot: null }],
    ["STATION_LINE_MISMATCH", { station: station({ lineId: "l2", lineCode: "L2" }) }],
    ["RUN_ON_HOLD", { run: run({ state: "ON_HOLD" }) }],
    ["WORK_ORDER_ON_HOLD", { order: heldOrder }],
    ["UNIT_ALREADY_IN_STATION", { unit: unit({ state: "IN_STATION" }) }],
    ["ROUTING_EMPTY", { snapshot: snapshot([]) }],
    ["STEP_MISMATCH", { unit: unit({ stepNo: 11 }) }],
    ["STATION_MISMATCH", { station: other }],
    ["ACTIVE_TRACK_EXISTS", { openVisit: openVisit() }],
    ["TIME_RULE_EXPIRED", { blockedFrom: now }],
    ["PASTE_NOT_USABLE", { linePaste: paste({ usableUntil: now }), snapshot: printing }],
  ];
  for (const [index, [code]] of broken.entries())
    test(code, () => {
      const later = broken.slice(index).map(([, one]) => one);
      expect(codeOf(Object.assign({}, scanFacts(), ...later.reverse()))).toBe(code);
    });

  const rows: [string, Partial<ScanFacts>][] = [
    ["RUN_NOT_AUTHORIZED", { run: run({ state: "PREP" }) }],
    ["RUN_CLOSED", { run: run({ state: "COMPLETED" }) }],
    ["RUN_CLOSED", { run: run({ state: "CANCELLED" }) }],
    ["WORK_ORDER_CANCELLED", { order: { ...heldOrder, state: "CANCELLED" } }],
    ["UNIT_ALREADY_IN_STATION", { unit: unit({ state: "IN_STATION" }) }],
    ["UNIT_ALREADY_DONE", { unit: unit({ state: "DONE" }) }],
    ["UNIT_OUT_FAILED", { unit: unit({ state: "OUT_FAILED" }) }],
    ["UNIT_ON_HOLD", { unit: unit({ state: "ON_HOLD" }) }],
    ["UNIT_SCRAPPED", { unit: unit({ state: "SCRAPPED" }) }],
    ["UNIT_VOIDED", { unit: unit({ state: "VOIDED" }) }],
    ["ok", { run: run({ state: "AUTHORIZED" }) }],
    ["ok", {}],
  ];
  for (const [code, over] of rows)
    test(`${JSON.stringify(over.run?.state ?? over.order?.state ?? over.unit?.state ?? "")}: ${code}`, () =>
      expect(codeOf(scanFacts(over))).toBe(code));
  test("paste: at the instant its life ends, blocked, or by a time rule; only where paste is printed", () => {
    const printed = (over: Partial<LinePaste>, route = printing) =>
      codeOf(scanFacts({ linePaste: paste(over), snapshot: route }));
    const later = "2026-11-22T04:00:00.001Z";
    expect(printed({ usableUntil: later, blockedFrom: later })).toBe("ok");
    expect(printed({ usableUntil: now })).toBe("PASTE_NOT_USABLE");
    expect(printed({ blockedCode: "PASTE_EXPIRED" })).toBe("PASTE_NOT_USABLE");
    expect(printed({ blockedFrom: now })).toBe("PASTE_NOT_USABLE");
    expect(printed({ usableUntil: now }, snapshot())).toBe("ok");
  });
  test("another run than the unit's: UNIT_RUN_MISMATCH", () => {
    expect(codeOf(scanFacts(), "RUN-2")).toBe("UNIT_RUN_MISMATCH");
    expect(codeOf(scanFacts(), "RUN-1")).toBe("ok");
  });
});

describe("trackIn", () => {
  test("D8: a unit on hold cannot be tracked in, and the operator is told why", () => {
    const held = unit({ state: "ON_HOLD", holdReason: "AOI false calls" });
    expect(codeOf(scanFacts({ unit: held }))).toBe("UNIT_ON_HOLD");
    expect(contextOf(scanFacts({ unit: held }))).toMatchObject({
      sn: "SN-1",
      reason: "AOI false calls",
    });
  });
  test("D9: the run starts only with a unit that may enter", () => {
    const authorized = { run: run({ state: "AUTHORIZED", startedAt: null }) };
    expect(enter(scanFacts({ ...authorized, unit: null })).ok).toBe(false);
    expect(enter(scanFacts({ ...authorized, station: other })).ok).toBe(false);
    expect(enter(scanFacts(authorized))).toMatchObject({
      value: { run: { state: "IN_PROGRESS", startedAt: now } },
    });
    expect(enter(scanFacts())).toMatchObject({ value: { run: null } });
  });
  test("D10: the visit names station, time and operator from the start", () => {
    expect(enter(scanFacts())).toMatchObject({
      value: {
        unit: { state: "IN_STATION" },
        visit: {
          unitId: "unit1",
          stepNo: 10,
          stationId: "s10",
          inAt: now,
          inById: "u-ann",
          inByName: "Ann",
        },
      },
    });
  });
  test("the second scanner is told who has the board, where and since when", () => {
    const taken = scanFacts({ unit: unit({ state: "IN_STATION" }), openVisit: openVisit() });
    expect(contextOf(taken)).toMatchObject({ at: "S10", since: earlier, operatorName: "Ben" });
  });
  test("at the wrong station: the step, its stations and the step after it", () => {
    expect(contextOf(scanFacts({ station: other }))).toEqual({
      sn: "SN-1",
      runNo: "RUN-1",
      woNo: "WO-1",
      unitState: "QUEUED",
      since: earlier,
      stepNo: 10,
      step: { stepNo: 10, name: "PRINT", nameZh: "印刷", operationCode: "PRINT" },
      rightStations: ["S10"],
      nextStep: { stepNo: 20, name: "SPI", nameZh: "锡膏检测", operationCode: "SPI" },
      stationCode: "S20",
    });
  });
  test("D27: a blocking time limit holds from its deadline on, whoever has noticed it", () => {
    const limit = (blockedFrom: string) => codeOf(scanFacts({ blockedFrom }));
    expect(limit("2026-11-22T04:00:00.001Z")).toBe("ok");
    expect(limit("2026-11-22T04:00:00.000Z")).toBe("TIME_RULE_EXPIRED");
    const blockedFrom = "2026-11-22T03:30:00.000Z";
    const blockingClock = {
      clockId: "c1",
      ruleCode: "WASH_4H",
      ruleName: "Reflow to wash",
      ruleNameZh: "回流至水洗",
      startedAt: "2026-11-21T23:30:00.000Z",
      expiresAt: blockedFrom,
      isWaivable: true,
    };
    expect(contextOf(scanFacts({ blockedFrom, blockingClock }))).toMatchObject({
      sn: "SN-1",
      ruleCode: "WASH_4H",
      expiresAt: blockedFrom,
      overdueMinutes: 30,
      elapsedMinutes: 270,
    });
  });
  test("a held run is told with its code and reason", () => {
    const held = run({ state: "ON_HOLD", holdCode: "EQUIPMENT", holdReason: "M2 is down" });
    expect(contextOf(scanFacts({ run: held }))).toMatchObject({
      holdCode: "EQUIPMENT",
      reason: "M2 is down",
    });
  });
});

describe("scanAction: the unit's state decides, not a button", () => {
  const inside = { unit: unit({ state: "IN_STATION" }), openVisit: openVisit() };
  const rows: [string, string | null, Partial<ScanFacts>][] = [
    ["TRACK_IN", null, {}],
    ["TRACK_OUT", null, inside],
    ["NONE", "UNIT_ALREADY_IN_STATION", { ...inside, station: other }],
    ["NONE", "RUN_ON_HOLD", { ...inside, run: run({ state: "ON_HOLD" }) }],
    ["NONE", "UNIT_OUT_FAILED", { unit: unit({ state: "OUT_FAILED" }) }],
  ];
  for (const [action, code, over] of rows)
    test(`${action} ${code ?? ""}`, () => {
      const told = scanAction(scanFacts(over), ann, now);
      expect([told.action, told.refusal?.code ?? null]).toEqual([action, code]);
    });
});

describe("firstScan creates a unit only where a run says so", () => {
  const candidate = {
    run: run({ state: "AUTHORIZED" }),
    snapshot: snapshot(),
    unitCount: 9,
    matchesPattern: null,
  };
  const good: FirstScanFacts = { sn: "NEW-1", station: station(), candidates: [candidate] };
  const second = { ...candidate, run: run({ id: "run2", runNo: "RUN-2" }) };
  const full = { ...candidate, unitCount: 10 };
  const rows: [string, Partial<FirstScanFacts>, string?][] = [
    ["UNIT_NOT_FOUND", { candidates: [] }],
    ["UNIT_NOT_FOUND", { candidates: [{ ...candidate, run: run({ state: "PREP" }) }] }],
    ["UNIT_NOT_FOUND", {}, "RUN-2"],
    ["RUN_CHOICE_REQUIRED", { candidates: [candidate, second] }],
    ["STATION_MISMATCH", { station: lineStations[1] }],
    ["SN_PATTERN_MISMATCH", { candidates: [{ ...full, matchesPattern: false }] }],
    ["QUANTITY_EXCEEDS_PLAN", { candidates: [full] }],
    ["ok", { candidates: [candidate, second] }, "RUN-2"],
    ["ok", {}],
  ];
  for (const [code, over, runNo] of rows)
    test(`${code} ${runNo ?? ""}`, () => {
      const result = firstScan({ ...good, ...over }, { runNo });
      expect(result.ok ? "ok" : result.refusal.code).toBe(code);
    });
});
