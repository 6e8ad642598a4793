import { describe, expect, test } from "bun:test";
import type { ReadinessItem } from "@lineside/domain/readiness";
import { byUrgency, tallyOf } from "./order.ts";

const items = (...states: ReadinessItem["state"][]) =>
  states.map((state, at) => ({ checkCode: `C${at}`, itemKey: "", state }) as ReadinessItem);
const codes = (list: ReadinessItem[]) => list.map(({ checkCode }) => checkCode).join(" ");

describe("the preparation board", () => {
  const cases: [ReadinessItem["state"][], string][] = [
    [["PASSED", "FAILED"], "C1 C0"],
    [["OFF", "NOT_NEEDED", "PASSED", "WAIVED", "RECORDED", "FAILED"], "C5 C4 C3 C2 C1 C0"],
    [["FAILED", "PASSED", "FAILED"], "C0 C2 C1"],
  ];
  test.each(cases)("%j stands as %s", (states, order) => {
    expect(codes(byUrgency(items(...states)))).toBe(order);
  });

  const tallies: [ReadinessItem["state"][], ReturnType<typeof tallyOf>][] = [
    [[], { failed: 0, settled: 0, total: 0 }],
    [["PASSED", "FAILED", "WAIVED"], { failed: 1, settled: 2, total: 3 }],
    [["OFF", "NOT_NEEDED"], { failed: 0, settled: 0, total: 0 }],
    [["RECORDED", "FAILED"], { failed: 1, settled: 1, total: 2 }],
  ];
  test.each(tallies)("%j counts as %j", (states, tally) => {
    expect(tallyOf(items(...states))).toEqual(tally);
  });
});
