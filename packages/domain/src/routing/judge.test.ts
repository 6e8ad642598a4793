import { describe, expect, test } from "bun:test";
import { type CaptureRule, checkCaptureItem } from "./capture-item.ts";
import { frozenItem } from "./frozen.fixture.ts";
import { judgeValue } from "./judge.ts";
import type { FrozenCaptureItem } from "./snapshot.ts";

const height = frozenItem({ onBreach: "BLOCK" });
const none = { lowerLimit: null, upperLimit: null, target: null } as const;
const free = frozenItem({ ...none });
const least = frozenItem({ ...none, lowerLimit: 10, onBreach: "ALARM" });
const text = frozenItem({ ...none, dataType: "TEXT" });
const sealed = frozenItem({ ...none, dataType: "BOOLEAN", target: 1, onBreach: "HOLD" });
const clean = frozenItem({ ...none, dataType: "BOOLEAN", target: 0, onBreach: "RECORD" });
const seen = frozenItem({ ...none, dataType: "BOOLEAN" });
const nozzle = frozenItem({ ...none, dataType: "CHOICE", choices: ["CN040", "CN065"] });
const refused = "CAPTURE_VALUE_INVALID";

describe("a captured value against its frozen item (D13)", () => {
  const rows: [string, FrozenCaptureItem, given: unknown, ...outcome: unknown[]][] = [
    ["on the lower limit    ", height, 100, 100, "PASS", null],
    ["on the upper limit    ", height, 150, 150, "PASS", null],
    ["just below            ", height, 99.99, 99.99, "FAIL", "BLOCK"],
    ["just above            ", height, 150.01, 150.01, "FAIL", "BLOCK"],
    ["typed by a scanner    ", height, " 120.5 ", 120.5, "PASS", null],
    ["signed                ", height, "-3", -3, "FAIL", "BLOCK"],
    ["one limit, held       ", least, 1e9, 1e9, "PASS", null],
    ["one limit, broken     ", least, 9, 9, "FAIL", "ALARM"],
    ["no limits             ", free, 7, 7, "NA", null],
    ["nothing captured      ", height, null, null, "NA", null],
    ["nothing typed         ", height, "", null, "NA", null],
    ["number with a comma   ", height, "120,5", refused],
    ["hexadecimal           ", height, "0x10", refused],
    ["not finite            ", height, Number.POSITIVE_INFINITY, refused],
    ["a boolean as number   ", height, true, refused],
    ["a word as number      ", height, "high", refused],
    ["free text             ", text, " ok ", "ok", "NA", null],
    ["200 characters        ", text, "膏".repeat(200), "膏".repeat(200), "NA", null],
    ["201 characters        ", text, "膏".repeat(201), refused],
    ["blank text            ", text, "   ", refused],
    ["a number as text      ", text, 5, refused],
    ["expected true         ", sealed, true, true, "PASS", null],
    ["expected true, false  ", sealed, false, false, "FAIL", "HOLD"],
    ["expected false        ", clean, "false", false, "PASS", null],
    ["expected false, true  ", clean, "true", true, "FAIL", "RECORD"],
    ["nothing expected      ", seen, false, false, "NA", null],
    ["a word as boolean     ", seen, "yes", refused],
    ["of the list           ", nozzle, "CN065", "CN065", "NA", null],
    ["not of the list       ", nozzle, "CN999", refused],
    ["in another case       ", nozzle, "cn065", refused],
  ];
  test.each(rows)("%s", (...[, item, given, ...outcome]) => {
    const judged = judgeValue(item, given);
    const told = judged.ok
      ? [judged.value.value, judged.value.judgement, judged.value.breach]
      : [judged.refusal.code];
    expect(told).toEqual(outcome as typeof told);
  });

  test("a refusal names the item and what it takes", () => {
    expect(judgeValue(nozzle, "X")).toMatchObject({
      refusal: {
        context: { item: "PASTE_HEIGHT", dataType: "CHOICE", choices: ["CN040", "CN065"] },
      },
    });
  });
});

describe("a capture item is consistent, first fault first", () => {
  const number: CaptureRule = frozenItem();
  const bare: CaptureRule = frozenItem({ ...none });
  const rows: [reason: string, CaptureRule][] = [
    ["LIMITS_NEED_NUMBER            ", { ...number, dataType: "TEXT", choices: [] }],
    ["CHOICES_NEED_CHOICE           ", { ...number, choices: ["A"], lowerLimit: 200 }],
    ["TARGET_NEEDS_NUMBER_OR_BOOLEAN", { ...bare, dataType: "TEXT", target: 1 }],
    ["TARGET_NEEDS_NUMBER_OR_BOOLEAN", { ...bare, dataType: "CHOICE", target: 1, choices: null }],
    ["LIMITS_CROSSED                ", { ...number, lowerLimit: 151 }],
    ["TARGET_OUTSIDE_LIMITS         ", { ...number, target: 99 }],
    ["TARGET_OUTSIDE_LIMITS         ", { ...number, lowerLimit: null, target: 151 }],
    ["TARGET_NOT_BOOLEAN            ", { ...bare, dataType: "BOOLEAN", target: 2 }],
    ["CHOICES_MISSING               ", { ...bare, dataType: "CHOICE" }],
    ["CHOICES_MISSING               ", { ...bare, dataType: "CHOICE", choices: [] }],
    ["CHOICES_TWICE                 ", { ...bare, dataType: "CHOICE", choices: ["A", "B", "A"] }],
    ["BREACH_NEEDS_LIMIT            ", { ...bare, onBreach: "HOLD" }],
    ["BREACH_NEEDS_LIMIT            ", { ...bare, dataType: "BOOLEAN", onBreach: "ALARM" }],
    ["ok", { ...bare, dataType: "BOOLEAN", target: 0, onBreach: "ALARM" }],
    ["ok", { ...bare, dataType: "CHOICE", choices: ["A", "B"] }],
    ["ok", { ...number, lowerLimit: 125, upperLimit: 125 }],
    ["ok", bare],
  ];
  test.each(rows)("%s", (reason, item) => {
    const checked = checkCaptureItem(item);
    const told = checked.ok ? "ok" : checked.refusal.context.reason;
    expect(told).toBe(reason.trim());
  });
});
