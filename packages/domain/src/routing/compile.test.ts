import { describe, expect, test } from "bun:test";
import { isPermission } from "../auth/index.ts";
import { plantCodes } from "../plant/index.ts";
import { routingCodes } from "./codes.ts";
import { compilable, config } from "./compile.fixture.ts";
import { type CompileFacts, compileRoute } from "./compile.ts";
import { compileErrorCodes } from "./compile-error.ts";
import { diffVersions } from "./diff.ts";
import { draftSnapshotSchema, routeSnapshotSchema } from "./snapshot.ts";
import { standardMapping } from "./standard-mapping.ts";

type Change = Partial<CompileFacts>;
const good = compilable();
const [first, second] = good.steps as [CompileFacts["steps"][0], CompileFacts["steps"][0]];
const withConfigs = (...configs: CompileFacts["configs"]): Change => ({
  configs: [...good.configs, ...configs],
});
function edit<K extends "operations" | "stations" | "captureItems" | "steps">(
  list: K,
  id: string,
  change: Partial<CompileFacts[K][number]>,
): Change {
  return {
    [list]: good[list].map((row) => (row.id === id ? { ...row, ...change } : row)),
  };
}
const errorsOf = (change: Change) =>
  compileRoute({ ...good, ...change }).errors.map(({ stepNo, code }) => `${stepNo} ${code}`);

describe("compile", () => {
  test("freezes everything a step means (D52, D57)", () => {
    const compiled = compileRoute(good);
    expect(compiled).toMatchObject({ status: "READY", errors: [] });
    const snapshot = routeSnapshotSchema.parse(compiled.snapshot);
    expect(snapshot).toEqual(compiled.snapshot as typeof snapshot);
    expect(snapshot.steps[0]).toEqual({
      stepNo: 10,
      sourceStepKey: null,
      name: null,
      operation: { id: "op-print", code: "PRINT", name: "Printing", nameZh: "印刷", traits: [] },
      stationType: "AUTO",
      stationGroup: { id: "g-print", code: "PRINTERS", name: "Printers" },
      allowedStations: [],
      requiresFai: true,
      requiresAuthorization: true,
      captureItems: [
        expect.objectContaining({ code: "SPEED", lowerLimit: 100, upperLimit: 150 }),
        expect.objectContaining({ code: "PASTE_HEIGHT", isRequired: true }),
      ],
      ingestMapping: standardMapping("AUTO"),
      origin: {
        stationType: "GLOBAL",
        stationGroup: "OPERATION",
        allowedStations: "DEFAULT",
        requiresFai: "OPERATION",
        requiresAuthorization: "DEFAULT",
        captureItems: "DEFAULT",
        ingestMapping: "GLOBAL",
      },
    });
    expect(snapshot.steps[1]?.allowedStations.map(({ code }) => code)).toEqual(["AOI-1", "AOI-2"]);
  });

  test("freezes a capture item's own fields and nothing else of its row", () => {
    const change = edit("captureItems", "ci-speed", { createdAt: "2026-11-22" } as never);
    expect(compileRoute({ ...good, ...change })).toEqual(compileRoute(good));
  });

  test("the machine program of a step is frozen and part of what it means; without one nothing changes", () => {
    const said = config("STEP", { id: "z", stepId: "step-20", expectedProgram: "LF-245" });
    const compiled = compileRoute({ ...good, ...withConfigs(said) });
    expect(compiled.snapshot.steps[1]).toMatchObject({
      expectedProgram: "LF-245",
      origin: { expectedProgram: "STEP" },
    });
    expect(compiled.snapshot.steps[0]).not.toHaveProperty("expectedProgram");
    expect(compiled.content).not.toBe(compileRoute(good).content);
    const renamed = config("STEP", { ...said, expectedProgram: "LF-250" });
    const after = compileRoute({ ...good, ...withConfigs(renamed) });
    expect(diffVersions(compiled.snapshot, after.snapshot)).toEqual([
      { stepNo: 20, kind: "CHANGED", field: "expectedProgram", before: "LF-245", after: "LF-250" },
    ]);
  });

  test("an operation's default makes a new step ready (X5)", () => {
    const steps = [...good.steps, { ...first, id: "step-25", stepNo: 25 }];
    expect(compileRoute({ ...good, steps }).status).toBe("READY");
  });
});

describe("what does not compile, by the order of the errors", () => {
  const step = (said: Parameters<typeof config>[1]) =>
    withConfigs(config("STEP", { id: "z", stepId: "step-10", ...said }));
  const rows: [errors: string, Change][] = [
    ["null ROUTING_EMPTY", { steps: [] }],
    [
      "10 OPERATION_NOT_FOUND, 10 CAPTURE_ITEM_NOT_FOUND",
      {
        ...edit("steps", "step-10", { operationId: "op-gone" }),
        ...step({ stationGroupId: "g-print", captureItemIds: ["ci-gone"] }),
      },
    ],
    ["10 OPERATION_INACTIVE", edit("operations", "op-print", { isActive: false })],
    [
      "10 OPERATION_INACTIVE, 10 PROCESS_TYPE_MISMATCH",
      edit("operations", "op-print", { isActive: false, processType: "DIP" }),
    ],
    ["20 PROCESS_TYPE_MISMATCH", edit("operations", "op-aoi", { processType: "DIP" })],
    ["", edit("operations", "op-aoi", { processType: null })],
    ["10 STATION_TYPE_MISSING, 20 STATION_TYPE_MISSING", { configs: good.configs.slice(1) }],
    ["20 STATION_CONSTRAINT_MISSING", { configs: good.configs.slice(0, 2) }],
    ["10 STATION_GROUP_NOT_FOUND", { stationGroups: [] }],
    ["10 STATION_NOT_FOUND", step({ allowedStationIds: ["s-print", "s-gone"] })],
    ["20 STATION_NOT_FOUND", edit("stations", "s-aoi-1", { isActive: false })],
    ["20 STATION_TYPE_MISMATCH", edit("stations", "s-aoi-1", { stationType: "TEST" })],
    ["10 STATION_GROUP_MISMATCH", step({ allowedStationIds: ["s-aoi-1", "s-print"] })],
    ["10 STATION_GROUP_EMPTY", edit("stations", "s-print", { isActive: false })],
    ["10 STATION_GROUP_EMPTY", edit("stations", "s-print", { stationType: "MANUAL" })],
    ["10 STATION_GROUP_EMPTY", edit("stations", "s-print", { groupId: null })],
    ["10 CAPTURE_ITEM_NOT_FOUND", step({ captureItemIds: ["ci-gone", "ci-speed"] })],
    [
      "10 CAPTURE_ITEM_NOT_FOUND",
      {
        ...step({ captureItemIds: ["ci-speed"] }),
        ...edit("captureItems", "ci-speed", { isActive: false }),
      },
    ],
    ["", edit("captureItems", "ci-speed", { isActive: false })],
    [
      "20 CAPTURE_ITEM_OPERATION_MISMATCH",
      withConfigs(
        config("STEP", {
          id: "z",
          stepId: "step-20",
          captureItemIds: ["ci-speed"],
          allowedStationIds: ["s-aoi-1"],
        }),
      ),
    ],
    ["10 CAPTURE_LIMITS_INVALID", edit("captureItems", "ci-speed", { lowerLimit: 151 })],
    [
      "10 INGEST_MAPPING_MISSING, 20 INGEST_MAPPING_MISSING",
      { configs: [config("GLOBAL", { stationType: "AUTO" }), ...good.configs.slice(1)] },
    ],
    [
      "10 INGEST_MAPPING_INVALID, 10 INGEST_MAPPING_INVALID",
      step({
        ingestMapping: { ...standardMapping("AUTO"), snPath: undefined, snListPath: "payload.x" },
      }),
    ],
    [
      "10 STATION_NOT_FOUND, 10 STATION_TYPE_MISMATCH, 10 STATION_GROUP_MISMATCH",
      {
        ...edit("stations", "s-aoi-1", { stationType: "TEST" }),
        configs: [
          ...good.configs.slice(0, 2),
          config("STEP", { id: "z", stepId: "step-10", allowedStationIds: ["s-aoi-1", "s-gone"] }),
          config("STEP", { id: "y", stepId: "step-20", allowedStationIds: ["s-aoi-2"] }),
        ],
      },
    ],
  ];
  test.each(rows)("%s", (errors, change) => {
    expect(errorsOf(change).join(", ")).toBe(errors);
    const compiled = compileRoute({ ...good, ...change });
    expect(compiled.status).toBe(errors === "" ? "READY" : "INVALID");
    expect(draftSnapshotSchema.safeParse(compiled.snapshot).success).toBe(true);
  });

  test("every code has a row above, an entry and somebody who can put it right", () => {
    const covered = compileErrorCodes.filter((code) =>
      rows.some(([errors]) => errors.includes(code)),
    );
    expect(covered).toEqual([...compileErrorCodes]);
    const entries: Record<string, { resolvedBy: string | null }> = {
      ...plantCodes,
      ...routingCodes,
    };
    expect(
      compileErrorCodes.filter((code) => !isPermission(entries[code]?.resolvedBy ?? "")),
    ).toEqual([]);
    expect(Object.keys(plantCodes).filter((code) => code in routingCodes)).toEqual([]);
  });

  test("an error says which station, group or item", () => {
    const { errors } = compileRoute({
      ...good,
      ...edit("stations", "s-aoi-1", { stationType: "TEST" }),
    });
    expect(errors).toEqual([
      {
        stepNo: 20,
        code: "STATION_TYPE_MISMATCH",
        context: { station: "AOI-1", stationType: "TEST", required: "AUTO" },
      },
    ]);
  });
});

describe("the content that is hashed", () => {
  const content = (change: Change) => compileRoute({ ...good, ...change }).content;

  test("does not depend on the order of the facts, nor does the outcome", () => {
    const reversed = Object.fromEntries(
      Object.entries(good).map(([key, list]) => [
        key,
        Array.isArray(list) ? [...list].reverse() : list,
      ]),
    ) as unknown as CompileFacts;
    expect(compileRoute(reversed)).toEqual(compileRoute(good));
    const broken = withConfigs(config("ROUTE", { captureItemIds: ["x", "a", "ci-speed"] }));
    expect(compileRoute({ ...reversed, ...broken })).toEqual(compileRoute({ ...good, ...broken }));
  });

  const same: [string, Change][] = [
    ["the route's name       ", { route: { ...good.route, name: "SMT standard, revised" } }],
    ["the route's ERP key    ", { route: { ...good.route, sourceKey: "K1" } }],
    ["a station's name       ", edit("stations", "s-aoi-1", { name: "AOI left" })],
    [
      "another station        ",
      { stations: [...good.stations, { ...good.stations[0]!, id: "s-print-2", code: "PRINT-2" }] },
    ],
    [
      "the group's name       ",
      { stationGroups: [{ id: "g-print", code: "PRINTERS", name: "P" }] },
    ],
    ["an item's sequence     ", edit("captureItems", "ci-speed", { sequence: 7 })],
    ["where a value came from", withConfigs(config("ROUTE", { stationType: "AUTO" }))],
    ["a step's row id        ", { steps: [{ ...first, id: "step-11" }, second] }],
    [
      "the order of a list    ",
      {
        configs: good.configs.map((row) =>
          row.allowedStationIds ? { ...row, allowedStationIds: ["s-aoi-1", "s-aoi-2"] } : row,
        ),
      },
    ],
  ];
  test.each(same)("is the same after a change of %s", (_, change) => {
    expect(content(change)).toBe(content({}));
  });

  const other: [string, Change][] = [
    ["a step's number       ", edit("steps", "step-20", { stepNo: 30 })],
    ["a step's name         ", edit("steps", "step-20", { name: "AOI top" })],
    ["a step's operation    ", edit("steps", "step-20", { operationId: "op-print" })],
    ["an operation's name   ", edit("operations", "op-aoi", { name: "Optical inspection" })],
    ["an operation's traits ", edit("operations", "op-aoi", { traits: ["aoi", "inspection"] })],
    ["a limit               ", edit("captureItems", "ci-speed", { upperLimit: 151 })],
    ["what is required      ", edit("captureItems", "ci-speed", { isRequired: false })],
    ["what a breach does    ", edit("captureItems", "ci-speed", { onBreach: "HOLD" })],
    ["the order of items    ", edit("captureItems", "ci-speed", { sequence: 11 })],
    ["an item, switched off ", edit("captureItems", "ci-speed", { isActive: false })],
    ["the first article     ", withConfigs(config("STEP", { requiresFai: false }))],
    ["the stations          ", withConfigs(config("STEP", { allowedStationIds: ["s-print"] }))],
    ["the product           ", { route: { ...good.route, productCode: null } }],
    ["what is wrong         ", edit("stations", "s-print", { isActive: false })],
  ];
  test.each(other)("is another after a change of %s", (_, change) => {
    expect(content(change)).not.toBe(content({}));
  });
});
