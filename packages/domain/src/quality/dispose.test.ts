import { describe, expect, test } from "bun:test";
import { faults } from "../kernel/index.ts";
import { frozenStep } from "../routing/frozen.fixture.ts";
import type { RouteSnapshot } from "../routing/index.ts";
import { type DefectFacts, disposeDefect } from "./dispose.ts";
import type { DispositionInput } from "./schema.ts";
import { defectStates } from "./states.ts";

const now = "2026-11-22T04:00:00.000Z";
const reason = "bridge at U5, reflow again";
const snapshot = {
  steps: [10, 20, 35].map((stepNo) => frozenStep({ stepNo })),
} as RouteSnapshot;
const defect = (over: Partial<DefectFacts> = {}): DefectFacts => ({
  id: "d1",
  sn: "SN-1",
  stepNo: 20,
  state: "RECORDED",
  disposition: null,
  ...over,
});
const decide = (facts: DefectFacts, input: Partial<DispositionInput>) =>
  disposeDefect({ defect: facts, snapshot }, { type: "REWORK", reason, ...input }, now);

test("defect states: all reachable, a withdrawn one is final", () => {
  expect(faults(defectStates, "RECORDED")).toEqual([]);
  expect(defectStates.states.filter(defectStates.isTerminal)).toEqual(["WITHDRAWN"]);
});

describe("disposeDefect", () => {
  const rows: [string, Partial<DefectFacts>, Partial<DispositionInput>][] = [
    ["DEFECT_WITHDRAWN", { state: "WITHDRAWN" }, { toStepNo: 99 }],
    ["ALREADY_DISPOSITIONED", { state: "DISPOSITIONED" }, { toStepNo: 99 }],
    ["ALREADY_DISPOSITIONED", { state: "CLOSED" }, { type: "SCRAP" }],
    ["REWORK_STEP_INVALID", {}, {}],
    ["REWORK_STEP_INVALID", {}, { toStepNo: 15 }],
    ["REWORK_STEP_INVALID", {}, { toStepNo: 35 }],
    ["ok", {}, { toStepNo: 20 }],
    ["ok", {}, { toStepNo: 10 }],
    ["ok", {}, { type: "HOLD" }],
    ["ok", {}, { type: "SCRAP" }],
  ];
  for (const [code, over, input] of rows)
    test(`${over.state ?? ""} ${input.type ?? "REWORK"} ${input.toStepNo ?? ""}: ${code}`, () => {
      const told = decide(defect(over), input);
      expect(told.ok ? "ok" : told.refusal.code).toBe(code);
    });
  test("an invalid step is refused with the steps that would do", () => {
    const told = decide(defect(), { toStepNo: 35 });
    expect(told.ok ? null : told.refusal.context).toMatchObject({
      toStepNo: 35,
      failedStepNo: 20,
      allowed: [10, 20],
    });
  });
  test("what each decision does to defect and unit", () => {
    const done = (input: Partial<DispositionInput>) => {
      const told = decide(defect(), input);
      if (!told.ok) throw new Error(told.refusal.code);
      const { state, reworkStepNo, closedAt } = told.value.defect;
      return [state, reworkStepNo, closedAt, told.value.move.event, told.value.move.toStepNo];
    };
    expect(done({ toStepNo: 10 })).toEqual(["DISPOSITIONED", 10, null, "rework", 10]);
    expect(done({ type: "HOLD", toStepNo: 10 })).toEqual([
      "DISPOSITIONED",
      null,
      null,
      "hold",
      null,
    ]);
    expect(done({ type: "SCRAP" })).toEqual(["CLOSED", null, now, "scrap", null]);
  });
});
