import { describe, expect, test } from "bun:test";
import { defaultPastePolicy, type PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { type Way, type WayFacts, wayOf } from "./step-way.ts";

function facts(over: Partial<WayFacts> = {}, policy: Partial<typeof defaultPastePolicy> = {}) {
  const bottle = { bottleNo: "B-1", lineCode: "L-OLD" };
  const type = { policy: { ...defaultPastePolicy, ...policy } };
  const answer = { bottle, type } as PasteBottleAnswer;
  return { answer, lineCode: null, fridgeCode: null, turnedSeconds: null, ...over };
}

describe("what a step needs first", () => {
  // prettier-ignore
  const rows: [string, Parameters<typeof wayOf>, string][] = [
    ["taking out needs nothing", ["TAKE_OUT", facts()], "SEND"],
    ["storing needs a fridge", ["STORE", facts()], "ASK FRIDGE"],
    ["which the terminal may know", ["STORE", facts({ fridgeCode: "FR-1" })], "SEND fridge FR-1"],
    ["returning asks where to", ["RETURN", facts({ fridgeCode: "FR-1" })], "ASK FRIDGE"],
    ["unless opened jars stay out", ["RETURN", facts({}, { rechillOpened: false })], "SEND"],
    ["stirring starts the mixer's time", ["STIR", facts()], "START_STIRRING"],
    ["and ends it with the seconds", ["STIR", facts({ turnedSeconds: 75 })], "SEND 75 s"],
    ["binding needs a line", ["BIND", facts()], "ASK LINE"],
    ["which the terminal may know", ["BIND", facts({ lineCode: "L-1" })], "SEND line L-1"],
    ["unbinding is where it is bound", ["UNBIND", facts({ lineCode: "L-1" })], "SEND line L-OLD"],
    ["scrapping needs a reason", ["SCRAP", facts()], "ASK SCRAP"],
  ];
  for (const [name, given, expected] of rows)
    test(name, () => expect(show(wayOf(...given))).toBe(expected));
});

function show(way: Way): string {
  if (way.do === "ASK") return `ASK ${way.asking.for}`;
  if (way.do === "START_STIRRING") return way.do;
  const { fridgeCode, lineCode, seconds } = way.ask;
  const parts = [
    fridgeCode && `fridge ${fridgeCode}`,
    lineCode && `line ${lineCode}`,
    seconds !== undefined && `${seconds} s`,
  ];
  return ["SEND", ...parts.filter(Boolean)].join(" ");
}
