import { describe, expect, test } from "bun:test";
import { addMinutes, faults, type Result } from "../kernel/index.ts";
import { run } from "../work-order/facts.fixture.ts";
import {
  inPreparation,
  planChangeover,
  prepareChangeover,
  reviewChangeover,
  setNeed,
} from "./changeover.ts";
import { checkOf } from "./checks.ts";
import { recommendedPolicies, setPolicy } from "./policy.ts";
import {
  clock,
  facts,
  item,
  judge,
  now,
  policy,
  waiverOf,
  withRecords,
} from "./readiness.fixture.ts";
import type { ChangeoverAnswer, PolicyInput } from "./schema.ts";
import { waiverStates } from "./states.ts";
import { approveWaiver, revokeWaiver, waive } from "./waive.ts";

const verdict = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const policies = recommendedPolicies(null);
const missing = withRecords("QR-Pro-130");
const failed = item("PREP_STENCIL_CLEAN", missing, { policies });
const items = judge(missing, { policies }).items;
const input: typeof failed & { expiresAt: string | null } = { ...failed, expiresAt: null };
const prep = run();
const ended = run({ state: "COMPLETED", startedAt: now, endedAt: now });

test("every state of a waiver is reached and leads somewhere known", () =>
  expect(faults(waiverStates, "REQUESTED")).toEqual([]));

describe("waive refuses in this order", () => {
  const pending = waiverOf(failed, { id: "w", state: "REQUESTED" });
  const waitingItems = judge(missing, { policies, waivers: [pending] }).items;
  const blockItems = judge(missing, {
    policies: [policy("PREP_STENCIL_CLEAN", { gate: "BLOCK" })],
  }).items;
  const route = judge(facts({ version: null })).items;
  const rows: [string, Parameters<typeof waive>[0], Partial<typeof input>][] = [
    ["RUN_IN_TERMINAL_STATUS", { run: ended, items }, {}],
    ["READINESS_CHECK_UNKNOWN", { run: prep, items }, { checkCode: "LOADING" }],
    ["WAIVER_NOT_ALLOWED", { run: prep, items: route }, { checkCode: "ROUTE" }],
    ["RUN_MISMATCH", { run: prep, items }, { itemKey: "of another run" }],
    ["ITEM_NOT_FAILED", { run: prep, items }, { checkCode: "PREP_PASTE" }],
    ["WAIVER_NOT_ALLOWED", { run: prep, items: blockItems }, {}],
    ["ITEM_CHANGED", { run: prep, items }, { fingerprint: "READINESS_RECORD_FAILED|r7" }],
    ["WAIVER_ALREADY_REQUESTED", { run: prep, items: waitingItems }, {}],
    ["WAIVER_EXPIRY_INVALID", { run: prep, items }, { expiresAt: now }],
    ["ok", { run: prep, items }, { expiresAt: addMinutes(now, 1) }],
    ["ok", { run: prep, items }, {}],
  ];
  for (const [index, [code, given, over]] of rows.entries())
    test(`${index + 1}. ${code}`, () =>
      expect(verdict(waive(given, { ...input, ...over }, now))).toBe(code));

  test("a waiver of a clock neither ends nor is taken back: the clock is waived for good", () => {
    const expired = facts({ clocks: [clock({ state: "EXPIRED", expiresAt: now })] });
    const told = judge(expired).items;
    const one = item("TIME_RULE", expired);
    const ask = (expiresAt: string | null) =>
      verdict(waive({ run: prep, items: told }, { ...one, expiresAt }, now));
    expect([ask(addMinutes(now, 9)), ask(null)]).toEqual(["WAIVER_EXPIRY_INVALID", "ok"]);
    expect(verdict(revokeWaiver(prep, waiverOf(one)))).toBe("WAIVER_NOT_REVOCABLE");
  });
});

describe("two must agree", () => {
  const two = [policy("PREP_STENCIL_CLEAN", { needsTwo: true })];
  const pending = waiverOf(failed, { state: "REQUESTED", approvedAt: null, approvedByName: null });
  const waiting = judge(missing, { policies: two, waivers: [pending] }).items;
  const given = { run: prep, items: waiting, waiver: pending, actorId: "second" };
  test("the first one asks only", () => {
    const asked = waive({ run: prep, items: judge(missing, { policies: two }).items }, input, now);
    expect(asked).toMatchObject({ value: { state: "REQUESTED" } });
    expect(waiting.find((i) => i.checkCode === "PREP_STENCIL_CLEAN")).toMatchObject({
      state: "FAILED",
      waiver: { id: "w1" },
    });
  });
  const rows: [string, Partial<typeof given>][] = [
    ["WAIVER_STATE_INVALID", { waiver: { ...pending, state: "ACTIVE" } }],
    ["WAIVER_SAME_PERSON", { actorId: "manager" }],
    ["RUN_IN_TERMINAL_STATUS", { run: ended }],
    ["ITEM_NOT_FAILED", { items: judge(facts(), { policies: two }).items }],
    ["ok", {}],
  ];
  for (const [code, over] of rows)
    test(`approve: ${code}`, () =>
      expect(verdict(approveWaiver({ ...given, ...over }, now))).toBe(code));
});

describe("revoke", () => {
  const rows: [string, Result<unknown>][] = [
    ["RUN_IN_TERMINAL_STATUS", revokeWaiver(ended, waiverOf(failed))],
    ["WAIVER_STATE_INVALID", revokeWaiver(prep, waiverOf(failed, { state: "REVOKED" }))],
    ["ok", revokeWaiver(prep, waiverOf(failed, { state: "REQUESTED" }))],
    ["ok", revokeWaiver(prep, waiverOf(failed))],
  ];
  for (const [code, result] of rows) test(code, () => expect(verdict(result)).toBe(code));
});

describe("policies", () => {
  const check = (code: string) => {
    const found = checkOf(code);
    if (!found.ok) throw new Error(code);
    return found.value;
  };
  const said: PolicyInput = policy("PREP_PASTE");
  const rows: [string, Result<unknown>][] = [
    ["READINESS_CHECK_UNKNOWN", checkOf("PREP_NONE")],
    ["READINESS_GATE_FIXED", setPolicy(check("ROUTE"), { ...said, checkCode: "ROUTE" })],
    ["READINESS_SCOPE_UNKNOWN", setPolicy(check("PREP_PASTE"), { ...said, scopeKey: "L1" })],
    ["READINESS_SCOPE_UNKNOWN", setPolicy(check("PREP_PASTE"), { ...said, scope: "LINE" })],
    ["ok", setPolicy(check("PREP_PASTE"), said)],
  ];
  for (const [code, result] of rows) test(code, () => expect(verdict(result)).toBe(code));
  test("the recommended ones alert and block nothing outright (domain.md 10.6)", () => {
    expect(new Set(policies.map((p) => p.gate))).toEqual(new Set(["ALERT"]));
    expect(recommendedPolicies("L1")[0]).toMatchObject({ scope: "LINE", scopeKey: "L1" });
  });
});

describe("the pre-changeover sheet", () => {
  const sheet: ChangeoverAnswer = {
    changeoverAt: addMinutes(now, 1_440),
    remindAt: addMinutes(now, 720),
    remindedAt: null,
    remark: null,
    preparedAt: null,
    preparedById: null,
    preparedByName: null,
    reviewedAt: null,
    reviewedById: null,
    reviewedByName: null,
  };
  const prepared = { ...sheet, preparedAt: now, preparedById: "a", preparedByName: "ann" };
  const held = run({ state: "ON_HOLD", heldFrom: "PREP" });
  const authorized = run({ state: "AUTHORIZED" });
  const plan = (at: string, of = prep) =>
    planChangeover(of, { changeoverAt: at, reminderHours: 12 }, now);
  const review = (of: ChangeoverAnswer | null, actorId: string, maySelfReview = false) =>
    reviewChangeover(prep, of, { actorId, maySelfReview });
  const rows: [string, string, Result<unknown>][] = [
    ["work on an authorised run", "RUN_NOT_READY", inPreparation(authorized)],
    ["work on a held run in preparation", "ok", inPreparation(held)],
    ["need of an unknown check", "READINESS_CHECK_UNKNOWN", setNeed(prep, "X")],
    ["need of ROUTE", "READINESS_NEED_FIXED", setNeed(prep, "ROUTE")],
    ["need of LINE_OCCUPIED", "READINESS_NEED_FIXED", setNeed(prep, "LINE_OCCUPIED")],
    ["need once authorised", "RUN_NOT_READY", setNeed(authorized, "PREP_BAKE")],
    ["need", "ok", setNeed(prep, "PREP_BAKE")],
    ["plan once authorised", "RUN_NOT_READY", plan(addMinutes(now, 1), authorized)],
    ["plan for now", "CHANGEOVER_IN_PAST", plan(now)],
    ["prepare without a plan", "CHANGEOVER_NOT_PLANNED", prepareChangeover(prep, null)],
    ["prepare", "ok", prepareChangeover(prep, sheet)],
    ["review without a plan", "CHANGEOVER_NOT_PLANNED", review(null, "b")],
    ["review what nobody prepared", "CHANGEOVER_NOT_PREPARED", review(sheet, "b")],
    ["review one's own", "CHANGEOVER_SAME_PERSON", review(prepared, "a")],
    ["review one's own where the plant allows it", "ok", review(prepared, "a", true)],
    ["review", "ok", review(prepared, "b")],
  ];
  for (const [name, code, result] of rows)
    test(`${name}: ${code}`, () => expect(verdict(result)).toBe(code));
  test("people are reminded half a day ahead", () =>
    expect(plan(addMinutes(now, 1_440))).toMatchObject({
      value: { remindAt: addMinutes(now, 720) },
    }));
});
