import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { type AuthorizeFacts, authorizeRun } from "./authorize-run.ts";
import { type CloseRunFacts, closeRun, completesByItself } from "./close-run.ts";
import { counts, now, order, run } from "./facts.fixture.ts";
import { cancelRun, holdRun, resumeRun, revokeRun } from "./run-lifecycle.ts";
import { bindLabels, deleteUnits, generateUnits, rangesOverlap } from "./run-units.ts";

const verdict = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const reason = "mounter M2 is down";
const held = run({
  state: "ON_HOLD",
  heldFrom: "AUTHORIZED",
  holdCode: "EQUIPMENT",
  holdReason: reason,
});
const started = run({ state: "IN_PROGRESS", startedAt: now });
const ended = run({ state: "COMPLETED", startedAt: now, endedAt: now });

describe("authorizeRun refuses in this order", () => {
  const finding = { check: "ROUTE", code: "X", context: {}, resolvedBy: "route:configure" };
  const blocked = {
    passed: false,
    findings: [
      { ...finding, severity: "BLOCK" as const },
      { ...finding, severity: "ALERT" as const },
    ],
  };
  const item = {
    checkCode: "ROUTE",
    itemKey: "",
    gate: "BLOCK",
    finding: { code: "X", context: {} },
    resolvedBy: "route:configure",
  };
  const items = [
    { ...item, state: "FAILED" },
    { ...item, state: "PASSED" },
  ];
  const good: AuthorizeFacts = {
    run: run(),
    order: order({ state: "IN_PROGRESS" }),
    report: { passed: true, findings: [] },
    items,
  };
  const broken: [string, Partial<AuthorizeFacts>][] = [
    ["RUN_ON_HOLD", { run: held }],
    ["RUN_NOT_READY", { run: started }],
    ["WORK_ORDER_ON_HOLD", { order: order({ state: "ON_HOLD" }) }],
    ["READINESS_CHECK_FAILED", { report: blocked }],
  ];
  for (const [index, [code]] of broken.entries())
    test(code, () => {
      const facts = Object.assign(
        {},
        good,
        ...broken
          .slice(index)
          .map(([, one]) => one)
          .reverse(),
      );
      expect(verdict(authorizeRun(facts, now))).toBe(code);
    });
  test("G6: the refusal names what failed and who can fix it, nothing else", () => {
    const result = authorizeRun({ ...good, report: blocked }, now);
    expect(result.ok ? null : result.refusal.context).toEqual({
      runNo: "RUN-WO-1-01",
      findings: [{ ...finding, severity: "BLOCK" }],
      items: [item],
    });
  });
  test("authorised; a second planner changes nothing", () => {
    const authorized = { state: "AUTHORIZED", authorizedAt: now } as const;
    expect(authorizeRun(good, now)).toEqual({ ok: true, value: authorized });
    const again = { ...good, report: blocked, run: run({ state: "AUTHORIZED" }) };
    expect(authorizeRun(again, now)).toEqual({ ok: true, value: null });
  });
});

describe("hold, resume, revoke, cancel", () => {
  const why = { reason };
  const rows: [string, Result<unknown>, string][] = [
    ["hold in preparation", holdRun(run(), { code: "MATERIAL", reason }), "ok"],
    ["hold in progress", holdRun(started, { code: "MATERIAL", reason }), "ok"],
    ["hold a held run", holdRun(held, { code: "MATERIAL", reason }), "RUN_ON_HOLD"],
    ["hold an ended run", holdRun(ended, { code: "MATERIAL", reason }), "RUN_CLOSED"],
    ["resume a running run", resumeRun(started), "RUN_NOT_ON_HOLD"],
    ["revoke a held run", revokeRun(held), "RUN_ON_HOLD"],
    ["revoke a started run", revokeRun(started), "RUN_ALREADY_STARTED"],
    ["revoke in preparation", revokeRun(run()), "RUN_NOT_AUTHORIZED"],
    ["revoke", revokeRun(run({ state: "AUTHORIZED" })), "ok"],
    ["cancel in preparation", cancelRun({ run: run(), trackedUnits: 0 }, why, now), "ok"],
    ["cancel held before its start", cancelRun({ run: held, trackedUnits: 0 }, why, now), "ok"],
    [
      "cancel with a tracked unit",
      cancelRun({ run: held, trackedUnits: 1 }, why, now),
      "RUN_ALREADY_STARTED",
    ],
    [
      "cancel held in progress",
      cancelRun(
        { run: { ...held, heldFrom: "IN_PROGRESS", startedAt: now }, trackedUnits: 1 },
        why,
        now,
      ),
      "RUN_ALREADY_STARTED",
    ],
    [
      "cancel started",
      cancelRun({ run: started, trackedUnits: 1 }, why, now),
      "RUN_ALREADY_STARTED",
    ],
    ["cancel ended", cancelRun({ run: ended, trackedUnits: 1 }, why, now), "RUN_CLOSED"],
  ];
  for (const [name, result, code] of rows)
    test(`${name}: ${code}`, () => expect(verdict(result)).toBe(code));
  test("a held run comes back where it was, without the reason", () => {
    expect(resumeRun(held)).toEqual({
      ok: true,
      value: { state: "AUTHORIZED", heldFrom: null, holdCode: null, holdReason: null },
    });
  });
});

describe("closeRun refuses in this order", () => {
  const good: CloseRunFacts = { run: started, counts: counts({ done: 10 }), neverStarted: 0 };
  const rows: [string, Partial<CloseRunFacts>, string | null][] = [
    ["RUN_NOT_CLOSABLE", { run: run({ state: "AUTHORIZED" }), counts: counts() }, null],
    ["RUN_NOT_CLOSABLE", { run: held }, null],
    ["RUN_HAS_NO_UNITS", { counts: counts({ voided: 3 }) }, reason],
    ["RUN_UNITS_NOT_TERMINAL", { counts: counts({ done: 9, failed: 1 }) }, reason],
    ["RUN_UNITS_NOT_TERMINAL", { counts: counts({ done: 9, held: 1 }) }, reason],
    ["RUN_UNITS_NOT_TERMINAL", { counts: counts({ done: 8, queued: 2 }), neverStarted: 1 }, reason],
    ["SHORT_CLOSE_REASON_REQUIRED", { counts: counts({ done: 8, scrapped: 1 }) }, null],
    ["ok", { counts: counts({ done: 8, scrapped: 1 }) }, reason],
    ["ok", { counts: counts({ done: 8, queued: 2 }), neverStarted: 2 }, reason],
    ["ok", { counts: counts({ scrapped: 10 }) }, null],
    ["ok", {}, null],
  ];
  for (const [code, over, why] of rows)
    test(`${JSON.stringify(over.counts ?? over.run?.state ?? {})} ${why ?? ""}: ${code}`, () =>
      expect(verdict(closeRun({ ...good, ...over }, { reason: why }, now))).toBe(code));
  test("a short close voids what was never started; closing twice changes nothing", () => {
    const short = { ...good, counts: counts({ done: 8, queued: 2 }), neverStarted: 2 };
    expect(closeRun(short, { reason }, now)).toEqual({
      ok: true,
      value: {
        run: { state: "COMPLETED", closeReason: reason, endedAt: now },
        voidsNeverStarted: true,
      },
    });
    expect(closeRun({ ...good, run: ended }, {}, now)).toMatchObject({ value: { run: null } });
  });
  test("D37: a run completes by itself only when the whole plan is done or scrapped, one of it good", () => {
    const rows: [boolean, ReturnType<typeof counts>][] = [
      [true, counts({ done: 10 })],
      [true, counts({ done: 1, scrapped: 9 })],
      [false, counts({ done: 9 })],
      [false, counts({ done: 9, voided: 1 })],
      [false, counts({ scrapped: 10 })],
      [false, counts({ done: 10, held: 1 })],
    ];
    for (const [expected, given] of rows) expect(completesByItself(started, given)).toBe(expected);
    expect(completesByItself(held, counts({ done: 10 }))).toBe(false);
  });
});

describe("units of a run", () => {
  const facts = { run: run(), unitCount: 4 };
  const label = { prefix: "2506", firstNo: 1, lastNo: 6, width: 4 };
  const labels = { run: run({ unitSource: "LABEL_RANGE" }), unitCount: 4, bound: [] };
  const bound = [{ ...label, firstNo: 6, lastNo: 9, runNo: "RUN-X" }];
  const rows: [string, Result<unknown>, string][] = [
    ["generate when ended", generateUnits({ ...facts, run: ended }, 9), "RUN_IN_TERMINAL_STATUS"],
    ["generate when started", generateUnits({ ...facts, run: started }, 9), "INVALID_RUN_STATUS"],
    ["generate where labels are", generateUnits({ ...labels }, 9), "UNIT_SOURCE_MISMATCH"],
    ["generate 7 of 6", generateUnits(facts, 7), "QUANTITY_EXCEEDS_PLAN"],
    ["generate 6 of 6", generateUnits(facts, 6), "ok"],
    ["range backwards", bindLabels(labels, { ...label, lastNo: 0 }), "LABEL_RANGE_INVALID"],
    [
      "range too wide",
      bindLabels(labels, { ...label, width: 1, lastNo: 10 }),
      "LABEL_RANGE_INVALID",
    ],
    ["labels 7 of 6", bindLabels(labels, { ...label, lastNo: 7 }), "QUANTITY_EXCEEDS_PLAN"],
    ["labels twice", bindLabels({ ...labels, bound }, label), "LABEL_RANGE_OVERLAPS"],
    ["labels 6 of 6", bindLabels(labels, label), "ok"],
    [
      "delete when ended",
      deleteUnits({ ...facts, run: ended, trackedUnits: 0, notQueued: 0 }),
      "RUN_IN_TERMINAL_STATUS",
    ],
    [
      "delete a tracked one",
      deleteUnits({ ...facts, trackedUnits: 1, notQueued: 0 }),
      "UNITS_CANNOT_BE_DELETED",
    ],
    ["delete", deleteUnits({ ...facts, trackedUnits: 0, notQueued: 0 }), "ok"],
  ];
  for (const [name, result, code] of rows)
    test(`${name}: ${code}`, () => expect(verdict(result)).toBe(code));
  test("labels read as printed", () => {
    expect(bindLabels(labels, { ...label, lastNo: 2 })).toEqual({
      ok: true,
      value: ["25060001", "25060002"],
    });
  });
  test("two ranges overlap when any label reads the same, however it is split", () => {
    const range = (text: string) => {
      const [prefix = "", first = "", last = ""] = text.split(/[|-]/);
      return { prefix, firstNo: Number(first), lastNo: Number(last), width: first.length };
    };
    const rows: [boolean, string, string][] = [
      [true, "A|0001-0005", "A|0005-0009"],
      [false, "A|0001-0004", "A|0005-0009"],
      [false, "A|0001-0005", "A|00001-00005"],
      [false, "A|0001-0005", "B|0001-0005"],
      [true, "A|0120-0130", "A0|123-124"],
      [false, "A|0120-0122", "A0|123-124"],
    ];
    for (const [expected, a, b] of rows) {
      expect(rangesOverlap(range(a), range(b))).toBe(expected);
      expect(rangesOverlap(range(b), range(a))).toBe(expected);
    }
  });
});
