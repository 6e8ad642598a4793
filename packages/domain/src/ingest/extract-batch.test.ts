import { describe, expect, test } from "bun:test";
import { type FrozenCaptureItem, type IngestMapping, standardMapping } from "../routing/index.ts";
import { extract } from "./extract.ts";
import type { EventToRead } from "./reading.ts";

const mapping = standardMapping("BATCH");
const partial: IngestMapping = { ...mapping, batchPolicy: "PARTIAL" };
const sns = ["SN-1", "SN-2", "SN-3"];
const good = { station: "REFLOW-1", carrier: "CAR-7", sns, result: "PASS" };
const units = (...results: string[]) => results.map((result, at) => ({ sn: sns[at], result }));

function read(how: IngestMapping, payload: object) {
  const event: EventToRead = {
    receivedAt: "2026-11-22T08:00:00.000Z",
    timezone: "UTC",
    payload: JSON.parse(JSON.stringify(payload)),
  };
  return extract(how, event, { captureItems: [] });
}

const said = (how: IngestMapping, payload: object): string => {
  const result = read(how, payload);
  if (result.ok) {
    const each = result.value.units.map((unit) => `${unit.sn} ${unit.result}`);
    return `${result.value.result}: ${each.join(", ")}`;
  }
  const { path, reason, value, found } = result.refusal.context;
  return `${path} ${reason ?? result.refusal.code} ${found ?? value}`;
};

describe("a batch", () => {
  const rows: [what: string, how: IngestMapping, payload: object, outcome: string][] = [
    ["all, passed      ", mapping, good, "PASS: SN-1 PASS, SN-2 PASS, SN-3 PASS"],
    [
      "all, failed      ",
      mapping,
      { ...good, result: "FAIL" },
      "FAIL: SN-1 FAIL, SN-2 FAIL, SN-3 FAIL",
    ],
    ["numbers as names ", mapping, { ...good, sns: [1, 2] }, "PASS: 1 PASS, 2 PASS"],
    [
      "units agree      ",
      mapping,
      { ...good, units: units("PASS", "PASS") },
      "PASS: SN-1 PASS, SN-2 PASS, SN-3 PASS",
    ],
    [
      "a unit differs   ",
      mapping,
      { ...good, units: units("PASS", "FAIL") },
      "payload.units[1].result DIFFERS SN-2: FAIL",
    ],
    [
      "list missing     ",
      mapping,
      { ...good, sns: undefined },
      "payload.sns MISSING { station, carrier, result }",
    ],
    ["list null        ", mapping, { ...good, sns: null }, "payload.sns EMPTY null"],
    ["list empty       ", mapping, { ...good, sns: [] }, "payload.sns EMPTY [0]"],
    ["list a text      ", mapping, { ...good, sns: "SN-1" }, "payload.sns WRONG_TYPE SN-1"],
    ["a hole           ", mapping, { ...good, sns: ["SN-1", null] }, "payload.sns[1] EMPTY null"],
    [
      "an object        ",
      mapping,
      { ...good, sns: ["SN-1", { sn: 2 }] },
      "payload.sns[1] WRONG_TYPE { sn }",
    ],
    [
      "one twice        ",
      mapping,
      { ...good, sns: ["SN-1", " SN-1"] },
      "payload.sns[1] TWICE SN-1",
    ],
    [
      "too many         ",
      mapping,
      { ...good, sns: Array.from({ length: 1001 }, (_, at) => at) },
      "payload.sns TOO_MANY 1001",
    ],
    [
      "carrier missing  ",
      mapping,
      { ...good, carrier: undefined },
      "payload.carrier MISSING { station, sns, result }",
    ],
    [
      "result missing   ",
      mapping,
      { ...good, result: undefined },
      "payload.result MISSING { station, carrier, sns }",
    ],
    [
      "each its own     ",
      partial,
      { ...good, units: units("PASS", "FAIL", "PASS") },
      "PASS: SN-1 PASS, SN-2 FAIL, SN-3 PASS",
    ],
    [
      "in the sns' order",
      partial,
      { ...good, units: units("PASS", "FAIL", "PASS").reverse() },
      "PASS: SN-1 PASS, SN-2 FAIL, SN-3 PASS",
    ],
    [
      "no whole, passed ",
      partial,
      { ...good, result: undefined, units: units("PASS", "PASS", "PASS") },
      "PASS: SN-1 PASS, SN-2 PASS, SN-3 PASS",
    ],
    [
      "no whole, failed ",
      partial,
      { ...good, result: null, units: units("PASS", "FAIL", "PASS") },
      "FAIL: SN-1 PASS, SN-2 FAIL, SN-3 PASS",
    ],
    [
      "whole unknown    ",
      partial,
      { ...good, result: "MAYBE", units: units("PASS", "FAIL", "PASS") },
      "payload.result INGEST_RESULT_UNKNOWN MAYBE",
    ],
    [
      "a unit unknown   ",
      partial,
      { ...good, units: units("PASS", "MAYBE", "PASS") },
      "payload.units[1].result INGEST_RESULT_UNKNOWN MAYBE",
    ],
    [
      "a unit left out  ",
      partial,
      { ...good, units: units("PASS", "FAIL") },
      "payload.units MISSING SN-3",
    ],
    ["no units         ", partial, good, "payload.units MISSING SN-1"],
    [
      "a stranger       ",
      partial,
      { ...good, sns: ["SN-1"], units: units("PASS", "FAIL") },
      "payload.units[1].result DIFFERS SN-2",
    ],
    [
      "a unit twice     ",
      partial,
      { ...good, units: [...units("PASS"), ...units("FAIL")] },
      "payload.units[1].sn TWICE SN-1",
    ],
    ["units no list    ", partial, { ...good, units: {} }, "payload.units WRONG_TYPE {  }"],
    [
      "unit without sn  ",
      partial,
      { ...good, units: [{ result: "PASS" }] },
      "payload.units[0].sn MISSING { result }",
    ],
    [
      "no result of one ",
      partial,
      { ...good, units: [{ sn: "SN-1" }] },
      "payload.units[0].result MISSING { sn }",
    ],
  ];
  test.each(rows)("%s", (...[, how, payload, outcome]) => {
    expect(said(how, payload)).toBe(outcome);
  });

  test("finds its units in nested lists", () => {
    const nested: IngestMapping = { ...mapping, snListPath: "payload.panels[*].boards[*].sn" };
    const panels = [
      { boards: [{ sn: "A" }, { sn: "B" }] },
      { boards: [{ sn: "C" }, { other: 1 }] },
    ];
    expect(said(nested, { ...good, panels })).toBe("PASS: A PASS, B PASS, C PASS");
    expect(said(nested, { ...good, panels: [] })).toBe(
      "payload.panels[*].boards[*].sn MISSING [0]",
    );
  });
});

describe("what was measured on each unit of a batch", () => {
  const item = (code: string, upperLimit: number): FrozenCaptureItem => ({
    ...{ id: code, code, name: code, nameZh: code, dataType: "NUMBER", unit: "°C" },
    ...{ lowerLimit: null, upperLimit, target: null, choices: null },
    ...{ isRequired: false, onBreach: "RECORD" },
  });
  const step = { captureItems: [item("PEAK", 250), item("ZONE1", 180)] };
  const peak = (value: number, unit = "°C") => ({ name: "PEAK", value, unit });
  const event = (payload: object): EventToRead => ({
    receivedAt: "2026-11-22T08:00:00.000Z",
    timezone: "UTC",
    payload,
  });
  const oven = [{ name: "ZONE1", value: 170, unit: "°C" }, peak(249)];

  test("is its own; what holds for the batch holds for the others", () => {
    const each = [
      { sn: "SN-1", result: "PASS", measurements: [peak(245)] },
      { sn: "SN-2", result: "PASS", measurements: [peak(482, "°F"), { name: "TILT", value: 1 }] },
      { sn: "SN-3", result: "PASS" },
    ];
    const payload = { ...good, measurements: oven, units: each };
    const read = extract(partial, event(payload), step);
    if (!read.ok) throw new Error(read.refusal.code);
    const { units: told, measurements, captures, flags, unmapped } = read.value;
    expect(told.map(({ captures: own }) => own)).toEqual([
      [
        { code: "ZONE1", value: 170 },
        { code: "PEAK", value: 245 },
      ],
      [
        { code: "ZONE1", value: 170 },
        { code: "PEAK", value: 250 },
      ],
      captures,
    ]);
    expect(measurements.map(({ sn = "-", name, judgement }) => [sn, name, judgement])).toEqual([
      ["-", "ZONE1", "PASS"],
      ["-", "PEAK", "PASS"],
      ["SN-1", "PEAK", "PASS"],
      ["SN-2", "PEAK", "PASS"],
      ["SN-2", "TILT", "NA"],
    ]);
    expect([flags, unmapped]).toEqual([["UNIT_CONVERTED", "UNMAPPED_MEASUREMENT"], ["TILT"]]);
  });

  test("a unit that passes and shows what fails contradicts itself", () => {
    const each = [{ sn: "SN-1", result: "PASS", measurements: [peak(260)] }];
    const read = extract(partial, event({ ...good, sns: ["SN-1"], units: each }), step);
    expect(read.ok && read.value.flags).toEqual(["CONTRADICTION"]);
  });

  test("defects are its own, else the batch's", () => {
    const defects = [{ code: "DIRTY" }];
    const each = [
      { sn: "SN-1", result: "FAIL", defects: [{ code: "TOMBSTONE", location: "R1" }] },
      { sn: "SN-2", result: "FAIL" },
    ];
    const payload = { ...good, sns: ["SN-1", "SN-2"], result: "FAIL", units: each, defects };
    const read = extract(partial, event(payload), step);
    expect(read.ok && read.value.units.map((unit) => unit.defects[0]?.code)).toEqual([
      "TOMBSTONE",
      "DIRTY",
    ]);
  });

  // biome-ignore format: a table
  test.each([
    ["a value that is none", [{ name: "PEAK", value: "hot" }], "payload.units[0].measurements[0].value NOT_A_NUMBER hot"],
    ["no list",              { PEAK: 1 },                      "payload.units[0].measurements WRONG_TYPE { PEAK }"],
    ["twice the same",       [peak(1), peak(2)],               "payload.units[0].measurements[1].name TWICE PEAK"],
  ])("refused with its place: %s", (_, measurements, outcome) => {
    const each = [{ sn: "SN-1", result: "PASS", measurements }];
    const result = extract(partial, event({ ...good, sns: ["SN-1"], units: each }), step);
    const { path, reason, found } = result.ok ? {} : result.refusal.context;
    expect(`${path} ${reason} ${found}`).toBe(outcome);
  });
});
