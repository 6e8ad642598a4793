import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { standardMapping } from "@lineside/domain/routing";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { RoutingBench } from "./routing.fixture.ts";

eachDatabase((dialect) => {
  let bench: RoutingBench;
  let engineer: Person;
  beforeAll(async () => {
    bench = await RoutingBench.start(dialect);
    engineer = bench.engineer;
  });
  afterAll(() => bench.app.dispose());

  const put = (config: object) => engineer.put("/api/execution-configs", config);

  describe("how machine events are read", () => {
    const mapping = standardMapping("AUTO");

    test("I4: an AUTO step without a mapping does not compile; its operation's makes it ready", async () => {
      const [step] = await bench.route("I4", "ICT");
      await bench.put({ scope: "STEP", stepId: step, allowedStationIds: [bench.of("AOI-1")] });
      const invalid = await bench.compile("I4");
      expect(invalid).toMatchObject({
        version: { versionNo: 1, status: "INVALID" },
        errors: [{ stepNo: 10, code: "INGEST_MAPPING_MISSING", context: { stationType: "AUTO" } }],
      });
      const { snPath: _, ...noSn } = mapping;
      const operation = { scope: "OPERATION", operationId: bench.of("ICT") };
      const told = await bench.put({ ...operation, ingestMapping: noSn });
      expect((await bench.compile("I4")).errors).toEqual([
        {
          stepNo: 10,
          code: "INGEST_MAPPING_INVALID",
          context: { field: "snPath", reason: "REQUIRED" },
        },
      ]);
      await bench.put({ ...operation, ingestMapping: mapping, version: told.version });
      expect(await bench.compile("I4")).toMatchObject({
        version: { versionNo: 3, status: "READY" },
        errors: [],
      });
      const version = await engineer.get("/api/routes/I4/versions/3");
      expect(version.body.snapshot.steps).toMatchObject([
        { ingestMapping: mapping, origin: { ingestMapping: "OPERATION" } },
      ]);
      const diff = await engineer.get("/api/routes/I4/versions/2/diff/3");
      expect(diff.body.changes).toMatchObject([
        { stepNo: 10, kind: "CHANGED", field: "ingestMapping.snPath", before: null },
      ]);
    });

    test("is put, kept, changed and taken away with the step, and copied with the route", async () => {
      const [step] = await bench.route("MAPPED", "PRINT");
      const own = { scope: "STEP", stepId: step };
      const ours = { ...mapping, snPath: "payload.Serial", dataSpecMap: { "R 17": "NOBODY" } };
      const mark = await bench.app.mark();
      await bench.put({ ...own, ingestMapping: ours });
      expect((await bench.put({ ...own, ingestMapping: ours, version: 1 })).version).toBe(1);
      expect((await bench.put({ ...own, requiresFai: true, version: 1 })).version).toBe(2);
      const shown = await bench.preview("MAPPED");
      expect(shown).toMatchObject({
        status: "INVALID",
        errors: [{ context: { field: "dataSpecMap.R 17", reason: "ITEM_UNKNOWN" } }],
        snapshot: { steps: [{ ingestMapping: ours, origin: { ingestMapping: "STEP" } }] },
      });
      const copy = { code: "MAPPED-2", name: "Copy" };
      expect((await engineer.post("/api/routes/MAPPED/copy", copy)).status).toBe(200);
      expect((await bench.preview("MAPPED-2")).snapshot.steps).toMatchObject([
        { ingestMapping: ours, origin: { ingestMapping: "STEP" } },
      ]);
      const listed = await engineer.get("/api/execution-configs?scope=STEP&routeCode=MAPPED");
      expect(listed.body.items).toMatchObject([{ ingestMapping: ours }]);
      await bench.put({ ...own, ingestMapping: null, version: 2 });
      expect((await bench.preview("MAPPED")).snapshot.steps).toMatchObject([
        { ingestMapping: mapping, origin: { ingestMapping: "OPERATION" } },
      ]);
      expect(await bench.app.events(mark)).toEqual([
        "executionConfig.created",
        "executionConfig.changed",
        "route.created",
        "executionConfig.changed",
      ]);
    });

    test("is refused with the field when it is no mapping", async () => {
      const [stepId] = await bench.route("NO-MAP", "PRINT");
      const { path, passValues, failValues } = mapping.result;
      const rows: [mapping: object, field: string][] = [
        [{ ...mapping, snPath: "payload..sn" }, "ingestMapping.snPath"],
        [{ ...mapping, result: undefined }, "ingestMapping.result"],
        [
          { ...mapping, result: { path, passValues: [], failValues } },
          "ingestMapping.result.passValues",
        ],
        [{ ...mapping, result: { path, passValues } }, "ingestMapping.result.failValues"],
        [{ ...mapping, batchPolicy: "SOME" }, "ingestMapping.batchPolicy"],
      ];
      for (const [ingestMapping, field] of rows) {
        const answer = await put({ scope: "STEP", stepId, ingestMapping });
        expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_FAILED" } });
        expect(JSON.stringify(answer.body.context)).toContain(field);
      }
      const planner = await bench.app.as("planner");
      const asked = await planner.put("/api/execution-configs", {
        scope: "STEP",
        stepId,
        ingestMapping: mapping,
      });
      expect(asked.status).toBe(403);
    });
  });
});
