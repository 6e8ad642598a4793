import { describe, expect, test } from "bun:test";
import { addMs } from "../kernel/index.ts";
import {
  ann,
  ben,
  earlier,
  endedVisit,
  now,
  openVisit,
  outFacts,
  run,
  scanFacts,
  snapshot,
  undoFacts,
  unit,
} from "./facts.fixture.ts";
import { groupResults, moveTogether } from "./move-together.ts";
import { moveUnit, releaseUnit } from "./move-unit.ts";
import { type BindPanelFacts, bindPanel } from "./panel.ts";
import { trackIn } from "./track-in.ts";
import { trackOut } from "./track-out.ts";
import { type UndoFacts, undoTrackOut } from "./undo-track-out.ts";

const codeOf = (result: { ok: boolean; refusal?: { code: string } }) =>
  result.ok ? "ok" : result.refusal?.code;

describe("undoTrackOut refuses in this order", () => {
  const broken: [string, Partial<UndoFacts>][] = [
    ["TRACK_NOT_FOUND", { visit: endedVisit({ outAt: null }) }],
    ["UNDO_MACHINE_VISIT", { visit: endedVisit({ outById: null, outByName: "AOI-1" }) }],
    ["UNDO_ALREADY_DONE", { visit: endedVisit({ undoneAt: earlier }) }],
    ["UNDO_WINDOW_OVER", { undoSeconds: 9 }],
    ["UNDO_NOT_YOURS", { visit: endedVisit({ outById: ben.id }) }],
    ["UNDO_NOT_LATEST", { operatorLatestOutAt: now }],
    ["UNDO_UNIT_MOVED", { latestVisitId: "t2" }],
    ["RUN_CLOSED", { run: run({ state: "COMPLETED" }) }],
    ["RUN_ON_HOLD", { run: run({ state: "ON_HOLD" }) }],
    ["WORK_ORDER_ON_HOLD", { order: { woNo: "W", state: "ON_HOLD", holdReason: "x" } }],
  ];
  for (const [index, [code]] of broken.entries())
    test(code, () => {
      const later = broken.slice(index).map(([, one]) => one);
      const facts = Object.assign({}, undoFacts(), ...later.reverse());
      expect(codeOf(undoTrackOut(facts, { by: ann }, now))).toBe(code);
    });
  const failed = { visit: endedVisit({ result: "FAIL" }) };
  const rows: [string, string, Partial<UndoFacts>][] = [
    [
      "ended by a machine",
      "UNDO_MACHINE_VISIT",
      { visit: endedVisit({ outById: null, outByName: "AOI-1" }), undoSeconds: 0 },
    ],
    ["at another station", "UNDO_NOT_YOURS", { stationId: "s11" }],
    ["switched off", "UNDO_WINDOW_OVER", { undoSeconds: 0 }],
    ["in its last moment", "ok", { undoSeconds: 10 }],
    ["tracked in again", "UNDO_UNIT_MOVED", { unit: unit({ state: "IN_STATION", stepNo: 20 }) }],
    ["scrapped since", "UNDO_UNIT_MOVED", { unit: unit({ state: "SCRAPPED" }), ...failed }],
    ["released elsewhere", "UNDO_UNIT_MOVED", { unit: unit({ stepNo: 10 }) }],
    [
      "defect decided",
      "UNDO_UNIT_MOVED",
      {
        ...failed,
        unit: unit({ state: "OUT_FAILED" }),
        defects: [{ id: "d", state: "DISPOSITIONED" }],
      },
    ],
    ["held by a value", "ok", { unit: unit({ state: "ON_HOLD", stepNo: 20, heldFrom: "QUEUED" }) }],
    [
      "finished",
      "ok",
      { visit: endedVisit({ stepNo: 35 }), unit: unit({ state: "DONE", stepNo: 35 }) },
    ],
  ];
  for (const [name, code, over] of rows)
    test(`${name}: ${code}`, () =>
      expect(codeOf(undoTrackOut(undoFacts(over), { by: ann }, now))).toBe(code as string));
  test("a failure taken back: the visit continues under a new row, its defect is withdrawn", () => {
    const facts = undoFacts({
      visit: endedVisit({ result: "FAIL" }),
      unit: unit({ state: "OUT_FAILED" }),
      defects: [{ id: "d1", state: "RECORDED" }],
    });
    expect(undoTrackOut(facts, { by: ann }, now)).toMatchObject({
      value: {
        unit: { state: "IN_STATION", stepNo: 10, finishedAt: null },
        visit: { stepNo: 10, stationId: "s10", continuesId: "t1" },
        undone: { id: "t1", undoneAt: now, undoneById: "u-ann" },
        withdrawnDefectIds: ["d1"],
        reopenedDefectIds: [],
      },
    });
  });
  test("a PASS taken back opens the rework it had proven", () => {
    const result = undoTrackOut(undoFacts({ closedReworkIds: ["d0"] }), { by: ann }, now);
    expect(result).toMatchObject({ value: { reopenedDefectIds: ["d0"] } });
  });
});

describe("a panel moves whole", () => {
  const board = (n: number, over: Parameters<typeof unit>[0] = {}) =>
    scanFacts({
      sn: `SN-${n}`,
      unit: unit({ id: `unit${n}`, sn: `SN-${n}`, panelPosition: n, ...over }),
    });
  const enter = (facts: ReturnType<typeof board>) => trackIn(facts, { by: ann }, now);
  const panel = (...units: ReturnType<typeof board>[]) => ({
    kind: "PANEL" as const,
    no: "P-1",
    units,
  });

  test("x-out boards stay, the others enter", () => {
    const moved = moveTogether(panel(board(1), board(2, { state: "SCRAPPED" }), board(3)), enter);
    expect(moved).toMatchObject({
      value: {
        moved: [{ facts: { sn: "SN-1" } }, { facts: { sn: "SN-3" } }],
        skipped: [{ sn: "SN-2", panelPosition: 2, state: "SCRAPPED" }],
      },
    });
  });
  const rows: [string, string, ReturnType<typeof panel>][] = [
    ["empty", "PANEL_HAS_NO_UNITS", panel()],
    ["only x-out", "PANEL_HAS_NO_UNITS", panel(board(1, { state: "VOIDED" }))],
    ["two steps", "PANEL_UNITS_DIVERGED", panel(board(1), board(2, { stepNo: 20 }))],
    ["one failed", "PANEL_UNITS_DIVERGED", panel(board(1), board(2, { state: "OUT_FAILED" }))],
    ["all done", "UNIT_ALREADY_DONE", panel(board(1, { state: "DONE" }))],
    [
      "one with a visit",
      "ACTIVE_TRACK_EXISTS",
      panel(board(1), {
        ...board(2),
        openVisit: openVisit(),
      }),
    ],
  ];
  for (const [name, code, given] of rows)
    test(`${name}: ${code}`, () => expect(codeOf(moveTogether(given, enter))).toBe(code));

  const inside = (n: number) =>
    outFacts({
      sn: `SN-${n}`,
      unit: unit({ id: `unit${n}`, sn: `SN-${n}`, panelPosition: n, state: "IN_STATION" }),
      openVisit: openVisit({ id: `t${n}` }),
    });
  test("units leave with their own results, the panel's for the rest", () => {
    const facts = { kind: "PANEL" as const, no: "P-1", units: [inside(1), inside(2)] };
    const results = groupResults(facts, {
      result: "PASS",
      captures: [{ code: "TEMP", value: 245 }],
      units: [{ sn: "SN-2", result: "FAIL", defect: { code: "M12", location: "U5" } }],
    });
    if (!results.ok) throw new Error(results.refusal.code);
    expect([...results.value]).toEqual([
      ["SN-1", { result: "PASS", defect: undefined, captures: [{ code: "TEMP", value: 245 }] }],
      [
        "SN-2",
        {
          result: "FAIL",
          defect: { code: "M12", location: "U5" },
          captures: [{ code: "TEMP", value: 245 }],
        },
      ],
    ]);
    const left = moveTogether(facts, (one) => {
      const { result, defect } = results.value.get(one.sn) ?? { result: "" };
      return trackOut(one, { by: ann, result, defect }, now);
    });
    expect(left).toMatchObject({
      value: {
        moved: [
          { value: { unit: { state: "QUEUED", stepNo: 20 }, defect: null } },
          { value: { unit: { state: "OUT_FAILED" }, defect: { code: "M12", location: "U5" } } },
        ],
      },
    });
  });
  test("a result for a board that is not there, or no more, is refused", () => {
    const facts = {
      kind: "PANEL" as const,
      no: "P-1",
      units: [inside(1), board(2, { state: "SCRAPPED" })],
    };
    const told = (sn: string) =>
      groupResults(facts, { result: "PASS", units: [{ sn, result: "FAIL" }] });
    expect(codeOf(told("SN-9"))).toBe("UNIT_NOT_ON_PANEL");
    expect(codeOf(told("SN-2"))).toBe("UNIT_SCRAPPED");
  });
});

describe("bindPanel refuses in this order", () => {
  const free = (n: number, over = {}) => ({
    ...unit({ id: `unit${n}`, sn: `SN-${n}`, ...over }),
    panelNo: null,
  });
  const good: BindPanelFacts = {
    panelNo: "P-1",
    exists: false,
    run: run(),
    unitsPerPanel: 2,
    sns: ["SN-2", "SN-1"],
    units: [free(1), free(2)],
  };
  const rows: [string, Partial<BindPanelFacts>][] = [
    ["RUN_IN_TERMINAL_STATUS", { run: run({ state: "COMPLETED" }), exists: true }],
    ["PANEL_EXISTS", { exists: true, sns: ["SN-1", "SN-1"] }],
    ["SN_TWICE", { sns: ["SN-1", "SN-1", "SN-3"] }],
    ["PANEL_TOO_MANY_UNITS", { sns: ["SN-1", "SN-2", "SN-3"] }],
    ["UNIT_NOT_FOUND", { sns: ["SN-1", "SN-3"] }],
    ["UNIT_RUN_MISMATCH", { units: [free(1), free(2, { runId: "run2" })] }],
    ["UNIT_ON_PANEL", { units: [free(1), { ...free(2), panelNo: "P-0" }] }],
    ["PANEL_UNITS_DIVERGED", { units: [free(1), free(2, { stepNo: 20 })] }],
  ];
  for (const [code, over] of rows)
    test(code, () => expect(codeOf(bindPanel({ ...good, ...over }))).toBe(code));
  test("positions follow the order of the scans", () => {
    expect(bindPanel(good)).toEqual({
      ok: true,
      value: [
        { unitId: "unit2", panelPosition: 1 },
        { unitId: "unit1", panelPosition: 2 },
      ],
    });
  });
});

describe("quality's decisions move a unit", () => {
  const reason = "solder bridge at U5";
  const rows: [string, ReturnType<typeof moveUnit>, string][] = [
    [
      "in a station",
      moveUnit(unit({ state: "IN_STATION" }), scrap(), now),
      "UNIT_ALREADY_IN_STATION",
    ],
    ["rework a done one", moveUnit(unit({ state: "DONE" }), rework(10), now), "UNIT_STATE_INVALID"],
    ["scrap", moveUnit(unit({ state: "OUT_FAILED" }), scrap(), now), "ok"],
    ["release a free one", release(unit(), null), "UNIT_NOT_HELD"],
    ["release ahead", release(unit({ state: "ON_HOLD" }), 20), "REWORK_STEP_INVALID"],
    [
      "release to no step",
      release(unit({ state: "ON_HOLD", stepNo: 35 }), 30),
      "REWORK_STEP_INVALID",
    ],
    ["release back", release(unit({ state: "ON_HOLD", stepNo: 35 }), 20), "ok"],
  ];
  function scrap() {
    return { event: "scrap", toStepNo: null, reason } as const;
  }
  function rework(toStepNo: number) {
    return { event: "rework", toStepNo, reason } as const;
  }
  function release(held: ReturnType<typeof unit>, toStepNo: number | null) {
    return releaseUnit({ unit: held, snapshot: snapshot() }, { toStepNo }, now);
  }
  for (const [name, result, code] of rows)
    test(`${name}: ${code}`, () => expect(codeOf(result)).toBe(code));
  test("a rework waits again at its step; a hold remembers what it interrupted", () => {
    const failed = unit({ state: "OUT_FAILED", stepNo: 35 });
    expect(moveUnit(failed, rework(20), now)).toMatchObject({
      value: { state: "QUEUED", stepNo: 20 },
    });
    expect(moveUnit(failed, { event: "hold", toStepNo: null, reason }, now)).toMatchObject({
      value: { state: "ON_HOLD", heldFrom: "OUT_FAILED", holdReason: reason },
    });
  });
  test("released, a unit that had passed its last step is done; sent back, it is not", () => {
    const held = unit({ state: "ON_HOLD", stepNo: 35, heldFrom: "DONE" });
    expect(release(held, null)).toMatchObject({ value: { state: "DONE", finishedAt: now } });
    expect(release(held, 35)).toMatchObject({ value: { state: "QUEUED", stepNo: 35 } });
  });
  test("the undo window counts from the track-out", () => {
    const late = addMs(earlier, 30_001);
    expect(codeOf(undoTrackOut(undoFacts(), { by: ann }, late))).toBe("UNDO_WINDOW_OVER");
  });
});
