import { describe, expect, test } from "bun:test";
import { formLimits, zDefinition } from "./definition-schema.ts";
import { field, form, now, shipped } from "./form.fixture.ts";
import { type Values, zValues } from "./schema.ts";
import { type Filling, validateValues } from "./validate-values.ts";

const filling: Filling = { stage: "SUBMIT", now, carried: {} };

const sheet = form([
  field("n", { required: false }),
  field("count", { isCount: true, required: false }),
  field("text", { type: "TEXT", maxLength: 5, required: false }),
  field("yes", { type: "BOOLEAN", required: false }),
  field("at", { type: "DATETIME", required: false }),
  field("until", { type: "DATETIME", mayBeFuture: true, required: false }),
  field("day", { type: "DATE", required: false }),
  field("code", { type: "SCAN", required: false }),
  field("photos", { type: "PHOTO", required: false }),
  field("pick", {
    type: "CHOICE",
    choices: [{ value: "A", label: "A", labelZh: "A" }],
    required: false,
  }),
  field("stamped", { type: "DATETIME", stamp: true }),
]);

const rules = (given: Values, definition = sheet, more: Partial<Filling> = {}) => {
  const read = validateValues(definition, given, { ...filling, ...more });
  if (read.ok) return [];
  expect(read.refusal.code).toBe("FORM_VALUES_INVALID");
  return (read.refusal.context.issues as { field: string; rule: string }[]).map(
    (issue) => `${issue.field} ${issue.rule}`,
  );
};

describe("a value is refused when", () => {
  test.each([
    [{ nobody: 1 }, "nobody UNKNOWN"],
    [{ __proto__x: 1 }, "__proto__x UNKNOWN"],
    [{ n: "1" }, "n TYPE"],
    [{ n: true }, "n TYPE"],
    [{ n: Number.NaN }, "n TYPE"],
    [{ n: Number.POSITIVE_INFINITY }, "n TYPE"],
    [{ n: 1e10 }, "n TOO_LARGE"],
    [{ count: -1 }, "count COUNT"],
    [{ count: 1.5 }, "count COUNT"],
    [{ text: "123456" }, "text TOO_LONG"],
    [{ text: 7 }, "text TYPE"],
    [{ yes: "true" }, "yes TYPE"],
    [{ yes: 1 }, "yes TYPE"],
    [{ at: "yesterday" }, "at TYPE"],
    [{ at: "2026-11-22 08:00" }, "at TYPE"],
    [{ at: "2026-11-22T08:00:00" }, "at TYPE"],
    [{ at: "2026-13-22T08:00:00Z" }, "at TYPE"],
    [{ at: "2026-11-22T08:02:00Z" }, "at FUTURE"],
    [{ day: "2026-02-30" }, "day TYPE"],
    [{ day: "22.11.2026" }, "day TYPE"],
    [{ code: "A B" }, "code SCAN"],
    [{ photos: "id" }, "photos TYPE"],
    [{ photos: ["a", "a"] }, "photos DUPLICATE"],
    [{ pick: "B" }, "pick CHOICE"],
    [{ stamped: "2026-11-22T07:00:00Z" }, "stamped STAMPED"],
  ] as [Values, string][])("%j → %s", (given, rule) => {
    expect(rules(given)).toEqual([rule]);
  });

  test("all faults are named at once", () => {
    expect(rules({ n: "x", day: "?", other: 1 })).toEqual(["n TYPE", "day TYPE", "other UNKNOWN"]);
  });
});

test("what is good is stored in one way: trimmed, UTC, without empty ones", () => {
  const given = {
    n: -3.5,
    text: "  ab ",
    at: "2026-11-22T15:00:00+08:00",
    until: "2027-01-01T00:00:00Z",
    day: "2026-11-22",
    code: "",
    yes: null,
    photos: [],
  };
  expect(validateValues(sheet, given, filling)).toEqual({
    ok: true,
    value: {
      n: -3.5,
      text: "ab",
      at: "2026-11-22T07:00:00.000Z",
      until: "2027-01-01T00:00:00.000Z",
      day: "2026-11-22",
    },
  });
});

describe("stages", () => {
  const bake = shipped("QR-Pro-057");
  const begun = { oven: "OVEN-1", itemCode: "PCB-9", process: "PCB", quantity: 40 };

  test("each stage wants its own fields and takes no other's", () => {
    expect(rules(begun, bake, { stage: "OPEN" })).toEqual([]);
    expect(rules({ ...begun, temperature: 120 }, bake, { stage: "OPEN" })).toEqual([
      "temperature OTHER_STAGE",
    ]);
    expect(rules({}, bake, { stage: "OPEN" })).toEqual([
      "oven REQUIRED",
      "itemCode REQUIRED",
      "process REQUIRED",
      "quantity REQUIRED",
    ]);
    expect(rules({}, bake)).toEqual(["temperature REQUIRED"]);
    expect(rules({ temperature: 120, oven: "OVEN-2" }, bake)).toEqual(["oven OTHER_STAGE"]);
  });

  test("a correction names what changes, and takes no required value away", () => {
    expect(rules({ temperature: 121 }, bake, { stage: "CORRECT" })).toEqual([]);
    expect(rules({ oven: "" }, bake, { stage: "CORRECT" })).toEqual(["oven REQUIRED"]);
    expect(rules({ inAt: now }, bake, { stage: "CORRECT" })).toEqual(["inAt STAMPED"]);
  });

  test("a total is typed only where nothing was counted before", () => {
    const blade = shipped("QR-Mac-144");
    const given = {
      length: 350,
      printCount: 10,
      totalPrintCount: 5_010,
      checkSurface: true,
      checkEdge: true,
      checkFlatness: true,
    };
    expect(rules(given, blade)).toEqual([]);
    expect(rules(given, blade, { carried: { totalPrintCount: 1 } })).toEqual([
      "totalPrintCount CARRIED",
    ]);
  });
});

describe("junk never gets as far as a definition", () => {
  test.each([
    ["nested objects", { a: { b: 1 } }],
    ["lists of lists", { a: [["x"]] }],
    ["long lists", { a: Array.from({ length: 13 }, () => "x") }],
    ["long texts", { a: "x".repeat(formLimits.textLength + 1) }],
    ["long keys", { ["k".repeat(61)]: 1 }],
    [
      "too much of it",
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [`k${at}`, "x".repeat(formLimits.textLength)]),
      ),
    ],
    ["a list", [1]],
    ["a text", "x"],
  ])("%s", (_what, values) => {
    expect(zValues.safeParse(values).success).toBe(false);
  });

  test("a definition takes no key it does not know, and no more fields than a sheet holds", () => {
    const fields = Array.from({ length: formLimits.fields + 1 }, (_, at) => field(`f${at}`));
    expect(zDefinition.safeParse({ ...sheet, fields }).success).toBe(false);
    expect(zDefinition.safeParse({ ...sheet, script: "x" }).success).toBe(false);
    expect(zDefinition.safeParse({ ...sheet, fields: [{ ...field("a"), eval: 1 }] }).success).toBe(
      false,
    );
  });
});
