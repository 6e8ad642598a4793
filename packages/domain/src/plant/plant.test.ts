import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import {
  checkLineChange,
  checkOperationEdit,
  checkRemoval,
  checkStationChange,
} from "./changes.ts";
import { linePatch, productCreate, productPatch, shiftCreate, stationCreate } from "./schema.ts";
import { checkShiftOverlap, shiftAt, shiftMinutes } from "./shift.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const shift = (code: string, [start, end]: [number, number], lineId: string | null = null) => ({
  id: code,
  code,
  startMinute: start * 60,
  endMinute: end * 60,
  lineId,
  isActive: true,
});

describe("the shift at an instant", () => {
  const shifts = [
    shift("DAY", [8, 20]),
    shift("NIGHT", [20, 8]),
    shift("B-EARLY", [6, 14], "line-b"),
    { ...shift("OLD", [0, 0]), isActive: false },
  ];
  const rows: [utc: string, lineId: string | null, found: (string | null)[]][] = [
    ["2026-11-22T00:00:00.000Z", "line-a", ["DAY", "2026-11-22"]],
    ["2026-11-21T23:59:59.999Z", "line-a", ["NIGHT", "2026-11-21"]],
    ["2026-11-22T11:59:00.000Z", null, ["DAY", "2026-11-22"]],
    ["2026-11-22T12:00:00.000Z", null, ["NIGHT", "2026-11-22"]],
    ["2026-11-22T16:30:00.000Z", "line-a", ["NIGHT", "2026-11-22"]],
    ["2026-12-31T18:00:00.000Z", "line-a", ["NIGHT", "2026-12-31"]],
    ["2026-11-21T22:00:00.000Z", "line-b", ["B-EARLY", "2026-11-22"]],
    ["2026-11-22T06:00:00.000Z", "line-b", [null, null]],
  ];
  test.each(rows)("%s on %p: %p", (now, lineId, expected) => {
    const found = shiftAt(shifts, { now, timeZone: "Asia/Shanghai", lineId });
    expect([found?.shift.code ?? null, found?.day ?? null]).toEqual(expected);
  });

  test("the same start and end is a whole day", () => {
    expect(shiftMinutes(shift("ALL", [8, 8]))).toBe(1440);
    expect(shiftMinutes(shift("NIGHT", [20, 8]))).toBe(720);
  });

  const others = [shift("DAY", [8, 20]), shift("B", [6, 14], "line-b")];
  const overlaps: [string, ReturnType<typeof shift>][] = [
    ["ok", shift("NIGHT", [20, 8])],
    ["ok", shift("DAY", [9, 21])],
    ["ok", { ...shift("OFF", [0, 0]), isActive: false }],
    ["ok", shift("B2", [14, 22], "line-b")],
    ["SHIFT_OVERLAP", shift("NIGHT", [19, 8])],
    ["SHIFT_OVERLAP", shift("NIGHT", [22, 9])],
    ["SHIFT_OVERLAP", shift("ALL", [20, 20])],
    ["SHIFT_OVERLAP", shift("B2", [13, 22], "line-b")],
  ];
  test.each(overlaps)("%s: %p", (outcome, added) => {
    expect(code(checkShiftOverlap(added, others))).toBe(outcome);
  });
});

describe("changes of master data", () => {
  const line = { code: "SMT-A", isRepurposed: true, openRuns: 1 };
  const station = { code: "PRINT", isMoved: true, openVisits: 2 };
  const rows: [string, Result<true>][] = [
    ["LINE_HAS_DEPENDENCIES", checkRemoval("LINE", "SMT-A", { stations: 5, runs: 0 })],
    ["STATION_GROUP_HAS_DEPENDENCIES", checkRemoval("STATION_GROUP", "G", { stations: 1 })],
    ["ok", checkRemoval("LINE", "SMT-A", { stations: 0, runs: 0 })],
    ["OPERATION_ERP_READONLY", checkOperationEdit({ code: "PRINT", source: "ERP" })],
    ["ok", checkOperationEdit({ code: "PRINT", source: "MES" })],
    ["STATION_IN_USE", checkStationChange(station)],
    ["ok", checkStationChange({ ...station, isMoved: false })],
    ["ok", checkStationChange({ ...station, openVisits: 0 })],
    ["LINE_IN_USE", checkLineChange(line)],
    ["ok", checkLineChange({ ...line, isRepurposed: false })],
    ["ok", checkLineChange({ ...line, openRuns: 0 })],
  ];
  test.each(rows)("%s", (outcome, result) => {
    expect(code(result)).toBe(outcome);
  });

  test("a refusal counts what stands on the row, and only that", () => {
    expect(checkRemoval("LINE", "SMT-A", { stations: 5, runs: 0 })).toMatchObject({
      refusal: { context: { code: "SMT-A", dependents: { stations: 5 } } },
    });
  });
});

describe("schemas", () => {
  test("a new row gets defaults, a change gets none", () => {
    expect(productCreate.parse({ code: "P-1", name: "Board" })).toEqual({
      code: "P-1",
      name: "Board",
      customer: null,
      revision: null,
      boardSide: null,
      unitsPerPanel: 1,
      traits: [],
      snPattern: null,
      isActive: true,
    });
    expect(productPatch.parse({ version: 2, name: "New" })).toEqual({ version: 2, name: "New" });
    expect(linePatch.parse({ version: 1 })).toEqual({ version: 1 });
  });

  const refused: [string, boolean][] = [
    [
      "station without a line",
      stationCreate.safeParse({ code: "S", name: "S", stationType: "AUTO" }).success,
    ],
    [
      "station of no type",
      stationCreate.safeParse({ code: "S", name: "S", lineId: "l", stationType: "X" }).success,
    ],
    ["code with a space", productCreate.safeParse({ code: "P 1", name: "B" }).success],
    [
      "panel without units",
      productCreate.safeParse({ code: "P", name: "B", unitsPerPanel: 0 }).success,
    ],
    [
      "unknown trait",
      productCreate.safeParse({ code: "P", name: "B", traits: ["requiresLuck"] }).success,
    ],
    [
      "pattern without number",
      productCreate.safeParse({ code: "P", name: "B", snPattern: "SN" }).success,
    ],
    [
      "shift past midnight",
      shiftCreate.safeParse({ code: "N", name: "N", nameZh: "夜", startMinute: 0, endMinute: 1440 })
        .success,
    ],
    ["change without version", linePatch.safeParse({ name: "A" }).success],
  ];
  test.each(refused)("refuse a %s", (_, success) => {
    expect(success).toBe(false);
  });
});
