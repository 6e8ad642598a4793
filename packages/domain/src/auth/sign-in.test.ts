import { describe, expect, test } from "bun:test";
import { addMinutes } from "../kernel/index.ts";
import { afterFailure, lockedUntil, type SignInFailures } from "./sign-in.ts";

const now = "2026-11-22T08:00:00.000Z";
const at = (minutes: number) => addMinutes(now, minutes);
const policy = { failuresMax: 3, lockMinutes: 15 };
const failed = (failures: number, minutesAgo = 1, until: number | null = null): SignInFailures => ({
  failures,
  lastFailedAt: at(-minutesAgo),
  lockedUntil: until === null ? null : at(until),
});

describe("failures in a row", () => {
  // biome-ignore format: a table
  const rows: [string, SignInFailures | null, number, number | null][] = [
    ["the first                    ", null,                 1, null],
    ["the second                   ", failed(1),            2, null],
    ["the third locks              ", failed(2),            3, 15],
    ["a day later it is the first  ", failed(2, 24 * 60),   1, null],
    ["just within the day it counts", failed(2, 1_439),     3, 15],
    ["by a clock a year ahead: none", failed(2, -500_000),  1, null],
    ["after a lock it is the first ", failed(3, 20, -5),    1, null],
  ];
  test.each(rows)("%s", (...[, known, failures, minutes]) => {
    const next = afterFailure(known, now, policy);
    expect(next).toEqual({
      failures,
      lastFailedAt: now,
      lockedUntil: minutes === null ? null : at(minutes),
    });
  });

  test("a plant that locks nobody counts on", () => {
    const next = afterFailure(failed(99), now, { ...policy, failuresMax: 0 });
    expect(next).toMatchObject({ failures: 100, lockedUntil: null });
  });

  test("a lock holds until its minute, not in it", () => {
    expect(lockedUntil(null, now)).toBeNull();
    expect(lockedUntil(failed(2), now)).toBeNull();
    expect(lockedUntil(failed(3, 1, 1), now)).toBe(at(1));
    expect(lockedUntil(failed(3, 1, 0), now)).toBeNull();
    expect(lockedUntil(failed(3, -500_000, 500_015), now)).toBeNull();
    expect(lockedUntil(failed(3, -1, 14), now)).toBe(at(14));
  });
});
