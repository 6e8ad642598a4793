import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { checkRouteRemoval, planSteps } from "./route-edit.ts";
import {
  captureItemCreate,
  captureItemPatch,
  configPut,
  routeCreate,
  routePatch,
} from "./schema.ts";
import { isInEffect, latestReady, versionFor } from "./versions.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);

describe("versions", () => {
  const ready = (versionNo: number) => ({
    versionNo,
    status: "READY" as const,
    contentHash: `h${versionNo}`,
  });
  const invalid = (versionNo: number) => ({ ...ready(versionNo), status: "INVALID" as const });

  test("a newer INVALID never blocks an older READY (X3)", () => {
    expect(latestReady([ready(1), ready(2), invalid(3)])?.versionNo).toBe(2);
    expect(latestReady([invalid(3), ready(2), ready(1)])?.versionNo).toBe(2);
    expect(latestReady([invalid(1)])).toBeNull();
    expect(latestReady([])).toBeNull();
  });

  test("the newest content gets no second number, an older one a new number (X1)", () => {
    const versions = [ready(2), ready(1)];
    expect(versionFor([], "h1")).toEqual({ isNew: true, versionNo: 1 });
    expect(versionFor(versions, "h2")).toEqual({ isNew: false, version: ready(2) });
    expect(versionFor(versions, "h1")).toEqual({ isNew: true, versionNo: 3 });
    expect(versionFor(versions, "h9")).toEqual({ isNew: true, versionNo: 3 });
  });

  const day = (number: number) => `2026-11-${number}T00:00:00.000Z`;
  const open = { isActive: true, effectiveFrom: null, effectiveTo: null };
  const rows: [boolean, Parameters<typeof isInEffect>[0]][] = [
    [true, open],
    [false, { ...open, isActive: false }],
    [true, { ...open, effectiveFrom: day(22), effectiveTo: day(23) }],
    [false, { ...open, effectiveFrom: day(23) }],
    [false, { ...open, effectiveTo: day(22) }],
  ];
  test.each(rows)("in effect: %p %p", (expected, route) => {
    expect(isInEffect(route, day(22))).toBe(expected);
  });
});

describe("editing steps, refusals in order", () => {
  const facts: Parameters<typeof planSteps>[0] = {
    route: { code: "R", source: "MES" },
    existing: [
      { id: "a", operationId: "print", name: "Top" },
      { id: "b", operationId: "aoi", name: null },
    ],
    knownOperations: new Set(["print", "aoi"]),
  };
  const a = { id: "a", operationId: "print" };
  const erp: typeof facts = { ...facts, route: { code: "R", source: "ERP" } };
  const lost = { operationId: "lost" };
  const rows: [string, typeof facts, Parameters<typeof planSteps>[1]][] = [
    ["ROUTE_ERP_READONLY  ", erp, [{ ...a, id: "z" }]],
    ["ROUTE_STEP_NOT_FOUND", facts, [a, a, { ...a, id: "z" }, lost]],
    ["ROUTE_STEP_TWICE    ", facts, [a, a, lost]],
    ["OPERATION_NOT_FOUND ", facts, [a, lost]],
    ["ok                  ", facts, []],
  ];
  test.each(rows)("%s", (outcome, given, wanted) => {
    expect(code(planSteps(given, wanted))).toBe(outcome.trim());
  });

  test("reorder, add, rename and remove in one; a step keeps its id and name", () => {
    const wanted = [{ operationId: "aoi", name: "Pre" }, a, { operationId: "aoi" }];
    expect(planSteps(facts, wanted)).toEqual({
      ok: true,
      value: {
        steps: [
          { id: null, stepNo: 10, operationId: "aoi", name: "Pre" },
          { id: "a", stepNo: 20, operationId: "print", name: "Top" },
          { id: null, stepNo: 30, operationId: "aoi", name: null },
        ],
        removed: ["b"],
      },
    });
    expect(planSteps(facts, [{ ...a, name: null }])).toMatchObject({
      value: { steps: [{ name: null }] },
    });
  });

  test("a route goes only while nothing holds it", () => {
    expect(code(checkRouteRemoval({ code: "R", source: "ERP" }, { versions: 1 }))).toBe(
      "ROUTE_ERP_READONLY",
    );
    expect(
      checkRouteRemoval({ code: "R", source: "MES" }, { versions: 1, workOrders: 0 }),
    ).toMatchObject({
      refusal: { code: "ROUTE_HAS_DEPENDENCIES", context: { dependents: { versions: 1 } } },
    });
    expect(code(checkRouteRemoval({ code: "R", source: "MES" }, { versions: 0 }))).toBe("ok");
  });
});

describe("schemas", () => {
  test("effective dates do not cross", () => {
    const route = { code: "R", name: "R", processType: "SMT" };
    const dates = {
      effectiveFrom: "2026-11-22T08:00:00+08:00",
      effectiveTo: "2026-11-22T00:00:00Z",
    };
    expect(routeCreate.safeParse({ ...route, ...dates }).error?.issues[0]).toMatchObject({
      path: ["effectiveTo"],
    });
    expect(routePatch.safeParse({ version: 1, ...dates }).success).toBe(false);
    expect(routeCreate.parse(route)).toMatchObject({ productId: null, effectiveFrom: null });
  });

  test("a scope names what it is about; wide scopes name no capture items", () => {
    expect(configPut.parse({ scope: "STEP", stepId: "s" })).toEqual({
      scope: "STEP",
      stepId: "s",
      stationType: null,
      stationGroupId: null,
      allowedStationIds: null,
      requiresFai: null,
      requiresAuthorization: null,
      captureItemIds: null,
    });
    expect(configPut.safeParse({ scope: "STEP" }).success).toBe(false);
    expect(configPut.safeParse({ scope: "LINE" }).success).toBe(false);
    expect("captureItemIds" in configPut.parse({ scope: "GLOBAL", captureItemIds: ["x"] })).toBe(
      false,
    );
  });

  test("a capture item is checked as a whole when new, by its fields when changed", () => {
    const item = {
      operationId: "o",
      code: "H",
      name: "Height",
      nameZh: "厚度",
      dataType: "NUMBER",
    };
    expect(captureItemCreate.parse(item)).toMatchObject({ onBreach: "RECORD", choices: null });
    expect(
      captureItemCreate.safeParse({ ...item, lowerLimit: 2, upperLimit: 1 }).error?.issues[0],
    ).toMatchObject({ message: "CAPTURE_LIMITS_INVALID", params: { reason: "LIMITS_CROSSED" } });
    expect(captureItemPatch.parse({ version: 1, upperLimit: 1 })).toEqual({
      version: 1,
      upperLimit: 1,
    });
  });
});
