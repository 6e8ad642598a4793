import { describe, expect, test } from "bun:test";
import { config } from "./compile.fixture.ts";
import { configScopeKey, resolveSemantics } from "./semantics.ts";

const step = { id: "step-10", operationId: "op-print", routeId: "r1" };
const global = config("GLOBAL", { stationType: "MANUAL", requiresFai: true });
const route = config("ROUTE", { stationType: "BATCH", stationGroupId: "g-route" });
const operation = config("OPERATION", { stationType: "AUTO", captureItemIds: [] });
const own = config("STEP", { stationType: "TEST", requiresFai: false });

describe("precedence: step, operation, route, global, field by field (D52)", () => {
  const rows: [string, Parameters<typeof resolveSemantics>[1], string, string][] = [
    ["all four      ", [global, route, operation, own], "TEST", "STEP"],
    ["without step  ", [global, route, operation], "AUTO", "OPERATION"],
    ["without oper. ", [global, route], "BATCH", "ROUTE"],
    ["global only   ", [global], "MANUAL", "GLOBAL"],
    ["nobody says   ", [config("STEP", {})], "null", "DEFAULT"],
    ["another step  ", [global, { ...own, stepId: "step-20" }], "MANUAL", "GLOBAL"],
    ["another oper. ", [global, { ...operation, operationId: "op-aoi" }], "MANUAL", "GLOBAL"],
    ["another route ", [global, { ...route, routeId: "r2" }], "MANUAL", "GLOBAL"],
    ["in any order  ", [operation, own, global, route], "TEST", "STEP"],
  ];
  test.each(rows)("%s", (...[, configs, value, origin]) => {
    const { stationType } = resolveSemantics(step, configs);
    expect([String(stationType.value), stationType.origin]).toEqual([value, origin]);
  });

  test("each field remembers its own origin", () => {
    expect(resolveSemantics(step, [global, route, operation, own])).toEqual({
      stationType: { value: "TEST", origin: "STEP" },
      stationGroupId: { value: "g-route", origin: "ROUTE" },
      allowedStationIds: { value: [], origin: "DEFAULT" },
      requiresFai: { value: false, origin: "STEP" },
      requiresAuthorization: { value: true, origin: "DEFAULT" },
      captureItemIds: { value: [], origin: "OPERATION" },
      expectedProgram: { value: null, origin: "DEFAULT" },
      ingestMapping: { value: null, origin: "DEFAULT" },
    });
  });

  test("an empty list of a narrow scope takes the wider list away", () => {
    const wide = config("ROUTE", { allowedStationIds: ["s1"] });
    const narrow = config("STEP", { allowedStationIds: [] });
    expect(resolveSemantics(step, [wide, narrow]).allowedStationIds).toEqual({
      value: [],
      origin: "STEP",
    });
  });

  test("of two rows of one scope the newer holds, then the higher id", () => {
    const older = config("STEP", { id: "z", stationType: "AUTO" });
    const newer = config("STEP", {
      id: "a",
      stationType: "TEST",
      updatedAt: "2026-11-23T00:00:00.000Z",
    });
    const twin = config("STEP", { id: "b", stationType: "BATCH", updatedAt: newer.updatedAt });
    expect(resolveSemantics(step, [older, newer]).stationType.value).toBe("TEST");
    expect(resolveSemantics(step, [twin, older, newer]).stationType.value).toBe("BATCH");
  });
});

test("a scope has one row, stored under what it is about", () => {
  expect([own, operation, route, global].map(configScopeKey)).toEqual([
    "step-10",
    "op-print",
    "r1",
    "GLOBAL",
  ]);
});
