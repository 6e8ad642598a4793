import { describe, expect, test } from "bun:test";
import { compilable, config } from "./compile.fixture.ts";
import { type CompileFacts, compileRoute } from "./compile.ts";
import { diffVersions } from "./diff.ts";
import { frozenItem } from "./frozen.fixture.ts";
import { type IngestMapping, ingestMappingSchema } from "./ingest-mapping.ts";
import { checkMapping } from "./mapping-check.ts";
import { type MachineStationType, machineStationTypes } from "./mapping-kinds.ts";
import { standardMapping } from "./standard-mapping.ts";

const items = [frozenItem(), frozenItem({ id: "ci-void", code: "VOID" })];
const faultsOf = (type: MachineStationType, over: Partial<IngestMapping>) =>
  checkMapping({ ...standardMapping(type), ...over }, { stationType: type, captureItems: items })
    .map(({ field, reason, found }) => [field, reason, ...(found ? [found] : [])].join(" "))
    .join(", ");

describe("what a mapping must say for its type of station, domain.md 4.6.2", () => {
  const result = standardMapping("AUTO").result;
  const list = { itemsPath: "payload.units[*]", snPath: "sn", resultPath: "result" };
  const rows: [type: MachineStationType, over: Partial<IngestMapping>, faults: string][] = [
    ["AUTO", {}, ""],
    ["TEST", {}, ""],
    ["BATCH", {}, ""],
    ["AUTO", { eventType: "AUTO" }, ""],
    ["AUTO", { eventType: "TEST" }, "eventType TYPE_DIFFERS TEST"],
    ["AUTO", { occurredAtPath: undefined }, "occurredAtPath REQUIRED"],
    ["AUTO", { stationCodePath: undefined }, "stationCodePath REQUIRED"],
    ["AUTO", { snPath: undefined }, "snPath REQUIRED"],
    ["AUTO", { snListPath: "payload.sns" }, "snListPath NOT_FOR_TYPE"],
    ["AUTO", { carrierCodePath: "payload.c" }, "carrierCodePath NOT_FOR_TYPE"],
    ["AUTO", { testResultIdPath: "payload.id" }, "testResultIdPath NOT_FOR_TYPE"],
    ["AUTO", { units: list }, "units NOT_FOR_TYPE"],
    ["AUTO", { measurements: undefined, defects: undefined, lineCodePath: "payload.line" }, ""],
    ["TEST", { testResultIdPath: undefined }, "testResultIdPath REQUIRED"],
    ["TEST", { measurements: undefined }, "measurements MEASUREMENTS_MISSING"],
    ["TEST", { batchPolicy: "PARTIAL" }, "batchPolicy NOT_FOR_TYPE PARTIAL"],
    ["BATCH", { snListPath: undefined }, "snListPath REQUIRED"],
    ["BATCH", { carrierCodePath: undefined }, "carrierCodePath REQUIRED"],
    ["BATCH", { snPath: "payload.sn" }, "snPath NOT_FOR_TYPE"],
    ["BATCH", { batchPolicy: "PARTIAL" }, ""],
    ["BATCH", { batchPolicy: "PARTIAL", units: undefined }, "units UNITS_MISSING"],
    ["BATCH", { measurements: undefined }, ""],
    ["AUTO", { snPath: "body.sn" }, "snPath ROOT_UNKNOWN body.sn"],
    ["AUTO", { snPath: "payload.boards[*].sn" }, "snPath ONE_VALUE_ONLY payload.boards[*].sn"],
    ["AUTO", { snPath: "payload.boards[0].sn" }, ""],
    ["BATCH", { snListPath: "payload.boards[*].sn" }, ""],
    [
      "AUTO",
      { measurements: { itemsPath: "payload.m", namePath: "n[*]", valuePath: "v" } },
      "measurements.namePath ONE_VALUE_ONLY n[*]",
    ],
    [
      "AUTO",
      { result: { ...result, passValues: ["OK", "1"], failValues: ["1", "NG"] } },
      "result.failValues PASS_AND_FAIL 1",
    ],
    ["AUTO", { dataSpecMap: { R17: "PASTE_HEIGHT", "Void %": "VOID" } }, ""],
    ["AUTO", { dataSpecMap: { R17: "NOBODY" } }, "dataSpecMap.R17 ITEM_UNKNOWN NOBODY"],
    ["AUTO", { dataSpecMap: { a: "VOID", b: "VOID" } }, "dataSpecMap.b ITEM_TWICE VOID"],
    [
      "TEST",
      { eventType: "AUTO", snPath: undefined, batchPolicy: "PARTIAL" },
      "eventType TYPE_DIFFERS AUTO, snPath REQUIRED, batchPolicy NOT_FOR_TYPE PARTIAL",
    ],
  ];
  test.each(rows)("%s %p: %p", (type, over, faults) => {
    expect(faultsOf(type, over)).toBe(faults);
  });

  test("a step of people has nothing to read", () => {
    const mapping = { ...standardMapping("AUTO"), snPath: undefined };
    expect(checkMapping(mapping, { stationType: "MANUAL", captureItems: items })).toEqual([]);
  });

  test("the standard mapping is one, of every type, with and without capture items", () => {
    for (const type of machineStationTypes) {
      expect(ingestMappingSchema.parse(standardMapping(type))).toEqual(standardMapping(type));
      expect(checkMapping(standardMapping(type), { stationType: type, captureItems: [] })).toEqual(
        [],
      );
    }
  });
});

describe("a path", () => {
  const rows: [path: string, isPath: boolean][] = [
    ["payload.sn", true],
    ["payload.Test Result.value", true],
    ["payload.$type", true],
    ["payload.items[0].x", true],
    ["payload.grid[*][2].x", true],
    ["payload.板号", true],
    ["payload..sn", false],
    [".payload", false],
    ["payload.", false],
    ["payload[x]", false],
    ["payload[-1]", false],
    ["payload[", false],
    ["payload]", false],
    ["[0].sn", false],
    ["", false],
    [`payload.${"x".repeat(200)}`, false],
  ];
  test.each(rows)("%p is one: %p", (path, isPath) => {
    const mapping = { ...standardMapping("AUTO"), snPath: path };
    expect(ingestMappingSchema.safeParse(mapping).success).toBe(isPath);
  });
});

describe("compiled", () => {
  const good = compilable();
  test("how events are read is frozen, part of what it means, and shown field by field", () => {
    const mapping = standardMapping("AUTO");
    const other = { ...mapping, snPath: "payload.Serial Number" };
    const told = (ingestMapping: typeof mapping) =>
      compileRoute({
        ...good,
        configs: [...good.configs, config("STEP", { id: "z", stepId: "step-20", ingestMapping })],
      });
    const [before, after] = [told(mapping), told(other)];
    expect(before.content).toBe(compileRoute(good).content);
    expect(after.content).not.toBe(before.content);
    const reordered = Object.fromEntries(Object.entries(mapping).reverse()) as typeof mapping;
    expect(told(reordered).content).toBe(before.content);
    const field = "ingestMapping.snPath";
    const change = { stepNo: 20, kind: "CHANGED" as const, field };
    expect(diffVersions(before.snapshot, after.snapshot)).toEqual([
      { ...change, before: "payload.sn", after: "payload.Serial Number" },
    ]);
    const bare = { ...before.snapshot.steps[1]!, ingestMapping: undefined };
    const without = { ...before.snapshot, steps: [before.snapshot.steps[0]!, bare] };
    const gone = { stepNo: 20, kind: "REMOVED" as const, field: "ingestMapping", after: null };
    expect(diffVersions(before.snapshot, without)).toMatchObject([gone]);
    expect(diffVersions(without, before.snapshot)).toMatchObject([{ kind: "ADDED", before: null }]);
  });

  test("a version from before mappings existed keeps its content: only machines have one", () => {
    const byHand = (more: Partial<CompileFacts["configs"][number]> = {}) =>
      compileRoute({
        ...good,
        configs: good.configs.map((row) =>
          row.scope === "GLOBAL" ? { ...row, stationType: "MANUAL" as const, ...more } : row,
        ),
        stations: good.stations.map((row) => ({ ...row, stationType: "MANUAL" as const })),
      });
    const { snapshot, status, content } = byHand();
    expect(status).toBe("READY");
    expect(snapshot.steps[0]).not.toHaveProperty("ingestMapping");
    expect(snapshot.steps[0]?.origin).not.toHaveProperty("ingestMapping");
    expect(content).toBe(byHand({ ingestMapping: null }).content);
    const [, , steps] = JSON.parse(content) as [number, unknown, unknown[][]];
    expect(steps.map((step) => step.length)).toEqual([10, 10]);
  });
});
