import { describe, expect, test } from "bun:test";
import { partsOf, totalOf } from "./fates.ts";

describe("what is drawn of the fates", () => {
  test("each final fate once, from what went well to what did not; received is no fate", () => {
    const fates = { RECEIVED: 9, DEAD: 1, EXECUTED: 4, REJECTED: 2, DUPLICATE: 1 };
    const parts = partsOf(fates, (fate) => fate.toLowerCase());
    expect(parts.map(({ key, tone, label, quantity }) => [key, tone, label, quantity])).toEqual([
      ["EXECUTED", "ok", "executed", 4],
      ["DUPLICATE", "none", "duplicate", 1],
      ["REJECTED", "bad", "rejected", 2],
      ["DEAD", "bad", "dead", 1],
    ]);
    expect(totalOf(fates)).toBe(8);
    expect([partsOf({}, String), totalOf({})]).toEqual([[], 0]);
  });
});
