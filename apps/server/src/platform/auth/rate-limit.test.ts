import { expect, test } from "bun:test";
import { AttemptLimiter } from "./rate-limit.ts";

const trial = { kind: "SIGN_IN", key: "li", ip: null } as const;

test("eight failures within five minutes and no more; a clock set back forgives those ahead", () => {
  const limiter = new AttemptLimiter();
  const fail = (at: string) => limiter.begin(trial, at);
  for (let time = 0; time < 8; time++) fail("2027-11-22T08:00:00.000Z");
  expect(() => fail("2027-11-22T08:04:59.000Z")).toThrow("SIGN_IN_RATE_LIMITED");
  expect(() => fail("2027-11-22T08:05:00.000Z")).not.toThrow();
  for (let time = 0; time < 8; time++) fail("2026-11-22T08:00:00.000Z");
  expect(() => fail("2026-11-22T08:01:00.000Z")).toThrow("SIGN_IN_RATE_LIMITED");
});
