import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { RoutingBench } from "./routing.fixture.ts";

const unknownId = "0192f1f0-0000-7000-8000-000000000000";

eachDatabase((dialect) => {
  let bench: RoutingBench;
  let engineer: Person;
  beforeAll(async () => {
    bench = await RoutingBench.start(dialect);
    engineer = bench.engineer;
  });
  afterAll(() => bench.app.dispose());

  const put = (config: object) => engineer.put("/api/execution-configs", config);

  test("D52: operation and global say what step and route do not", async () => {
    const [print] = await bench.route("D52", "PRINT", "AOI");
    await bench.put({ scope: "ROUTE", routeCode: "D52", requiresFai: true });
    await bench.put({ scope: "STEP", stepId: print, requiresFai: false });
    const shown = await bench.preview("D52");
    expect(shown).toMatchObject({ status: "READY", errors: [] });
    expect(shown.snapshot.steps).toMatchObject([
      {
        stepNo: 10,
        stationType: "AUTO",
        stationGroup: { code: "PRINTERS" },
        requiresFai: false,
        origin: { stationType: "GLOBAL", stationGroup: "OPERATION", requiresFai: "STEP" },
      },
      {
        stepNo: 20,
        allowedStations: [{ code: "AOI-1" }, { code: "AOI-2" }],
        requiresFai: true,
        origin: { stationType: "GLOBAL", allowedStations: "OPERATION", requiresFai: "ROUTE" },
      },
    ]);
    const listed = await engineer.get("/api/execution-configs?routeCode=D52");
    const scopes = listed.body.items.map((config: { scope: string }) => config.scope);
    expect(scopes.sort()).toEqual(["GLOBAL", "OPERATION", "OPERATION", "ROUTE", "STEP"]);
  });

  test("a setting is put, changed and taken away; who did not see the newest one is told", async () => {
    await bench.route("PUT", "PRINT");
    const mark = await bench.app.mark();
    const said = { scope: "ROUTE", routeCode: "PUT", requiresFai: true };
    const { id } = (await put(said)).body;
    expect(await put({ ...said, requiresFai: false })).toMatchObject({
      status: 409,
      body: { code: "VERSION_CONFLICT" },
    });
    expect((await put({ ...said, requiresFai: false, version: 1 })).body).toEqual({
      id,
      version: 2,
    });
    expect((await put({ ...said, requiresFai: false, version: 2 })).body).toEqual({
      id,
      version: 2,
    });
    const removal = `/api/execution-configs/${id}`;
    expect((await engineer.delete(`${removal}?version=1`)).body.code).toBe("VERSION_CONFLICT");
    expect((await engineer.delete(removal)).status).toBe(200);
    expect((await engineer.delete(removal)).body.code).toBe("EXECUTION_CONFIG_NOT_FOUND");
    expect(await bench.app.events(mark)).toEqual([
      "executionConfig.created",
      "executionConfig.put!VERSION_CONFLICT",
      "executionConfig.changed",
      "executionConfig.delete!VERSION_CONFLICT",
      "executionConfig.deleted",
    ]);
    const both = await Promise.all([put(said), put(said)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test("a step's machine program is frozen; who does not speak of it leaves it as it is", async () => {
    const [print] = await bench.route("PROGRAM", "PRINT");
    const step = { scope: "STEP", stepId: print };
    const said = await bench.put({ ...step, expectedProgram: "LF-245" });
    const kept = await bench.put({ ...step, requiresFai: true, version: said.version });
    const [compiled] = (await bench.preview("PROGRAM")).snapshot.steps;
    expect(compiled).toMatchObject({
      expectedProgram: "LF-245",
      requiresFai: true,
      origin: { expectedProgram: "STEP" },
    });
    const listed = await engineer.get(`/api/execution-configs?scope=STEP&routeCode=PROGRAM`);
    expect(listed.body.items).toMatchObject([{ expectedProgram: "LF-245" }]);
    await bench.put({ ...step, expectedProgram: null, version: kept.version });
    const [bare] = (await bench.preview("PROGRAM")).snapshot.steps;
    expect(bare).not.toHaveProperty("expectedProgram");
    expect(await put({ ...step, expectedProgram: "x".repeat(81), version: 3 })).toMatchObject({
      status: 400,
      body: { code: "VALIDATION_FAILED" },
    });
    const wide = await put({ scope: "ROUTE", routeCode: "PROGRAM", expectedProgram: "LF" });
    expect(wide.status).toBe(200);
    const [still] = (await bench.preview("PROGRAM")).snapshot.steps;
    expect(still).not.toHaveProperty("expectedProgram");
  });

  test("a setting of something that does not exist is refused", async () => {
    const rows: [config: object, status: number, code: string][] = [
      [{ scope: "ROUTE", routeCode: "NONE" }, 404, "ROUTE_NOT_FOUND"],
      [{ scope: "OPERATION", operationId: unknownId }, 404, "OPERATION_NOT_FOUND"],
      [{ scope: "STEP", stepId: unknownId }, 404, "ROUTE_STEP_NOT_FOUND"],
      [
        { scope: "OPERATION", operationId: bench.of("AOI"), stationGroupId: unknownId },
        404,
        "STATION_GROUP_NOT_FOUND",
      ],
      [{ scope: "GALAXY" }, 400, "VALIDATION_FAILED"],
    ];
    for (const [config, status, code] of rows)
      expect(await put(config)).toMatchObject({ status, body: { code } });
  });

  describe("capture items", () => {
    const item = (code: string, more: object = {}) => ({
      operationId: bench.of("AOI"),
      code,
      name: code,
      nameZh: code,
      dataType: "NUMBER",
      unit: "µm",
      lowerLimit: 100,
      upperLimit: 150,
      onBreach: "BLOCK",
      ...more,
    });
    const create = (body: object) => engineer.post("/api/capture-items", body);

    test("are made, changed and deleted", async () => {
      const mark = await bench.app.mark();
      const { id } = (await create(item("HEIGHT"))).body;
      const listed = await engineer.get(`/api/capture-items?operationId=${bench.of("AOI")}`);
      expect(listed.body.items).toMatchObject([
        { id, code: "HEIGHT", operationCode: "AOI", unit: "µm", upperLimit: 150, version: 1 },
      ]);
      const patch = { upperLimit: 160.5, version: 1 };
      expect((await engineer.patch(`/api/capture-items/${id}`, patch)).body).toEqual({
        id,
        version: 2,
      });
      expect((await engineer.patch(`/api/capture-items/${id}`, patch)).body.code).toBe(
        "VERSION_CONFLICT",
      );
      expect((await engineer.delete(`/api/capture-items/${id}`)).status).toBe(200);
      expect(await bench.app.events(mark)).toEqual([
        "captureItem.created",
        "captureItem.changed",
        "captureItem.change!VERSION_CONFLICT",
        "captureItem.deleted",
      ]);
    });

    test("are refused when no judge could apply them", async () => {
      const { id } = (await create(item("WIDTH"))).body;
      const patch = (body: object) =>
        engineer.patch(`/api/capture-items/${id}`, { version: 1, ...body });
      const rows: [ReturnType<Person["get"]>, status: number, code: string][] = [
        [create(item("WIDTH")), 409, "CAPTURE_ITEM_CODE_DUPLICATE"],
        [create(item("W-2", { operationId: unknownId })), 404, "OPERATION_NOT_FOUND"],
        [create(item("W-2", { lowerLimit: 200 })), 400, "VALIDATION_FAILED"],
        [create(item("W-2", { dataType: "TEXT" })), 400, "VALIDATION_FAILED"],
        [patch({ lowerLimit: 200 }), 409, "CAPTURE_LIMITS_INVALID"],
        [patch({ dataType: "CHOICE" }), 409, "CAPTURE_LIMITS_INVALID"],
        [
          engineer.patch(`/api/capture-items/${unknownId}`, { version: 1 }),
          404,
          "CAPTURE_ITEM_NOT_FOUND",
        ],
        [engineer.delete(`/api/capture-items/${unknownId}`), 404, "CAPTURE_ITEM_NOT_FOUND"],
      ];
      for (const [asked, status, code] of rows)
        expect(await asked).toMatchObject({ status, body: { code } });
    });

    test("that a setting names or a version froze are switched off, not deleted", async () => {
      await bench.route("FREEZE", "AOI");
      const { id } = (await create(item("FROZEN"))).body;
      const config = await bench.put({
        scope: "ROUTE",
        routeCode: "FREEZE",
        allowedStationIds: [bench.of("AOI-1")],
      });
      expect(config.version).toBe(1);
      await bench.compile("FREEZE");
      expect(await engineer.delete(`/api/capture-items/${id}`)).toMatchObject({
        status: 409,
        body: {
          code: "CAPTURE_ITEM_HAS_DEPENDENCIES",
          context: { item: "FROZEN", dependents: { routeVersions: 1 } },
        },
      });
      const off = { isActive: false, version: 1 };
      expect((await engineer.patch(`/api/capture-items/${id}`, off)).status).toBe(200);
      expect(await engineer.delete(`/api/stations/${bench.of("AOI-1")}`)).toMatchObject({
        status: 409,
        body: { context: { dependents: { executionConfigs: 2, routeVersions: 1 } } },
      });
    });
  });
});
