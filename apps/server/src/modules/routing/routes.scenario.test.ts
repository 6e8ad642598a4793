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

  const made = (code: string, more: object = {}) =>
    engineer.post("/api/routes", { code, name: "As made", processType: "SMT", ...more });
  const detail = async (code: string) => (await engineer.get(`/api/routes/${code}`)).body;
  const put = (code: string, version: number, steps: object[]) =>
    engineer.put(`/api/routes/${code}/steps`, { version, steps });

  test("a route is made, changed, switched off and deleted", async () => {
    const mark = await bench.app.mark();
    const productId = bench.of("P-1001");
    expect(await made("LIFE", { productId })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await detail("LIFE")).toMatchObject({
      source: "MES",
      productCode: "P-1001",
      stepCount: 0,
      steps: [],
      latestVersion: null,
      readyVersionNo: null,
    });
    const change = { name: "As changed", productId: null, isActive: false, version: 1 };
    expect((await engineer.patch("/api/routes/LIFE", change)).body).toMatchObject({ version: 2 });
    const off = await engineer.get("/api/routes?isActive=false&q=life&source=MES&processType=SMT");
    expect(off.body).toMatchObject({ items: [{ code: "LIFE", name: "As changed" }] });
    expect((await engineer.delete("/api/routes/LIFE")).status).toBe(200);
    expect(await bench.app.events(mark)).toEqual([
      "route.created",
      "route.changed",
      "route.deleted",
    ]);
  });

  test("refusals say what is wrong", async () => {
    await made("REFUSED");
    const planner = await bench.app.as("planner");
    const [from, to] = ["2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z"];
    const patch = (body: object) => engineer.patch("/api/routes/REFUSED", { version: 1, ...body });
    const rows: [ReturnType<Person["get"]>, status: number, code: string][] = [
      [made("REFUSED"), 409, "ROUTE_CODE_DUPLICATE"],
      [made("R-2", { productId: unknownId }), 404, "PRODUCT_NOT_FOUND"],
      [made("R-2", { processType: "LASER" }), 400, "VALIDATION_FAILED"],
      [made("R-2", { source: "ERP" }), 400, "VALIDATION_FAILED"],
      [made("R-2", { effectiveFrom: from, effectiveTo: to }), 400, "VALIDATION_FAILED"],
      [patch({ productId: unknownId }), 404, "PRODUCT_NOT_FOUND"],
      [patch({ name: "x", version: 7 }), 409, "VERSION_CONFLICT"],
      [engineer.patch("/api/routes/NONE", { version: 1 }), 404, "ROUTE_NOT_FOUND"],
      [engineer.delete("/api/routes/NONE"), 404, "ROUTE_NOT_FOUND"],
      [engineer.get("/api/routes/NONE"), 404, "ROUTE_NOT_FOUND"],
      [engineer.get("/api/routes/NONE/preview"), 404, "ROUTE_NOT_FOUND"],
      [engineer.get("/api/routes/NONE/versions"), 404, "ROUTE_NOT_FOUND"],
      [engineer.get("/api/routes/REFUSED/versions/1"), 404, "ROUTE_VERSION_NOT_FOUND"],
      [engineer.get("/api/routes/REFUSED/versions/one"), 400, "VALIDATION_FAILED"],
      [engineer.post("/api/routes/NONE/compile"), 404, "ROUTE_NOT_FOUND"],
      [engineer.post("/api/routes/NONE/copy", { code: "C", name: "C" }), 404, "ROUTE_NOT_FOUND"],
      [planner.post("/api/routes", {}), 403, "FORBIDDEN"],
      [planner.post("/api/routes/REFUSED/compile"), 403, "FORBIDDEN"],
      [planner.post("/api/routes/REFUSED/copy", {}), 403, "FORBIDDEN"],
      [planner.put("/api/routes/REFUSED/steps", {}), 403, "FORBIDDEN"],
      [planner.put("/api/execution-configs", {}), 403, "FORBIDDEN"],
      [planner.post("/api/capture-items", {}), 403, "FORBIDDEN"],
    ];
    for (const [asked, status, code] of rows)
      expect(await asked).toMatchObject({ status, body: { code } });
    expect((await planner.get("/api/routes/REFUSED")).status).toBe(200);
    expect(await patch({ effectiveFrom: from })).toMatchObject({ status: 200 });
    expect(
      await engineer.patch("/api/routes/REFUSED", { effectiveTo: to, version: 2 }),
    ).toMatchObject({ status: 400, body: { context: { issues: [{ path: "effectiveTo" }] } } });
  });

  test("a route that was compiled is switched off, not deleted", async () => {
    await bench.route("USED", "PRINT");
    await bench.compile("USED");
    const mark = await bench.app.mark();
    expect(await engineer.delete("/api/routes/USED")).toMatchObject({
      status: 409,
      body: {
        code: "ROUTE_HAS_DEPENDENCIES",
        context: { routeCode: "USED", dependents: { routeVersions: 1 } },
      },
    });
    expect(await bench.app.events(mark)).toEqual(["route.delete!ROUTE_HAS_DEPENDENCIES"]);
  });

  describe("steps", () => {
    test("keep their id and their settings through a new order", async () => {
      const [print, aoi] = await bench.route("ORDER", "PRINT", "AOI");
      await bench.put({ scope: "STEP", stepId: aoi, requiresFai: true });
      const mark = await bench.app.mark();
      const [PRINT, AOI] = [bench.of("PRINT"), bench.of("AOI")];
      const steps = [
        { id: aoi, operationId: AOI, name: "First look" },
        { operationId: AOI },
        { id: print, operationId: PRINT },
      ];
      const answer = await put("ORDER", 2, steps);
      expect(
        answer.body.steps.map((s: { id: string; stepNo: number }) => [s.stepNo, s.id]),
      ).toEqual([
        [10, aoi],
        [20, expect.any(String)],
        [30, print],
      ]);
      const { snapshot } = await bench.preview("ORDER");
      expect(snapshot.steps).toMatchObject([
        { stepNo: 10, name: "First look", requiresFai: true, origin: { requiresFai: "STEP" } },
        { stepNo: 20, requiresFai: false },
        { stepNo: 30, operation: { code: "PRINT" } },
      ]);
      expect(await bench.app.events(mark)).toEqual(["route.stepsChanged"]);
      const gone = await put("ORDER", 3, [{ id: print, operationId: PRINT }]);
      expect(gone.body).toMatchObject({ version: 4, steps: [{ id: print, stepNo: 10 }] });
      const left = await engineer.get("/api/execution-configs?scope=STEP&routeCode=ORDER");
      expect(left.body.items).toEqual([]);
    });

    test("of one version are put once, also by two people at once", async () => {
      const [id] = await bench.route("RACE", "PRINT");
      const operationId = bench.of("PRINT");
      const mark = await bench.app.mark();
      const answers = await Promise.all([
        put("RACE", 2, [{ id, operationId }, { operationId }]),
        put("RACE", 2, [{ operationId }, { id, operationId }]),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
      expect(await bench.app.events(mark)).toEqual([
        "route.stepsChanged",
        "route.putSteps!VERSION_CONFLICT",
      ]);
      expect((await detail("RACE")).steps.map((s: { stepNo: number }) => s.stepNo)).toEqual([
        10, 20,
      ]);
    });

    test("are refused when they are none of ours", async () => {
      const [id] = await bench.route("STRANGE", "PRINT");
      const operationId = bench.of("PRINT");
      const rows: [steps: object[], status: number, code: string][] = [
        [[{ id: unknownId, operationId }], 404, "ROUTE_STEP_NOT_FOUND"],
        [
          [
            { id, operationId },
            { id, operationId },
          ],
          409,
          "ROUTE_STEP_TWICE",
        ],
        [[{ operationId: unknownId }], 404, "OPERATION_NOT_FOUND"],
        [[{}], 400, "VALIDATION_FAILED"],
      ];
      for (const [steps, status, code] of rows)
        expect(await put("STRANGE", 2, steps)).toMatchObject({ status, body: { code } });
      expect((await detail("STRANGE")).steps).toMatchObject([{ id, stepNo: 10 }]);
    });
  });

  test("a copy has the steps and what was said of route and steps, under ids of its own", async () => {
    const [print] = await bench.route("ORIGINAL", "PRINT", "AOI");
    await bench.put({ scope: "ROUTE", routeCode: "ORIGINAL", requiresAuthorization: false });
    await bench.put({ scope: "STEP", stepId: print, requiresFai: true });
    const mark = await bench.app.mark();
    const copy = { code: "COPY", name: "Copied" };
    expect(await engineer.post("/api/routes/ORIGINAL/copy", copy)).toMatchObject({
      status: 200,
      body: { code: "COPY", version: 1 },
    });
    expect(await bench.app.events(mark)).toEqual(["route.created"]);
    const { snapshot } = await bench.preview("COPY");
    expect(snapshot.steps).toMatchObject([
      { stepNo: 10, requiresFai: true, requiresAuthorization: false },
      { stepNo: 20, requiresFai: false, requiresAuthorization: false },
    ]);
    const ids = (await detail("COPY")).steps.map((step: { id: string }) => step.id);
    expect(ids).not.toContain(print);
    expect(await engineer.post("/api/routes/ORIGINAL/copy", copy)).toMatchObject({
      status: 409,
      body: { code: "ROUTE_CODE_DUPLICATE" },
    });
  });

  test("routes are listed page by page", async () => {
    for (const n of [1, 2, 3]) await made(`LIST-${n}`);
    const first = await engineer.get("/api/routes?q=list-&limit=2");
    expect(first.body.items).toMatchObject([{ code: "LIST-1" }, { code: "LIST-2" }]);
    const second = await engineer.get(
      `/api/routes?q=list-&limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(second.body).toMatchObject({ items: [{ code: "LIST-3" }], nextCursor: null });
  });
});
