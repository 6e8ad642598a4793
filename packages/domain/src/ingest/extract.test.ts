import { describe, expect, test } from "bun:test";
import { goodPayload as good, read, receivedAt } from "./extract.fixture.ts";
import type { EventToRead } from "./reading.ts";

describe("an event of one unit", () => {
  test("is read whole: converted, judged, and where the sender stands", () => {
    const result = read(
      {
        ...good,
        result: "FAIL",
        measurements: [
          { name: "R17", value: 28_300, unit: "Ohm", judge: "PASS" },
          { name: "Peak temp", value: " 2.512e2 ", unit: "C", judge: "PASS" },
          { name: "POLARITY", value: true },
          { name: "GRADE", value: "A " },
          { name: "Warpage", value: 12, unit: "um", judge: "OK" },
        ],
        defects: [{ code: "SHORT", location: "U5", remark: "" }, { code: 17 }],
      },
      { dataSpecMap: { "Peak temp": "PEAK" } },
      { occurredAt: "2026-11-22T15:59:58.1234567" },
    );
    const captures = [
      { code: "R17", value: 28.3 },
      { code: "PEAK", value: 251.2 },
      { code: "POLARITY", value: true },
      { code: "GRADE", value: "A" },
    ];
    const defects = [
      { code: "SHORT", location: "U5", remark: null },
      { code: "17", location: null, remark: null },
    ];
    expect(result).toEqual({
      ok: true,
      value: {
        sns: ["SN-1"],
        carrierNo: null,
        stationCode: "AOI-1",
        lineCode: null,
        occurredAt: "2026-11-22T07:59:58.123Z",
        result: "FAIL",
        testResultId: null,
        units: [{ sn: "SN-1", result: "FAIL", captures, defects }],
        measurements: [
          {
            ...{ name: "R17", code: "R17", raw: 28_300, unit: "Ohm", value: 28.3 },
            ...{ senderJudge: "PASS", judgement: "PASS" },
          },
          {
            ...{ name: "Peak temp", code: "PEAK", raw: " 2.512e2 ", unit: "C", value: 251.2 },
            ...{ senderJudge: "PASS", judgement: "FAIL" },
          },
          {
            ...{ name: "POLARITY", code: "POLARITY", raw: true, unit: null, value: true },
            ...{ senderJudge: null, judgement: "PASS" },
          },
          {
            ...{ name: "GRADE", code: "GRADE", raw: "A ", unit: null, value: "A" },
            ...{ senderJudge: null, judgement: "NA" },
          },
          {
            ...{ name: "Warpage", code: null, raw: 12, unit: "um", value: 12 },
            ...{ senderJudge: null, judgement: "NA" },
          },
        ],
        captures,
        defects,
        flags: ["ZONE_ASSUMED", "UNIT_CONVERTED", "UNMAPPED_MEASUREMENT", "CONTRADICTION"],
        unmapped: ["Warpage"],
      },
    } as never);
  });

  const times: [string, Partial<EventToRead>, object, at: string, flags: string[]][] = [
    ["neither       ", {}, {}, receivedAt, []],
    ["the event's   ", { occurredAt: "2026-11-22T07:00:00Z" }, {}, "2026-11-22T07:00:00.000Z", []],
    ["the payload's ", {}, { at: "2026-11-22T07:00:00Z" }, "2026-11-22T07:00:00.000Z", []],
    [
      "no zone       ",
      {},
      { at: "2026-11-22T15:00" },
      "2026-11-22T07:00:00.000Z",
      ["ZONE_ASSUMED"],
    ],
    [
      "event's first ",
      { occurredAt: "2026-11-22T06:00Z" },
      { at: "x" },
      "2026-11-22T06:00:00.000Z",
      [],
    ],
    ["null          ", {}, { at: null }, receivedAt, []],
  ];
  test.each(times)("happened when %s says", (...[, over, payload, at, flags]) => {
    const result = read(
      { ...good, measurements: [], ...payload },
      { occurredAtPath: "payload.at" },
      over,
    );
    expect(result).toMatchObject({ ok: true, value: { occurredAt: at, flags } } as never);
  });

  test("results compare as text, trimmed and case-sensitive; true is true, 1 is 1", () => {
    const words = {
      path: "payload.result",
      passValues: ["OK", "true", "1"],
      failValues: ["NG", "false", "0"],
    };
    const rows: [said: unknown, result: string][] = [
      ["OK", "PASS"],
      [" NG\n", "FAIL"],
      [true, "PASS"],
      [false, "FAIL"],
      [1, "PASS"],
      [0, "FAIL"],
      ["1", "PASS"],
      ["ok", "INGEST_RESULT_UNKNOWN"],
      ["PASS", "INGEST_RESULT_UNKNOWN"],
      [2, "INGEST_RESULT_UNKNOWN"],
    ];
    for (const [said, expected] of rows) {
      const result = read({ ...good, result: said }, { result: words });
      expect(result.ok ? result.value.result : result.refusal.code).toBe(expected);
    }
    expect(read({ ...good, result: "Passed" })).toEqual({
      ok: false,
      refusal: {
        code: "INGEST_RESULT_UNKNOWN",
        context: {
          path: "payload.result",
          value: "Passed",
          passValues: ["PASS"],
          failValues: ["FAIL"],
        },
      },
    });
  });

  test("the sender's word is kept and a contradiction flagged, never followed", () => {
    const one = (over: object, more: object = {}) =>
      read({
        ...good,
        measurements: [{ name: "R17", value: 28.3, unit: "kOhm", ...over }],
        ...more,
      });
    const rows: [over: object, more: object, isFlagged: boolean][] = [
      [{ judge: "PASS" }, {}, false],
      [{}, {}, false],
      [{ judge: "FAIL" }, {}, true],
      [{ value: 29 }, {}, true],
      [{ value: 29, judge: "PASS" }, { result: "FAIL" }, true],
      [{ value: 29, judge: "FAIL" }, { result: "FAIL" }, false],
      [{ value: 29 }, { result: "FAIL" }, false],
      [{}, { defects: [{ code: "SHORT" }] }, true],
      [{}, { result: "FAIL", defects: [{ code: "SHORT" }] }, false],
    ];
    for (const [over, more, isFlagged] of rows) {
      const result = one(over, more);
      expect(result.ok && result.value.flags).toEqual(isFlagged ? ["CONTRADICTION"] : []);
    }
  });

  test("only what was sent counts, never what every object has", () => {
    for (const path of ["payload.constructor", "payload.__proto__", "payload.measurements.length"])
      expect(read(good, { snPath: path })).toMatchObject({
        ok: false,
        refusal: { context: { path, reason: "MISSING" } },
      } as never);
  });
});
