import { describe, expect, test } from "bun:test";
import type { IngestMapping } from "../routing/index.ts";
import { goodPayload as good, read } from "./extract.fixture.ts";

describe("what cannot be read is refused with the place, the reason and what stands there", () => {
  type Row = [what: string, payload: object, refusal: string, over?: Partial<IngestMapping>];
  const measured = (measurement: unknown) => ({ ...good, measurements: [measurement] });
  const rows: Row[] = [
    [
      "sn missing       ",
      { ...good, sn: undefined },
      "payload.sn MISSING { station, result, measurements }",
    ],
    ["sn null          ", { ...good, sn: null }, "payload.sn EMPTY null"],
    ["sn empty         ", { ...good, sn: "  " }, "payload.sn EMPTY   "],
    ["sn a list        ", { ...good, sn: ["SN-1"] }, "payload.sn WRONG_TYPE [1]"],
    ["sn an object     ", { ...good, sn: { id: 1 } }, "payload.sn WRONG_TYPE { id }"],
    ["sn lost digits   ", { ...good, sn: 2 ** 60 }, "payload.sn WRONG_TYPE 1152921504606847000"],
    [
      "sn too long      ",
      { ...good, sn: "x".repeat(201) },
      `payload.sn TOO_LONG ${"x".repeat(80)}…`,
    ],
    [
      "sn deeper        ",
      good,
      "payload.board.sn MISSING { station, sn, result, measurements }",
      { snPath: "payload.board.sn" },
    ],
    ["payload no object", "text" as never, "payload.station MISSING text"],
    [
      "station missing  ",
      { ...good, station: undefined },
      "payload.station MISSING { sn, result, measurements }",
    ],
    [
      "line missing     ",
      good,
      "payload.line MISSING { station, sn, result, measurements }",
      { lineCodePath: "payload.line" },
    ],
    [
      "test id missing  ",
      good,
      "payload.id MISSING { station, sn, result, measurements }",
      { testResultIdPath: "payload.id" },
    ],
    [
      "time unreadable  ",
      { ...good, at: "yesterday" },
      "payload.at BAD_TIME yesterday",
      { occurredAtPath: "payload.at" },
    ],
    [
      "time empty       ",
      { ...good, at: "" },
      "payload.at EMPTY ",
      { occurredAtPath: "payload.at" },
    ],
    [
      "result missing   ",
      { ...good, result: undefined },
      "payload.result MISSING { station, sn, measurements }",
    ],
    ["result empty     ", { ...good, result: "" }, "payload.result EMPTY "],
    ["result an object ", { ...good, result: {} }, "payload.result WRONG_TYPE {  }"],
    [
      "no list          ",
      { ...good, measurements: "none" },
      "payload.measurements WRONG_TYPE none",
    ],
    ["element no object", measured(28.3), "payload.measurements[0] WRONG_TYPE 28.3"],
    ["name missing     ", measured({ value: 1 }), "payload.measurements[0].name MISSING { value }"],
    ["name empty       ", measured({ name: "", value: 1 }), "payload.measurements[0].name EMPTY "],
    [
      "name an object   ",
      measured({ name: {}, value: 1 }),
      "payload.measurements[0].name WRONG_TYPE {  }",
    ],
    ["value missing    ", measured({ name: "R17" }), "payload.measurements[0].value MISSING R17"],
    [
      "value an object  ",
      measured({ name: "R17", value: {} }),
      "payload.measurements[0].value WRONG_TYPE {  }",
    ],
    [
      "value no number  ",
      measured({ name: "R17", value: "NaN" }),
      "payload.measurements[0].value NOT_A_NUMBER NaN",
    ],
    [
      "value hexadecimal",
      measured({ name: "R17", value: "0x1F" }),
      "payload.measurements[0].value NOT_A_NUMBER 0x1F",
    ],
    [
      "value a truth    ",
      measured({ name: "R17", value: true }),
      "payload.measurements[0].value NOT_A_NUMBER true",
    ],
    [
      "one item twice   ",
      { ...good, measurements: [...good.measurements, ...good.measurements] },
      "payload.measurements[1].name TWICE R17",
    ],
    [
      "defect no code   ",
      { ...good, defects: [{ location: "U5" }] },
      "payload.defects[0].code MISSING { location }",
    ],
    [
      "defects no list  ",
      { ...good, defects: { code: "X" } },
      "payload.defects WRONG_TYPE { code }",
    ],
    [
      "too many         ",
      { ...good, measurements: Array(20_001).fill({ name: "x", value: 1 }) },
      "payload.measurements TOO_MANY 20001",
    ],
  ];
  test.each(rows)("%s", (...[, payload, refusal, over]) => {
    const result = read(payload, over);
    expect(result.ok ? "read" : result.refusal.code).toBe("INGEST_PAYLOAD_INVALID");
    const { path, reason, found } = (result as { refusal: { context: Record<string, string> } })
      .refusal.context;
    expect(`${path} ${reason} ${found}`).toBe(refusal);
  });

  test("a unit that does not convert is refused with the names", () => {
    expect(read(measured({ name: "R17", value: 28_300, unit: "mV" }))).toEqual({
      ok: false,
      refusal: {
        code: "UNIT_INCOMPATIBLE",
        context: {
          ...{ path: "payload.measurements[0].unit", measurement: "R17", item: "R17" },
          ...{ from: "mV", to: "kOhm" },
        },
      },
    });
  });

  test("absent lists and empty values are no refusal: what a step requires, the track-out says", () => {
    for (const payload of [
      { ...good, measurements: undefined },
      { ...good, measurements: null },
      { ...good, measurements: [] },
      measured({ name: "R17", value: null }),
      measured({ name: "R17", value: "" }),
    ])
      expect(read(payload)).toMatchObject({
        ok: true,
        value: { captures: [], flags: [] },
      } as never);
  });
});
