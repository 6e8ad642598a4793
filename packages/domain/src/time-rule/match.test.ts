import { describe, expect, test } from "bun:test";
import { eventFilter, type Rule, ruleCreate } from "./definition.ts";
import { type ClockEvent, matches, scopeFits, starts, winners } from "./match.ts";
import { presetRules } from "./presets.ts";
import { paste, reflowOut, rule, wash } from "./rule.fixture.ts";

const place = { lineCode: "SMT-A", routeCode: "PCBA-V1", productCode: "P-1002" };

describe("a scope fits by code, whatever the case", () => {
  const rows: [fits: boolean, scope: Rule["scope"], key: string][] = [
    [true, "GLOBAL", ""],
    [true, "LINE", "smt-a"],
    [true, "ROUTE", "PCBA-V1"],
    [true, "PRODUCT", "p-1002"],
    [false, "LINE", "SMT-B"],
    [false, "ROUTE", "SMT-A"],
    [false, "PRODUCT", "P-1"],
  ];
  test.each(rows)("%p: %s %s", (fits, scope, scopeKey) =>
    expect(scopeFits({ scope, scopeKey }, place)).toBe(fits),
  );
  test("a place that is not known fits no rule about it", () => {
    const nowhere = { lineCode: null, routeCode: null, productCode: null };
    for (const scope of ["LINE", "ROUTE", "PRODUCT"] as const)
      expect(scopeFits({ scope, scopeKey: "X" }, nowhere)).toBe(false);
  });
});

describe("D25: of one family the most specific scope wins, then priority; the others do not fire", () => {
  const global = rule({ code: "G" });
  const line = rule({ code: "L", scope: "LINE", scopeKey: "SMT-A", priority: 900 });
  const route = rule({ code: "R", scope: "ROUTE", scopeKey: "PCBA-V1", priority: 500 });
  const product = rule({ code: "P", scope: "PRODUCT", scopeKey: "P-1002", priority: 0 });
  const urgent = rule({ code: "U", scope: "PRODUCT", scopeKey: "P-1002", priority: 1 });
  const twin = rule({ code: "A", scope: "PRODUCT", scopeKey: "P-1002", priority: 1 });
  const off = rule({ code: "OFF", scope: "PRODUCT", scopeKey: "P-1002", isActive: false });
  const elsewhere = rule({ code: "E", scope: "PRODUCT", scopeKey: "P-1001" });
  const coating = rule({ code: "C", family: "COATING" });
  const bottle = rule({ ...paste, id: "b", code: "B", family: "WASH_LIMIT" });
  const rows: [won: string[], rules: Rule[]][] = [
    [[], []],
    [["G"], [global]],
    [["L"], [global, line]],
    [["R"], [line, global, route]],
    [["P"], [product, route, line, global]],
    [["U"], [product, urgent, global]],
    [["A"], [urgent, twin]],
    [["G"], [global, off, elsewhere]],
    [
      ["P", "C"],
      [global, product, coating],
    ],
    [["G"], [global, bottle]],
  ];
  test.each(rows)("%p", (won, rules) => {
    const codes = (from: Rule[]) => winners(from, "UNIT", place).map(({ code }) => code);
    expect(codes(rules)).toEqual(won);
    expect(codes([...rules].reverse()).sort()).toEqual([...won].sort());
  });
  test("a rule for one product replaces the general one even where only that one would start", () => {
    const aoiOnly = { ...wash.startWhen, traits: ["aoi" as const] };
    const short = { ...product, startWhen: aoiOnly };
    const [winner] = winners([global, short], "UNIT", place);
    expect(winner?.code).toBe("P");
    expect(starts(short, reflowOut())).toBe(false);
  });
});

describe("D26: operations are named by trait", () => {
  test("an operation whose code says REFLOW is none without the trait, and one without it may be", () => {
    expect(matches(wash.startWhen, reflowOut({ traits: [] }))).toBe(false);
    expect(matches(wash.startWhen, reflowOut({ traits: ["inspection", "aoi"] }))).toBe(true);
  });
  test("a filter by code or name is refused, and so is a trait that does not exist", () => {
    const filter = { events: ["unit.trackedOut"] };
    expect(eventFilter.safeParse(filter).success).toBe(true);
    expect(eventFilter.safeParse({ ...filter, operationCode: "REFLOW" }).success).toBe(false);
    expect(eventFilter.safeParse({ ...filter, traits: ["REFLOW"] }).success).toBe(false);
    expect(eventFilter.safeParse({ events: ["unit.reflowOut"] }).success).toBe(false);
  });
});

describe("what starts a clock", () => {
  const bottle: ClockEvent = {
    ...reflowOut(),
    type: "pasteBottle.opened",
    subjectType: "PASTE_BOTTLE",
    traits: [],
    laterTraits: [],
    result: null,
  };
  const bake = rule({
    startWhen: { events: ["unit.trackedIn"], traits: ["bake"], results: [] },
    endWhen: { events: ["unit.trackedOut"], traits: ["bake"], results: [] },
  });
  const rows: [name: string, rule: Rule, event: ClockEvent, expected: boolean][] = [
    ["reflow passed, wash ahead", rule(), reflowOut(), true],
    ["AOI passed", rule(), reflowOut({ traits: ["aoi"] }), true],
    ["T4: a route without wash", rule(), reflowOut({ laterTraits: ["aoi"] }), false],
    ["reflow failed", rule(), reflowOut({ result: "FAIL" }), false],
    ["into reflow", rule(), reflowOut({ type: "unit.trackedIn", result: null }), false],
    ["printing", rule(), reflowOut({ traits: ["print"] }), false],
    ["the unit's last step", rule(), reflowOut({ isOver: true }), false],
    ["any end operation", rule({ endWhen: { ...wash.endWhen, traits: [] } }), reflowOut(), true],
    [
      "in and out of one operation",
      bake,
      reflowOut({ type: "unit.trackedIn", traits: ["bake"], laterTraits: [] }),
      true,
    ],
    ["a bottle is opened", rule({ ...paste }), bottle, true],
    ["an open bottle is bound", rule({ ...paste }), { ...bottle, type: "pasteBottle.bound" }, true],
    [
      "a closed bottle is bound",
      rule({ ...paste }),
      { ...bottle, type: "pasteBottle.bound", isOpen: false },
      false,
    ],
    ["a bottle is unbound", rule({ ...paste }), { ...bottle, type: "pasteBottle.unbound" }, false],
  ];
  for (const [name, given, event, expected] of rows)
    test(`${name}: ${expected}`, () => expect(starts(given, event)).toBe(expected));
});

test("the presets are what their own schema lets in, with the durations of domain.md 4.14", () => {
  for (const preset of presetRules) expect(ruleCreate.parse(preset)).toEqual(preset);
  const numbers = presetRules.map((preset) => [
    preset.code,
    preset.durationMinutes,
    preset.warningMinutes,
    preset.onExpiry,
    preset.isWaivable,
  ]);
  expect(numbers).toEqual([
    ["SOLDER_PASTE_24H", 1440, 120, "ALERT", true],
    ["WASH_4H", 240, 30, "ALERT", true],
  ]);
});
