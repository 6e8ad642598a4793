import { expect, test } from "bun:test";
import { faults } from "../kernel/index.ts";
import { endpointStates } from "./endpoint-states.ts";
import { transactionEvidence, verdictOf, workOutcome } from "./transaction.ts";

// biome-ignore format: one row per case: work, completed passes, all verdicts, this one
const cases: [string, boolean, ("PASS" | "FAIL" | null)[], "PASS" | "FAIL" | null, string | null][] = [
  ["Completed", false, [null],           null,   "WAIT"],
  ["Completed", false, ["PASS"],         "PASS", "PASS"],
  ["Completed", false, ["PASS", "FAIL"], "FAIL", "FAIL"],
  ["Completed", true,  [null],           null,   "PASS"],
  ["Completed", true,  ["FAIL"],         "FAIL", "FAIL"],
  ["completed", true,  [null],           null,   "PASS"],
  ["Failed",    true,  [null],           null,   "FAIL"],
  ["Failed",    false, ["PASS"],         "PASS", "FAIL"],
  ["Failed",    false, ["PASS", "FAIL"], "PASS", "PASS"],
  ["Failed",    false, ["PASS", "FAIL"], "FAIL", "FAIL"],
  ["Aborted",   true,  ["PASS"],         "PASS", "ABORT"],
  ["Skipped",   false, [null],           null,   "ABORT"],
  ["Unknown",   true,  ["PASS"],         "PASS", null],
];
test.each(cases)("work %p (completed passes: %p), verdicts %p, this unit %p: %p", (...row) => {
  const [result, isCompletedPass, all, own, expected] = row;
  expect(workOutcome({ result, isCompletedPass }, all, own)).toBe(expected as never);
});

test("verdicts of one unit add up: any failure fails it, the last value counts", () => {
  const said = (result: "PASS" | "FAIL" | null, value: number) => ({
    sn: "SN1",
    result,
    captures: [{ code: "V", value }],
    defects: result === "FAIL" ? [{ code: "D", location: null, remark: null }] : [],
    eventId: "e",
  });
  const of = (...verdicts: ReturnType<typeof said>[]) =>
    verdictOf(transactionEvidence.parse({ verdicts }), "SN1");
  expect(of(said("PASS", 1), said(null, 2))).toEqual({
    result: "PASS",
    captures: [{ code: "V", value: 2 }],
    defects: [],
  });
  expect(of(said("FAIL", 1), said("PASS", 2))).toMatchObject({
    result: "FAIL",
    defects: [{ code: "D" }],
  });
  expect(of()).toEqual({ result: null, captures: [], defects: [] });
});

test("every state of an endpoint can be reached and left", () => {
  expect(faults(endpointStates, "NEW")).toEqual([]);
  expect(endpointStates.states.filter((state) => endpointStates.isTerminal(state))).toEqual([]);
});
