import { describe, expect, test } from "bun:test";
import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { checkCaptures, judgeTyped, nextField, numberAtEnd } from "./captures.ts";

const item = (code: string, more: Partial<FrozenCaptureItem> = {}): FrozenCaptureItem => ({
  id: code,
  code,
  name: code,
  nameZh: code,
  dataType: "NUMBER",
  unit: null,
  lowerLimit: null,
  upperLimit: null,
  target: null,
  choices: null,
  isRequired: false,
  onBreach: "RECORD",
  ...more,
});
const temp = item("TEMP", {
  lowerLimit: 235,
  upperLimit: 250,
  isRequired: true,
  onBreach: "BLOCK",
});
const voids = item("VOID", { upperLimit: 25, onBreach: "HOLD" });
const lot = item("LOT", { dataType: "TEXT" });

describe("values while they are typed", () => {
  const rows: [string, FrozenCaptureItem, string, string][] = [
    // what                    item   typed    judged
    ["nothing yet           ", temp, " ", "NONE"],
    ["within the limits     ", temp, "243.5", "PASS"],
    ["a decimal comma       ", temp, "243,5", "PASS"],
    ["on the limit          ", temp, "250", "PASS"],
    ["outside               ", temp, "250.1", "FAIL"],
    ["not a number          ", temp, "24x", "INVALID"],
    ["no limits to judge by ", lot, "LOT-77", "NOTED"],
  ];
  for (const [what, of, typed, expected] of rows)
    test(what.trim(), () => expect(judgeTyped(of, typed)).toBe(expected as never));

  const said = (values: Record<string, string>) => {
    const { captures, problems } = checkCaptures([temp, voids, lot], values);
    return [
      captures.map(({ code, value }) => `${code}=${value}`).join(" "),
      problems.map(({ code, kind }) => `${code} ${kind}`).join(", "),
    ];
  };
  test("a required value is missing", () => expect(said({})).toEqual(["", "TEMP MISSING"]));
  test("a blocking breach is explained before it is sent", () =>
    expect(said({ TEMP: "261" })).toEqual(["TEMP=261", "TEMP BLOCKED"]));
  test("a breach that holds the board may be sent", () =>
    expect(said({ TEMP: "240", VOID: "31" })).toEqual(["TEMP=240 VOID=31", ""]));
  test("what is no value is left out", () =>
    expect(said({ TEMP: "240", VOID: "x" })).toEqual(["TEMP=240", "VOID INVALID"]));

  test("a board's number behind a value is told from it", () => {
    const isBoard = (code: string) => code === "SN-0047";
    expect(numberAtEnd("243.5SN-0047", isBoard)).toBe(5);
    expect(numberAtEnd("SN-0047", isBoard)).toBe(0);
    expect(numberAtEnd("243.5", isBoard)).toBe(-1);
  });

  test("Enter goes to the next open field, then to none", () => {
    const items = [temp, voids, lot];
    expect(nextField(items, { TEMP: "240" }, "TEMP")).toBe("VOID");
    expect(nextField(items, { TEMP: "240", VOID: "3" }, "TEMP")).toBe("LOT");
    expect(nextField(items, { TEMP: "240" }, "LOT")).toBeNull();
  });
});
