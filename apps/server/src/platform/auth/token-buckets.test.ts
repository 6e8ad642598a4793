import { expect, test } from "bun:test";
import { TokenBuckets } from "./token-buckets.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22) + seconds * 1000).toISOString();

test("a burst of a minute's worth passes, then one at a time as the bucket fills", () => {
  const buckets = new TokenBuckets();
  const take = (seconds: number) => buckets.take("key", 6, at(seconds));
  expect([0, 0, 0, 0, 0, 0].map((_) => take(0))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(take(0)).toBe(10_000);
  expect(take(4)).toBe(6_000);
  expect(take(10)).toBe(0);
  expect(take(10)).toBe(10_000);
  // It never holds more than a minute's worth.
  expect(Array.from({ length: 7 }, () => take(4_000))).toEqual([0, 0, 0, 0, 0, 0, 10_000]);
});

test("keys do not share, and a clock set back costs nothing", () => {
  const buckets = new TokenBuckets();
  expect(buckets.take("a", 1, at(100))).toBe(0);
  expect(buckets.take("b", 1, at(100))).toBe(0);
  expect(buckets.take("a", 1, at(40))).toBe(60_000);
  expect(buckets.take("a", 1, at(100))).toBe(0);
});

test("a lower rate counts at once", () => {
  const buckets = new TokenBuckets();
  expect(buckets.take("a", 1_000, at(0))).toBe(0);
  expect(buckets.take("a", 1, at(0))).toBe(0);
  expect(buckets.take("a", 1, at(0))).toBe(60_000);
});
