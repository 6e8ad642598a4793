import { describe, expect, test } from "bun:test";
import { faults, type Result } from "../kernel/index.ts";
import { checkDefinition } from "./check-definition.ts";
import { zFieldKey } from "./definition-schema.ts";
import { facts, field, form, now, shipped } from "./form.fixture.ts";
import { completeValues, prefill } from "./prefill.ts";
import { placeRecord, reviewRecord, timeRecord, voidRecord } from "./record-rules.ts";
import { definitionCreateInput, type Values } from "./schema.ts";
import { shippedForms } from "./shipped/index.ts";
import { formDefinitionStates, formRecordStates } from "./states.ts";
import { carriedTotals, standsBefore } from "./totals.ts";

const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);

test("every state can be reached and every target exists", () => {
  expect(faults(formRecordStates, "OPEN")).toEqual([]);
  expect(faults(formDefinitionStates, "DRAFT")).toEqual([]);
});

describe("a definition", () => {
  test.each(shippedForms.map((each) => each.code))("%s means something", (code) => {
    expect(checkDefinition(shipped(code)).ok).toBe(true);
  });

  test.each([
    ["__proto__", false],
    ["constructor", false],
    ["toString", false],
    ["valueOf", false],
    ["hasOwnProperty", false],
    ["9lives", false],
    ["a".repeat(41), false],
    ["tension1", true],
  ])("a field called %s: %s", (key, isTaken) => {
    expect(zFieldKey.safeParse(key).success).toBe(isTaken);
  });

  test("is of a size that every look-up of a record can carry", () => {
    const choices = Array.from({ length: 40 }, (_, at) => ({
      value: `v${at}`,
      label: "x".repeat(200),
      labelZh: "x".repeat(200),
    }));
    const sized = (fields: number) =>
      definitionCreateInput.safeParse({
        code: "F",
        name: "F",
        nameZh: "F",
        definition: form(
          Array.from({ length: fields }, (_, at) => field(`f${at}`, { type: "CHOICE", choices })),
        ),
      }).success;
    expect([sized(2), sized(60)]).toEqual([true, false]);
  });

  const rule = (left: object, right: object, op = "EQ") => ({
    code: "RULE",
    field: "a",
    anyOf: [[{ left, op, right } as never]],
    message: "m",
    messageZh: "m",
  });
  const text = field("t", { type: "TEXT" });

  test.each([
    ["two fields of one key", form([field("a"), field("a")]), "a DUPLICATE"],
    [
      "choices of no choice",
      form([field("a", { choices: [{ value: "x", label: "x", labelZh: "x" }] })]),
      "a CHOICES",
    ],
    ["a choice without choices", form([field("a", { type: "CHOICE" })]), "a CHOICES"],
    ["limits of a text", form([field("a", { type: "TEXT", min: 1 })]), "a LIMIT_OF_NO_NUMBER"],
    ["crossed limits", form([field("a", { min: 2, max: 1 })]), "a LIMITS_CROSSED"],
    ["a stamped number", form([field("a", { stamp: true })]), "a STAMP"],
    ["good answers of a number", form([field("a", { okValues: [1] })]), "a OK_VALUES"],
    [
      "a total of a line",
      form([field("n", { isCount: true }), field("a", { carry: { adds: "n" } })]),
      "a CARRY_WITHOUT_SUBJECT",
    ],
    [
      "a total of nothing",
      form([field("a", { carry: { adds: "n" } })], {
        about: "TOOL",
        subject: { label: "T", labelZh: "T" },
      }),
      "a CARRY_ADDS_NO_COUNT",
    ],
    ["a tool nobody scans", form([field("a")], { about: "TOOL" }), "subject MISSING"],
    [
      "a signature nobody gives",
      form([field("a")], { signature: { confirm: true } }),
      "signature NOBODY_CONFIRMS",
    ],
    [
      "a rule on a field it has not",
      form([field("a")], { judgement: [rule({ field: "b" }, { value: 1 })] }),
      "RULE FIELD_UNKNOWN",
    ],
    [
      "numbers against texts",
      form([field("a"), text], { judgement: [rule({ field: "a" }, { field: "t" })] }),
      "RULE COMPARES_UNLIKE",
    ],
    [
      "an order of texts",
      form([field("a"), text], { judgement: [rule({ field: "t" }, { value: "x" }, "LT")] }),
      "RULE NO_ORDER",
    ],
    [
      "time between numbers",
      form([field("a")], {
        judgement: [rule({ elapsed: { from: "a", to: "a", unit: "HOURS" } }, { value: 1 })],
      }),
      "RULE OPERAND",
    ],
    [
      "a life of no total",
      form([field("a")], { life: { totalField: "a", limits: [{ limit: 1 }] } }),
      "life TOTAL_NOT_CARRIED",
    ],
  ] as const)("is refused for %s", (_what, definition, expected) => {
    const checked = checkDefinition(definition);
    const found = checked.ok
      ? []
      : (checked.refusal.context.faults as { path: string; rule: string }[]);
    expect(found.map((each) => `${each.path} ${each.rule}`)).toEqual([expected]);
  });
});

describe("a record is placed", () => {
  const run = { runNo: "R-1", state: "PREP", lineCode: "A" };
  const over = { ...run, state: "COMPLETED" };
  test.each([
    ["RUN", { run: null, lineCode: "A", subjectKey: null }, "FORM_RUN_REQUIRED"],
    ["LINE", { run: null, lineCode: null, subjectKey: "X" }, "FORM_LINE_REQUIRED"],
    ["TOOL", { run, lineCode: null, subjectKey: null }, "FORM_SUBJECT_REQUIRED"],
    ["LINE", { run, lineCode: "B", subjectKey: null }, "FORM_LINE_MISMATCH"],
    ["RUN", { run: over, lineCode: null, subjectKey: null }, "FORM_RUN_CLOSED"],
    ["TOOL", { run: over, lineCode: null, subjectKey: "ST-1" }, "ok"],
    ["RUN", { run, lineCode: "A", subjectKey: null }, "ok"],
    ["LINE", { run, lineCode: null, subjectKey: null }, "ok"],
    ["FRIDGE", { run: null, lineCode: null, subjectKey: "F-1" }, "ok"],
  ] as const)("about %s %j → %s", (about, place, expected) => {
    expect(codeOf(placeRecord({ about }, place))).toBe(expected);
  });
});

describe("the time of a record", () => {
  test.each([
    [false, "2026-11-22T08:02:00.000Z", "FORM_TIME_IN_FUTURE"],
    [true, "2026-11-22T08:02:00.000Z", "FORM_TIME_IN_FUTURE"],
    [false, "2026-11-22T07:49:59.000Z", "FORM_BACKFILL_FORBIDDEN"],
    [true, "2026-11-22T07:49:59.000Z", "ok"],
    [false, "2026-11-22T07:50:00.000Z", "ok"],
    [false, undefined, "ok"],
  ] as const)("back-fill %s, %s → %s", (backfill, given, expected) => {
    expect(codeOf(timeRecord({ backfill }, given, now))).toBe(expected);
  });

  test("is the server's unless a back-fill is allowed and meant", () => {
    const earlier = "2026-11-20T08:00:00.000Z";
    expect(timeRecord({ backfill: true }, earlier, now)).toMatchObject({
      value: { occurredAt: earlier, isBackfilled: true },
    });
    expect(timeRecord({ backfill: false }, "2026-11-22T07:55:00.000Z", now)).toMatchObject({
      value: { occurredAt: now, isBackfilled: false },
    });
  });
});

describe("confirming", () => {
  test.each([
    [{ state: "OPEN", confirm: "OTHER_PERSON", by: "b" }, "FORM_RECORD_STATE_INVALID"],
    [{ state: "CONFIRMED", confirm: "OTHER_PERSON", by: "b" }, "FORM_RECORD_STATE_INVALID"],
    [{ state: "SUBMITTED", confirm: "NONE", by: "b" }, "FORM_CONFIRM_NOT_NEEDED"],
    [{ state: "SUBMITTED", confirm: "OTHER_PERSON", by: "a" }, "FORM_CONFIRMER_IS_FILLER"],
    [{ state: "SUBMITTED", confirm: "OTHER_PERSON", by: "c" }, "FORM_CONFIRMER_IS_FILLER"],
    [{ state: "SUBMITTED", confirm: "OTHER_PERSON", by: null }, "FORM_CONFIRMER_IS_FILLER"],
    [{ state: "SUBMITTED", confirm: "OTHER_PERSON", by: "b" }, "ok"],
    [{ state: "SUBMITTED", confirm: "ANY", by: "a" }, "ok"],
  ] as const)("%j → %s", ({ state, confirm, by }, expected) => {
    const review = { state, confirm, writerIds: ["a", "c"] };
    expect(codeOf(reviewRecord(review, "confirm", by))).toBe(expected);
    expect(codeOf(reviewRecord(review, "reject", by))).toBe(expected);
  });
});

describe("voiding", () => {
  test.each([
    [{ state: "VOIDED", id: "a", mayConfirm: true }, "FORM_RECORD_STATE_INVALID"],
    [{ state: "SUBMITTED", id: "b", mayConfirm: false }, "FORM_VOID_OTHERS"],
    [{ state: "CONFIRMED", id: "a", mayConfirm: false }, "FORM_VOID_OTHERS"],
    [{ state: "SUBMITTED", id: "a", mayConfirm: false }, "ok"],
    [{ state: "OPEN", id: "a", mayConfirm: false }, "ok"],
    [{ state: "CONFIRMED", id: "b", mayConfirm: true }, "ok"],
  ] as const)("%j → %s", ({ state, id, mayConfirm }, expected) => {
    expect(codeOf(voidRecord({ state, filledById: "a" }, { id, mayConfirm }))).toBe(expected);
  });
});

describe("totals", () => {
  const blade = shipped("QR-Mac-144");
  const use = (printCount: number, total: number, isReplaced = false): Values => ({
    printCount,
    totalPrintCount: total,
    isReplaced,
  });

  test.each([
    ["nothing was counted", [], {}],
    ["the first record said where it stands", [use(10, 5_010)], { totalPrintCount: 5_010 }],
    ["later ones add", [use(3, 0), use(2, 0), use(10, 5_010)], { totalPrintCount: 5_015 }],
    [
      "a new part begins anew",
      [use(4, 0), use(7, 7, true), use(9, 90_000)],
      { totalPrintCount: 11 },
    ],
  ] as const)("%s", (_what, records, expected) => {
    expect(carriedTotals(blade, records)).toEqual(expected);
  });

  const complete = (values: Values, carried: Record<string, number>) =>
    completeValues(
      blade,
      { values, carried },
      { stamp: { at: now, byName: "Li" }, stages: ["SUBMIT"] },
    ).totalPrintCount;

  test("a record adds its own to the last total", () => {
    expect(complete({ printCount: 5 }, { totalPrintCount: 100 })).toBe(105);
    expect(complete({ printCount: 5, isReplaced: true }, { totalPrintCount: 100 })).toBe(5);
    expect(complete({ printCount: 5 }, {})).toBe(5);
    expect(complete({ printCount: 5, totalPrintCount: 900 }, {})).toBe(900);
  });

  test("a correction keeps what was counted before", () => {
    expect(standsBefore(blade, use(10, 5_010))).toEqual({ totalPrintCount: 5_000 });
  });
});

test("a new sheet begins with what is known, never with stamps and totals", () => {
  const last = { length: 350, totalPrintCount: 9, model: "P-0" };
  const known = { ...facts, now, userName: "Li", last };
  expect(prefill(shipped("QR-Mac-144"), known)).toEqual({ model: "P-1", length: 350 });
  expect(prefill(shipped("QR-Pro-105"), { ...known, last: { equipmentNo: "RF-1" } })).toEqual({
    equipmentNo: "RF-1",
    product: "P-1",
  });
});

test("the server writes time and person of the stage that ends", () => {
  const stamp = { at: now, byName: "Li" };
  const begun = completeValues(
    shipped("QR-Pro-057"),
    { values: { oven: "O-1" }, carried: {} },
    { stamp, stages: ["OPEN"] },
  );
  expect(begun).toEqual({ oven: "O-1", inAt: now, inBy: "Li" });
});
