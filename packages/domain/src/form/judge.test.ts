import { describe, expect, test } from "bun:test";
import { addMinutes } from "../kernel/index.ts";
import { facts, field, form, now, shipped } from "./form.fixture.ts";
import { judge } from "./judge.ts";
import type { JudgeFacts, Values } from "./schema.ts";
import { shippedForms } from "./shipped/index.ts";

const verdict = (code: string, values: Values, more: Partial<JudgeFacts> = {}) => {
  const judged = judge(shipped(code), values, { ...facts, ...more });
  return [judged.judgement, ...judged.findings.map((finding) => finding.code)];
};

const baked = (process: string, hours: number, more: Values = {}): Values => ({
  process,
  temperature: 120,
  inAt: now,
  outAt: addMinutes(now, hours * 60),
  ...more,
});
const stencil: Values = {
  totalPrintCount: 100,
  checkDeform: true,
  checkHoleDamage: true,
  checkSealIntact: true,
  tension1: 31,
  tension2: 31,
  tension3: 31,
  tension4: 31,
  tension5: 30.1,
};
const blade: Values = {
  totalPrintCount: 1,
  checkSurface: true,
  checkEdge: true,
  checkFlatness: true,
};
const upkeep: Values = {
  checkDamage: true,
  checkSlides: true,
  checkSprings: true,
  checkCleaned: true,
  checkRustOil: true,
};
const thawed = (hours: number, expiresOn = "2026-11-22"): Values => ({
  thawedAt: addMinutes(now, -60 * hours),
  issuedAt: now,
  expiresOn,
});

describe("the shipped forms judge by the numbers of domain.md 4.16", () => {
  test.each([
    ["QR-Pro-057", baked("PCB", 3.99), ["FAIL", "BAKE_TIME_PCB"]],
    ["QR-Pro-057", baked("PCB", 4), ["PASS"]],
    ["QR-Pro-057", baked("PCB", 6), ["PASS"]],
    ["QR-Pro-057", baked("PCB", 7), ["FAIL", "BAKE_TIME_PCB"]],
    ["QR-Pro-057", baked("PCB", 8), ["PASS"]],
    ["QR-Pro-057", baked("PCB", 5, { temperature: 119.9 }), ["FAIL", "BAKE_TEMPERATURE"]],
    [
      "QR-Pro-057",
      baked("PCB", 3, { temperature: 126 }),
      ["FAIL", "BAKE_TEMPERATURE", "BAKE_TIME_PCB"],
    ],
    ["QR-Pro-057", baked("BGA", 23.9), ["FAIL", "BAKE_TIME_BGA"]],
    ["QR-Pro-057", baked("BGA", 24), ["PASS"]],
    ["QR-Pro-057", baked("OTHER", 9, { temperature: 90 }), [null, "FORM_NOT_JUDGED"]],
    ["QR-Pro-057", baked("OTHER", 9, { temperature: 90, hoursRequired: 9 }), ["PASS"]],
    [
      "QR-Pro-057",
      baked("OTHER", 9, { temperature: 90, hoursRequired: 10 }),
      ["FAIL", "BAKE_TIME_OTHER"],
    ],
    ["QR-Pro-013", thawed(3.9), ["FAIL", "PASTE_THAW_SHORT"]],
    ["QR-Pro-013", thawed(4), ["PASS"]],
    ["QR-Pro-013", thawed(4, "2026-11-21"), ["FAIL", "PASTE_PAST_EXPIRY"]],
    ["QR-Pro-073", { temperature: -0.1 }, ["FAIL", "FORM_VALUE_TOO_LOW"]],
    ["QR-Pro-073", { temperature: 0 }, ["PASS"]],
    ["QR-Pro-073", { temperature: 8 }, ["PASS"]],
    ["QR-Pro-073", { temperature: 8.1 }, ["FAIL", "FORM_VALUE_TOO_HIGH"]],
    ["QR-Pro-089", stencil, ["PASS"]],
    ["QR-Pro-089", { ...stencil, tension3: 30 }, ["FAIL", "FORM_VALUE_TOO_LOW"]],
    ["QR-Pro-089", { ...stencil, checkHoleDamage: false }, ["FAIL", "FORM_VALUE_NOT_OK"]],
    ["QR-Pro-089", { ...stencil, totalPrintCount: 47_999 }, ["PASS"]],
    ["QR-Pro-089", { ...stencil, totalPrintCount: 48_000 }, ["PASS", "FORM_LIFE_NEARLY_OVER"]],
    ["QR-Pro-089", { ...stencil, totalPrintCount: 60_000 }, ["PASS", "FORM_LIFE_NEARLY_OVER"]],
    ["QR-Pro-089", { ...stencil, totalPrintCount: 60_001 }, ["FAIL", "FORM_LIFE_EXCEEDED"]],
    ["QR-Pro-130", { isClean: true }, ["PASS"]],
    ["QR-Pro-130", { isClean: false }, ["FAIL", "FORM_VALUE_NOT_OK"]],
    ["QR-Mac-144", blade, ["PASS"]],
    ["QR-Mac-144", { ...blade, checkFlatness: false }, ["FAIL", "FORM_VALUE_NOT_OK"]],
    ["QR-Mac-144", { ...blade, totalPrintCount: 100_001 }, ["FAIL", "FORM_LIFE_EXCEEDED"]],
    ["QR-Mac-155", { ...upkeep, material: "STONE", totalUseCount: 5_001 }, ["PASS"]],
    [
      "QR-Mac-155",
      { ...upkeep, material: "FIBREGLASS", totalUseCount: 5_001 },
      ["FAIL", "FORM_LIFE_EXCEEDED"],
    ],
    [
      "QR-Mac-155",
      { ...upkeep, material: "STONE", totalUseCount: 10_001 },
      ["FAIL", "FORM_LIFE_EXCEEDED"],
    ],
    ["QR-Mac-155", { ...upkeep, checkSprings: false }, ["FAIL", "FORM_VALUE_NOT_OK"]],
    ["QR-Mac-238", { result: "FAIL" }, ["FAIL", "FORM_VALUE_NOT_OK"]],
    ["QR-Mac-238", { result: "PASS" }, ["PASS"]],
    ["QR-Pro-105", { program: "LF-245" }, ["PASS"]],
    ["QR-Pro-105", { program: "LF-250" }, ["FAIL", "PROGRAM_NOT_OF_ROUTE"]],
    ["MES-Mounter-Program", { program: "LF-245" }, [null, "FORM_NOT_JUDGED"]],
  ] as const)("%s %j → %j", (code, values, expected) => {
    expect(verdict(code, values)).toEqual([...expected]);
  });

  test("an oven program is never passed where the route names none (D20)", () => {
    const none = { expectedPrograms: [] };
    expect(verdict("QR-Pro-105", { program: "LF-245" }, none)).toEqual([null, "FORM_NOT_JUDGED"]);
  });

  test("a route with two reflow steps is met by the program of either", () => {
    const expectedPrograms = ["TOP-1", "BOT-1"].map((program, at) => ({
      stepNo: (at + 1) * 10,
      traits: ["reflow"],
      program,
    }));
    expect(verdict("QR-Pro-105", { program: "BOT-1" }, { expectedPrograms })).toEqual(["PASS"]);
    expect(verdict("QR-Pro-105", { program: "MID" }, { expectedPrograms })[0]).toBe("FAIL");
  });

  test("every finding of a rule carries its sentence in both languages", () => {
    const { findings } = judge(shipped("QR-Pro-057"), baked("BGA", 1), facts);
    expect(findings).toEqual([
      {
        field: "outAt",
        code: "BAKE_TIME_BGA",
        severity: "FAIL",
        context: { field: "outAt", value: addMinutes(now, 60) },
        message: "BGAs bake at least 24 h",
        messageZh: "BGA 烘烤须满 24 小时",
      },
    ]);
  });

  test("there are ten of them, each with a code of its own", () => {
    expect(new Set(shippedForms.map((each) => each.code)).size).toBe(10);
  });
});

test("a form that judges nothing gives no judgement", () => {
  expect(judge(form([field("a")]), { a: 1 }, facts)).toEqual({ judgement: null, findings: [] });
});

test("a warning alone fails nothing", () => {
  const definition = form([field("a")], {
    judgement: [
      {
        code: "HIGH",
        field: "a",
        anyOf: [[{ left: { sum: ["a", "a"] }, op: "LT", right: { value: 10 } }]],
        severity: "WARN",
        message: "High",
        messageZh: "偏高",
      },
    ],
  });
  expect(judge(definition, { a: 5 }, facts)).toMatchObject({
    judgement: "PASS",
    findings: [{ code: "HIGH", severity: "WARN" }],
  });
});

describe("properties", () => {
  /** The same numbers at every run. */
  function* numbers(seed: number): Generator<number> {
    for (let x = seed; ; ) {
      x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
      yield x / 2_147_483_648;
    }
  }

  test("narrower limits never turn a FAIL into a PASS", () => {
    const random = numbers(7);
    const next = () => (random.next().value ?? 0) * 200 - 100;
    for (let round = 0; round < 2_000; round++) {
      const [a = 0, b = 0] = [next(), next()].sort((x, y) => x - y);
      const value = Math.round(next());
      const isMinExclusive = round % 2 === 0;
      const wide = form([field("a", { min: a, max: b, isMinExclusive })]);
      const narrow = form([
        field("a", { min: a + 1, max: Math.max(a + 1, b - 1), isMinExclusive }),
      ]);
      const [wideSays, narrowSays] = [wide, narrow].map(
        (definition) => judge(definition, { a: value }, facts).judgement,
      );
      if (wideSays === "FAIL") expect([value, narrowSays]).toEqual([value, "FAIL"]);
    }
  });

  test("more uses never turn a tool that is over its life into a good one", () => {
    const random = numbers(11);
    for (let round = 0; round < 500; round++) {
      const total = Math.floor((random.next().value ?? 0) * 130_000);
      const more = total + Math.floor((random.next().value ?? 0) * 1_000);
      if (verdict("QR-Mac-144", { ...blade, totalPrintCount: total })[0] === "FAIL")
        expect(verdict("QR-Mac-144", { ...blade, totalPrintCount: more })[0]).toBe("FAIL");
    }
  });
});
