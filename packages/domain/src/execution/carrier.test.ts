import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { faults } from "../kernel/index.ts";
import { type BatchFacts, moveBatch } from "./batch.ts";
import {
  type CarriedFacts,
  type CarrierFacts,
  changeCarrierState,
  type LoadFacts,
  loadCarrier,
  mayBeHandled,
  resultOfAll,
  unloadCarrier,
} from "./carrier.ts";
import { type CarrierState, carrierStates } from "./carrier-states.ts";
import { now, outFacts, run, snapshot, steps, unit } from "./facts.fixture.ts";
import { passThrough } from "./pass-through.ts";
import type { TrackOutFacts } from "./track-out.ts";

const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);

function carrier(over: Partial<CarrierFacts> = {}): CarrierFacts {
  return {
    carrierNo: "C-1",
    kind: "PALLET",
    state: "READY",
    stateReason: null,
    capacity: 3,
    at: null,
    units: [],
    ...over,
  };
}

const lying = (n: number, over: Partial<CarriedFacts> = {}): CarriedFacts => ({
  ...unit({ id: `unit${n}`, sn: `SN-${n}` }),
  position: n,
  ...over,
});
const free = (n: number, over: Partial<LoadFacts["units"][number]> = {}) => ({
  ...unit({ id: `unit${n}`, sn: `SN-${n}` }),
  carrierNo: null,
  carrierKind: null,
  ...over,
});

test("every state of a carrier is reached", () =>
  expect(faults(carrierStates, "READY")).toEqual([]));

test("a closed carrier says its state, and a reason only when somebody gave one", () => {
  const told = (stateReason: string | null) =>
    mayBeHandled(carrier({ state: "CLEANING", stateReason }));
  const context = { carrierNo: "C-1", state: "CLEANING" };
  expect(told(null)).toMatchObject({ refusal: { context: { ...context, reason: null } } });
  expect(told("flux")).toMatchObject({ refusal: { context: { ...context, reason: "flux" } } });
});

describe("loadCarrier refuses in this order", () => {
  const load = (
    facts: Partial<LoadFacts>,
    sns = ["SN-1", "SN-2"],
    positions: number[] | undefined = undefined,
  ) => loadCarrier({ carrier: carrier(), units: [free(1), free(2)], ...facts }, { sns, positions });
  const rows: [string, ReturnType<typeof load>][] = [
    ["CARRIER_BLOCKED", load({ carrier: carrier({ state: "BLOCKED", at: "S10" }) })],
    ["CARRIER_BLOCKED", load({ carrier: carrier({ state: "CLEANING" }) })],
    ["CARRIER_BLOCKED", load({ carrier: carrier({ state: "RETIRED" }) })],
    ["CARRIER_IN_STATION", load({ carrier: carrier({ at: "S10" }) }, ["SN-1", "SN-1"])],
    ["SN_TWICE", load({ units: [] }, ["SN-1", "SN-1"])],
    ["UNIT_NOT_FOUND", load({ units: [free(1, { state: "DONE" })] }, ["SN-9"])],
    ["UNIT_ON_CARRIER", load({ units: [free(1, { carrierNo: "C-2", carrierKind: "RACK" })] })],
    ["UNIT_ON_CARRIER", load({ units: [free(1, { carrierNo: "C-1", carrierKind: "LOT" })] })],
    ["UNIT_ALREADY_IN_STATION", load({ units: [free(1, { state: "IN_STATION" }), free(2)] })],
    ["UNIT_OUT_FAILED", load({ units: [free(1, { state: "OUT_FAILED" }), free(2)] })],
    ["UNIT_ON_HOLD", load({ units: [free(1, { state: "ON_HOLD" }), free(2)] })],
    ["UNIT_ALREADY_DONE", load({ units: [free(1, { state: "DONE" }), free(2)] })],
    ["CARRIER_UNITS_DIVERGED", load({ units: [free(1), free(2, { stepNo: 20 })] })],
    ["CARRIER_UNITS_DIVERGED", load({ units: [free(1), free(2, { runId: "run2" })] })],
    [
      "CARRIER_UNITS_DIVERGED",
      load({ carrier: carrier({ units: [lying(9, { state: "OUT_FAILED" })] }) }),
    ],
    ["CARRIER_FULL", load({ carrier: carrier({ units: [lying(8), lying(9)] }) })],
    ["CARRIER_POSITION_INVALID", load({}, ["SN-1", "SN-2"], [1, 4])],
    ["CARRIER_POSITION_INVALID", load({}, ["SN-1", "SN-2"], [1])],
    ["CARRIER_POSITION_TAKEN", load({}, ["SN-1", "SN-2"], [2, 2])],
    ["CARRIER_POSITION_TAKEN", load({ carrier: carrier({ units: [lying(3)] }) }, ["SN-1"], [3])],
  ];
  for (const [code, told] of rows) test(code, () => expect(codeOf(told)).toBe(code));
  test("unasked, boards take the lowest free places", () => {
    const held = carrier({ units: [lying(2)], state: "IN_USE", capacity: null });
    const told = loadCarrier(
      { carrier: { ...held, units: [lying(2, { sn: "SN-8" })] }, units: [free(1), free(2)] },
      { sns: ["SN-1", "SN-2"] },
    );
    expect(told).toMatchObject({
      value: {
        state: "IN_USE",
        loads: [
          { sn: "SN-1", position: 1 },
          { sn: "SN-2", position: 3 },
        ],
        leaving: [],
      },
    });
  });
  test("a lot keeps no board that is put on a thing", () => {
    const onLot = free(1, { carrierNo: "LOT-7", carrierKind: "LOT" });
    expect(load({ units: [onLot] }, ["SN-1"])).toMatchObject({ value: { leaving: ["unit1"] } });
  });
});

describe("unloadCarrier", () => {
  const full = carrier({ state: "IN_USE", units: [lying(1), lying(2)] });
  const rows: [string, ReturnType<typeof unloadCarrier>][] = [
    ["CARRIER_IN_STATION", unloadCarrier(carrier({ at: "S10" }), {})],
    ["CARRIER_EMPTY", unloadCarrier(carrier(), {})],
    ["UNIT_NOT_ON_CARRIER", unloadCarrier(full, { sns: ["SN-1", "SN-9"] })],
  ];
  for (const [code, told] of rows) test(code, () => expect(codeOf(told)).toBe(code));
  test("the last board leaves it ready; a blocked one stays blocked", () => {
    const state = (told: ReturnType<typeof unloadCarrier>) => told.ok && told.value.state;
    expect(state(unloadCarrier(full, { sns: ["SN-1"] }))).toBe("IN_USE");
    expect(state(unloadCarrier(full, {}))).toBe("READY");
    expect(state(unloadCarrier({ ...full, state: "BLOCKED" }, {}))).toBe("BLOCKED");
  });
});

describe("changeCarrierState", () => {
  const reason = "bent pin";
  const rows: [CarrierState, number, Parameters<typeof changeCarrierState>[1]["state"], string][] =
    [
      ["READY    ", 0, "CLEANING", "CLEANING"],
      ["READY    ", 0, "BLOCKED", "BLOCKED"],
      ["READY    ", 0, "READY", "CARRIER_STATE_INVALID"],
      ["IN_USE   ", 2, "BLOCKED", "BLOCKED"],
      ["IN_USE   ", 2, "CLEANING", "CARRIER_NOT_EMPTY"],
      ["IN_USE   ", 2, "RETIRED", "CARRIER_NOT_EMPTY"],
      ["CLEANING ", 0, "READY", "READY"],
      ["BLOCKED  ", 0, "READY", "READY"],
      ["BLOCKED  ", 2, "READY", "IN_USE"],
      ["BLOCKED  ", 0, "RETIRED", "RETIRED"],
      ["RETIRED  ", 0, "READY", "CARRIER_STATE_INVALID"],
    ].map(([from, ...rest]) => [String(from).trim(), ...rest]) as never;
  for (const [from, loaded, asked, expected] of rows)
    test(`${from} with ${loaded} to ${asked}: ${expected}`, () => {
      const units = Array.from({ length: loaded }, (_, n) => lying(n + 1));
      const told = changeCarrierState(carrier({ state: from, units }), { state: asked, reason });
      expect(told.ok ? told.value.state : told.refusal.code).toBe(expected);
    });
  test("who takes it out of use says why", () => {
    const asked = { state: "BLOCKED", reason: null } as const;
    expect(codeOf(changeCarrierState(carrier(), asked))).toBe("CARRIER_REASON_MISSING");
  });
});

describe("moveBatch", () => {
  const batchSteps = steps.map((one) => ({ ...one, stationType: "BATCH" as const }));
  const at = outFacts().station;
  const one = (n: number, over: Partial<TrackOutFacts> = {}) =>
    outFacts({
      sn: `SN-${n}`,
      unit: unit({ id: `unit${n}`, sn: `SN-${n}` }),
      openVisit: null,
      snapshot: snapshot(batchSteps),
      station: at && { ...at, stationType: "BATCH" },
      ...over,
    });
  const failed = (n: number) =>
    one(n, { unit: unit({ id: `unit${n}`, sn: `SN-${n}`, state: "OUT_FAILED" }) });
  const listed = (...units: (TrackOutFacts | null)[]): BatchFacts<TrackOutFacts>["units"] =>
    units.map((facts, index) => ({ sn: facts?.sn ?? `SN-${index + 1}`, facts }));
  const move = (
    units: BatchFacts<TrackOutFacts>["units"],
    policy: BatchFacts<TrackOutFacts>["policy"] = "ALL_OR_NOTHING",
  ) =>
    moveBatch({ carrierNo: "C-1", policy, units }, (facts) =>
      passThrough(facts, { by: { id: null, name: "R" }, result: "PASS", visitId: "t9" }, now),
    );
  const byHand = one(1, { snapshot: snapshot(steps), station: at });
  const other = { runId: "run2" };
  const rows: [string, ReturnType<typeof move>][] = [
    ["CARRIER_EMPTY", move([])],
    ["SN_TWICE", move(listed(one(1), one(1)))],
    ["UNIT_NOT_FOUND", move(listed(one(1), null))],
    ["UNIT_OUT_FAILED", move(listed(one(1), failed(2)))],
    ["UNIT_RUN_MISMATCH", move(listed(one(1), one(2, { unit: unit({ sn: "SN-2", ...other }) })))],
    ["RUN_ON_HOLD", move(listed(one(1, { run: run({ state: "ON_HOLD" }) })))],
    ["BATCH_STEP_REQUIRED", move(listed(byHand))],
    ["BATCH_NOTHING_MOVED", move(listed(failed(1), null), "PARTIAL")],
  ];
  for (const [code, told] of rows) test(code, () => expect(codeOf(told)).toBe(code));
  test("PARTIAL: what may not move stays and is listed", () => {
    expect(move(listed(failed(1), one(2), null), "PARTIAL")).toMatchObject({
      value: {
        moved: [{ facts: { sn: "SN-2" }, value: { left: { unit: { stepNo: 20 } } } }],
        refused: [
          { sn: "SN-1", code: "UNIT_OUT_FAILED" },
          { sn: "SN-3", code: "UNIT_NOT_FOUND" },
        ],
      },
    });
  });
  test("what a batch came to", () => {
    expect(resultOfAll(["PASS", "PASS"])).toBe("PASS");
    expect(resultOfAll(["FAIL", "PASS"])).toBe("MIXED");
    expect(resultOfAll(["FAIL"])).toBe("FAIL");
  });
});
