import { describe, expect, test } from "bun:test";
import { judgeReadingTime, judgeReview, trendOf } from "./fridge.ts";
import { at, now } from "./paste.fixture.ts";
import { pastePolicy, pastePresets } from "./policy.ts";

describe("a temperature is written down when it is read off", () => {
  const rows: [string, number][] = [
    ["FRIDGE_READING_IN_FUTURE", 2],
    ["FRIDGE_READING_TOO_OLD", -31],
    ["ok", -30],
    ["ok", 0],
  ];
  for (const [code, minutes] of rows)
    test(`${minutes} min: ${code}`, () => {
      const told = judgeReadingTime(at(minutes), now);
      expect(told.ok ? "ok" : told.refusal.code).toBe(code);
    });
});

describe("another person reviews it", () => {
  const rows: [string, string | null, string | null][] = [
    ["FRIDGE_READING_REVIEWED", "u2", now],
    ["FRIDGE_READING_OWN", "u1", null],
    ["ok", "u2", null],
  ];
  for (const [code, reviewer, reviewedAt] of rows)
    test(`${reviewer}: ${code}`, () => {
      const told = judgeReview({ id: "r", measuredById: "u1", reviewedAt }, reviewer);
      expect(told.ok ? "ok" : told.refusal.code).toBe(code);
    });
});

test("a trend point keeps the extremes of its bucket", () => {
  const reading = (minutes: number, temperatureC: number) => ({
    measuredAt: at(minutes),
    temperatureC,
    isWithin: temperatureC <= 8,
  });
  expect(trendOf([reading(0, 4), reading(10, 9), reading(59, 5), reading(60, 3)], 60)).toEqual([
    { at: now, minC: 4, maxC: 9, meanC: 6, count: 3, outside: 1 },
    { at: at(60), minC: 3, maxC: 3, meanC: 3, count: 1, outside: 0 },
  ]);
});

test("every preset is a valid policy that names what its source states", () => {
  for (const preset of pastePresets) {
    expect(pastePolicy.safeParse(preset.policy).success).toBe(true);
    expect(preset.source === null).toBe(preset.stated.length === 0);
  }
});
