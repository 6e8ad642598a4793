import { describe, expect, test } from "bun:test";
import { Metrics, quantileOf } from "./metrics.ts";
import { Family, Histogram } from "./series.ts";

describe("quantile of buckets", () => {
  const bounds = [1, 2, 4];
  test.each([
    ["nothing observed", [], 0.5, null],
    ["only zeroes", [0, 0, 0, 0], 0.99, null],
    ["all in the first bucket: evenly spread from 0", [4, 0, 0, 0], 0.5, 0.5],
    ["the middle of the second bucket", [2, 2, 0, 0], 0.75, 1.5],
    ["the end of the last bound", [1, 0, 1, 0], 1, 4],
    ["beyond all bounds it says the last bound", [0, 0, 0, 5], 0.5, 4],
    ["an empty bucket is skipped", [1, 0, 3, 0], 0.25, 1],
  ] as [string, number[], number, number | null][])("%s", (...[, counts, q, expected]) => {
    expect(quantileOf(bounds, counts, q)).toBe(expected);
  });
});

describe("a histogram", () => {
  test("a value on a bound belongs below it, and one beyond all bounds is counted too", () => {
    const histogram = new Histogram([1, 2], false);
    for (const value of [0, 1, 1.5, 2, 3]) histogram.observe(value, 0);
    expect([...histogram.counts]).toEqual([2, 2, 1]);
    expect(histogram).toMatchObject({ sum: 7.5, count: 5 });
  });

  test("forgets what is older than the window, step by step", () => {
    let now = 0;
    const metrics = new Metrics(() => now);
    const commits = metrics.histogram("lineside_commit_duration_seconds").of();
    const p = (nowMs: number, windowMs: number) => {
      now = nowMs;
      return metrics.quantile("lineside_commit_duration_seconds", 1, windowMs);
    };
    commits.observe(0.004, 5_000);
    commits.observe(0.9, 305_000);
    expect(p(305_000, 60_000)).toBe(1);
    expect(p(5_000, 60_000)).toBe(0.005);
    expect(p(365_000, 300_000)).toBe(1);
    expect(p(605_000, 300_000)).toBeNull();
    // The slot of 5 s is used again ten minutes later: what was in it is gone.
    commits.observe(0.0001, 605_000);
    expect(p(605_000, 10_000)).toBe(0.00025);
    expect(commits.count).toBe(3);
  });

  test("asks all series of a family together", () => {
    const metrics = new Metrics(() => 1);
    const units = metrics.histogram("lineside_unit_duration_seconds");
    units.of("committed").observe(0.001, 1);
    units.of("failed").observe(4, 1);
    const of = (q: number) => metrics.quantile("lineside_unit_duration_seconds", q, 10_000);
    expect([of(0.5), of(1)]).toEqual([0.001, 5]);
  });
});

test("a label that takes ever new values ends in one series of the rest", () => {
  const family = new Family(["a", "b"], () => ({ value: 0, add() {}, set() {} }));
  for (let at = 0; at < 5_000; at++) family.of(String(at), "x");
  expect(family.series.size).toBe(2_001);
  expect(family.of("new", "y")).toBe(family.of("other", "other"));
});
