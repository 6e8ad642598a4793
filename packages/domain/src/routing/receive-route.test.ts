import { expect, test } from "bun:test";
import { planReceivedSteps, routeReceive } from "./receive-route.ts";

const existing = [
  { id: "a", sourceStepKey: "k1" },
  { id: "b", sourceStepKey: "k2" },
  { id: "c", sourceStepKey: null },
];
const step = (sourceStepKey: string, stepNo: number) => ({
  sourceStepKey,
  stepNo,
  operationId: "op",
  name: null,
});

test("a renumbered step stays itself, a new key is a new step, the rest is gone", () => {
  const plan = planReceivedSteps(existing, [step("k2", 5), step("k3", 6), step("k1", 7)]);
  expect(plan.steps.map(({ id, stepNo }) => [id, stepNo])).toEqual([
    ["b", 5],
    [null, 6],
    ["a", 7],
  ]);
  expect(plan.removed).toEqual(["c"]);
});

const route = { source: "ERP", sourceKey: "R-1", code: "R", name: "R", processType: "SMT" };
const line = (sourceStepKey: string, stepNo: number) => ({
  sourceStepKey,
  stepNo,
  operationCode: "PRINT",
});
const rows: [boolean, object[]][] = [
  [true, [line("k1", 10), line("k2", 20)]],
  [false, [line("k1", 10), line("k1", 20)]],
  [false, [line("k1", 10), line("k2", 10)]],
  [false, []],
];
test.each(rows)("%p: %j", (isValid, steps) => {
  expect(routeReceive.safeParse({ ...route, steps }).success).toBe(isValid);
});
