import { describe, expect, test } from "bun:test";
import { addMinutes, faults, type Result } from "../kernel/index.ts";
import {
  type ClockFacts,
  cancelClock,
  completeClock,
  expireClock,
  isOverdue,
  reopenClock,
  startClock,
  waiveClock,
  warnClock,
} from "./clock.ts";
import { type Rule, ruleCreate } from "./definition.ts";
import { clock, now, paste, rule, wash } from "./rule.fixture.ts";
import { checkRule, checkRuleRemoval } from "./rule-edit.ts";
import { clockStates } from "./states.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const by = { id: "u1", name: "Zhou", reason: "board cleaned by hand" };
const at = (minutes: number) => addMinutes(clock().startedAt, minutes);

test("clock states: all reachable, a waiver is final", () => {
  expect(faults(clockStates, "RUNNING")).toEqual([]);
  expect(clockStates.states.filter(clockStates.isTerminal)).toEqual(["WAIVED"]);
});

describe("startClock", () => {
  test("deadline and warning are instants, counted from the start", () => {
    expect(startClock(rule(), at(0))).toMatchObject({
      state: "RUNNING",
      startedAt: "2026-11-22T00:00:00.000Z",
      warningAt: "2026-11-22T03:30:00.000Z",
      expiresAt: "2026-11-22T04:00:00.000Z",
      frozen: { code: "WASH_4H", durationMinutes: 240, version: 1, endWhen: wash.endWhen },
    });
  });
});

describe("each move refuses in this order", () => {
  type Move = (facts: ClockFacts) => Result<unknown>;
  const rows: [move: string, Move, expected: string, over: Partial<ClockFacts>][] = [
    [
      "warn",
      (c) => warnClock(c, at(220)),
      "CLOCK_STATE_INVALID",
      { state: "EXPIRED", warnedAt: now },
    ],
    ["warn", (c) => warnClock(c, at(0)), "CLOCK_ALREADY_WARNED", { warnedAt: now }],
    ["warn", (c) => warnClock(c, at(209)), "CLOCK_NOT_DUE", {}],
    ["warn", (c) => warnClock(c, at(240)), "CLOCK_NOT_DUE", {}],
    ["warn", (c) => warnClock(c, at(210)), "ok", {}],
    ["expire", (c) => expireClock(c, at(1)), "CLOCK_STATE_INVALID", { state: "COMPLETED" }],
    ["expire", (c) => expireClock(c, at(300)), "CLOCK_STATE_INVALID", { state: "EXPIRED" }],
    ["expire", (c) => expireClock(c, at(239)), "CLOCK_NOT_DUE", {}],
    ["expire", (c) => expireClock(c, at(240)), "ok", {}],
    ["complete", (c) => completeClock(c, at(10)), "CLOCK_STATE_INVALID", { state: "WAIVED" }],
    ["complete", (c) => completeClock(c, at(10)), "CLOCK_STATE_INVALID", { state: "COMPLETED" }],
    ["complete", (c) => completeClock(c, at(10)), "ok", {}],
    ["cancel", (c) => cancelClock(c, at(10)), "CLOCK_STATE_INVALID", { state: "CANCELLED" }],
    ["cancel", (c) => cancelClock(c, at(300)), "ok", { state: "EXPIRED" }],
    [
      "waive",
      (c) => waiveClock(c, by, now),
      "INSTANCE_INVALID_STATUS",
      { state: "WAIVED", isWaivable: false },
    ],
    [
      "waive",
      (c) => waiveClock(c, by, now),
      "INSTANCE_INVALID_STATUS",
      { state: "LATE_COMPLETED" },
    ],
    ["waive", (c) => waiveClock(c, by, now), "INSTANCE_NOT_WAIVABLE", { isWaivable: false }],
    ["waive", (c) => waiveClock(c, by, now), "ok", { state: "EXPIRED" }],
    ["waive", (c) => waiveClock(c, by, at(5)), "ok", {}],
    ["reopen", reopenClock, "CLOCK_STATE_INVALID", { state: "WAIVED" }],
    ["reopen", reopenClock, "ok", { state: "COMPLETED" }],
  ];
  for (const [move, decide, expected, over] of rows)
    test(`${move} ${over.state ?? "RUNNING"}: ${expected}`, () =>
      expect(code(decide(clock(over)))).toBe(expected));
});

test("D27: a deadline is over the moment it is reached, noticed or not", () => {
  expect([at(239), at(240), at(241)].map((time) => isOverdue(clock(), time))).toEqual([
    false,
    true,
    true,
  ]);
});

test("a deadline noticed after downtime keeps its instant; only the delay is recorded", () => {
  const noticed = expireClock(clock(), addMinutes(now, 95));
  expect(noticed).toMatchObject({
    value: { state: "EXPIRED", detectedAt: addMinutes(now, 95), detectionDelaySeconds: 95 * 60 },
  });
});

describe("D28: the end keeps the real time that has passed", () => {
  const rows: [minutes: number, over: Partial<ClockFacts>, state: string][] = [
    [180, {}, "COMPLETED"],
    [240, {}, "LATE_COMPLETED"],
    [300, {}, "LATE_COMPLETED"],
    [300, { state: "EXPIRED", detectedAt: now }, "LATE_COMPLETED"],
    // Reported late, but it happened in time.
    [180, { state: "EXPIRED", detectedAt: now }, "COMPLETED"],
  ];
  test.each(rows)("after %d minutes, %p: %s", (minutes, over, state) =>
    expect(completeClock(clock(over), at(minutes))).toMatchObject({
      value: { state, endedAt: at(minutes), elapsedSeconds: minutes * 60 },
    }),
  );
});

test("an end that was undone is taken back to what the clock was", () => {
  const states = (["COMPLETED", "LATE_COMPLETED", "CANCELLED"] as const).map((state) => {
    const told = reopenClock(clock({ state, detectedAt: state === "LATE_COMPLETED" ? now : null }));
    return told.ok && told.value.state;
  });
  expect(states).toEqual(["RUNNING", "EXPIRED", "RUNNING"]);
});

describe("checkRule refuses in this order", () => {
  const unit = { events: ["unit.trackedOut" as const], traits: [], results: [] };
  const broken: [string, Partial<Rule>][] = [
    ["TIME_RULE_EVENT_MISMATCH", { startWhen: paste.startWhen }],
    ["TIME_RULE_FILTER_MISMATCH", { endWhen: { ...wash.endWhen, results: ["PASS"] } }],
    ["TIME_RULE_WARNING_TOO_EARLY", { warningMinutes: 240 }],
    ["TIME_RULE_SCOPE_KEY_MISSING", { scope: "LINE", scopeKey: "" }],
  ];
  for (const [index, [expected]] of broken.entries())
    test(expected, () => {
      const over = Object.assign({}, ...broken.slice(index).map(([, one]) => one));
      expect(code(checkRule({ rule: rule(over), isScopeKnown: false }))).toBe(expected);
    });
  const rows: [string, Partial<Rule>, boolean][] = [
    ["TIME_RULE_EVENT_MISMATCH", { subjectType: "PASTE_BOTTLE" }, true],
    [
      "TIME_RULE_FILTER_MISMATCH",
      { ...paste, startWhen: { ...paste.startWhen, traits: ["print"] } },
      true,
    ],
    ["TIME_RULE_SCOPE_KEY_MISSING", { scopeKey: "SMT-A" }, true],
    ["TIME_RULE_SCOPE_KEY_UNKNOWN", { scope: "LINE", scopeKey: "NOPE" }, false],
    ["ok", { startWhen: unit, endWhen: unit, warningMinutes: 239 }, true],
    ["ok", { ...paste }, true],
  ];
  for (const [expected, over, isScopeKnown] of rows)
    test(`${expected} ${over.scopeKey ?? ""}`, () =>
      expect(code(checkRule({ rule: rule(over), isScopeKnown }))).toBe(expected));
  test("a duration has whole minutes, at least one and at most sixty days", () => {
    const fits = (durationMinutes: number) =>
      ruleCreate.safeParse({ ...wash, durationMinutes }).success;
    expect([0, 1, 1.5, 86_400, 86_401].map(fits)).toEqual([false, true, false, true, false]);
  });
});

describe("checkRuleRemoval", () => {
  const rows: [string, string, { running: number; expired: number }][] = [
    ["HAS_ACTIVE_INSTANCES", "WASH_4H", { running: 1, expired: 0 }],
    ["HAS_ACTIVE_INSTANCES", "OWN", { running: 0, expired: 2 }],
    ["TIME_RULE_SHIPPED", "WASH_4H", { running: 0, expired: 0 }],
    ["ok", "OWN", { running: 0, expired: 0 }],
  ];
  for (const [expected, ruleCode, active] of rows)
    test(`${ruleCode} ${JSON.stringify(active)}: ${expected}`, () =>
      expect(code(checkRuleRemoval({ code: ruleCode }, active))).toBe(expected));
});
