import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { standardMapping } from "@lineside/domain/routing";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { frozenVersion, latestReadyVersion } from "./index.ts";
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

  const versionNos = async (code: string) =>
    (await engineer.get(`/api/routes/${code}/versions`)).body.items.map(
      (version: { versionNo: number; status: string }) => `${version.versionNo} ${version.status}`,
    );
  const item = async (operation: string, code: string) => {
    const body = { operationId: bench.of(operation), code, name: code, nameZh: code };
    const answer = await engineer.post("/api/capture-items", {
      ...body,
      dataType: "NUMBER",
      upperLimit: 150,
      isRequired: true,
      onBreach: "HOLD",
    });
    expect(answer.status).toBe(200);
    return answer.body.id as string;
  };

  test("S8: a changed route that does not compile leaves the older version in use", async () => {
    const mark = await bench.app.mark();
    const [print, aoi] = await bench.route("S8", "PRINT", "AOI");
    const first = await bench.compile("S8");
    expect(first).toMatchObject({
      version: { versionNo: 1, status: "READY", errorCount: 0 },
      created: true,
      errors: [],
    });
    expect(await bench.compile("S8")).toEqual({ ...first, created: false });
    expect((await engineer.patch("/api/routes/S8", { name: "Renamed", version: 2 })).status).toBe(
      200,
    );
    expect(await bench.compile("S8")).toEqual({ ...first, created: false });

    await bench.make("operations", { code: "S8-XRAY", name: "X-ray", nameZh: "X 光" });
    const steps = [
      { id: print, operationId: bench.of("PRINT") },
      { operationId: bench.of("S8-XRAY") },
      { id: aoi, operationId: bench.of("AOI") },
    ];
    expect((await engineer.put("/api/routes/S8/steps", { version: 3, steps })).status).toBe(200);
    expect(await bench.compile("S8")).toMatchObject({
      version: { versionNo: 2, status: "INVALID", errorCount: 2 },
      created: true,
      errors: [
        { stepNo: 20, code: "STATION_CONSTRAINT_MISSING" },
        { stepNo: 20, code: "INGEST_MAPPING_MISSING" },
      ],
    });
    expect((await bench.compile("S8")).created).toBe(false);
    const routeId = bench.of("S8");
    expect(await latestReadyVersion(bench.app.db, routeId)).toMatchObject({
      versionNo: 1,
      routeId,
    });
    expect((await engineer.get("/api/routes/S8")).body).toMatchObject({
      latestVersion: { versionNo: 2, status: "INVALID" },
      readyVersionNo: 1,
    });

    const xray = { scope: "OPERATION", operationId: bench.of("S8-XRAY"), stationType: "MANUAL" };
    await bench.put({ ...xray, allowedStationIds: [bench.of("HAND-1")] });
    expect(await bench.compile("S8")).toMatchObject({ version: { versionNo: 3, status: "READY" } });
    expect(await latestReadyVersion(bench.app.db, routeId)).toMatchObject({ versionNo: 3 });
    expect(await versionNos("S8")).toEqual(["3 READY", "2 INVALID", "1 READY"]);
    const compiled = (await bench.app.events(mark)).filter((type) => type === "route.compiled");
    expect(compiled).toHaveLength(3);
  });

  test("an empty route compiles to an INVALID version that says so", async () => {
    await bench.route("EMPTY");
    expect(await bench.compile("EMPTY")).toMatchObject({
      version: { versionNo: 1, status: "INVALID" },
      errors: [{ stepNo: null, code: "ROUTING_EMPTY" }],
    });
    expect(await latestReadyVersion(bench.app.db, bench.of("EMPTY"))).toBeNull();
  });

  test("D57: a limit changed afterwards does not reach the frozen version", async () => {
    await bench.make("operations", { code: "D57", name: "Measure", nameZh: "测量" });
    const own = { scope: "OPERATION", operationId: bench.of("D57") };
    await bench.put({
      ...own,
      allowedStationIds: [bench.of("AOI-1")],
      ingestMapping: standardMapping("AUTO"),
    });
    const itemId = await item("D57", "HEIGHT");
    await bench.route("D57-R", "D57");
    const { version } = await bench.compile("D57-R");
    const limit = { upperLimit: 120, isRequired: false, version: 1 };
    await engineer.patch(`/api/capture-items/${itemId}`, limit);
    await engineer.patch(`/api/operations/${bench.of("D57")}`, { name: "Renamed", version: 1 });
    const frozen = await frozenVersion(bench.app.db, version.id);
    expect(frozen.snapshot.steps[0]).toMatchObject({
      operation: { name: "Measure" },
      captureItems: [{ code: "HEIGHT", upperLimit: 150, isRequired: true, onBreach: "HOLD" }],
    });
    expect(await frozenVersion(bench.app.db, version.id)).toBe(frozen);
    const stored = await engineer.get("/api/routes/D57-R/versions/1");
    expect(stored.body.snapshot).toEqual(frozen.snapshot);

    expect(await bench.compile("D57-R")).toMatchObject({
      version: { versionNo: 2 },
      created: true,
    });
    const diff = await engineer.get("/api/routes/D57-R/versions/1/diff/2");
    expect(diff.body).toMatchObject({ from: { versionNo: 1 }, to: { versionNo: 2 } });
    expect(diff.body.changes).toEqual([
      { stepNo: 10, kind: "CHANGED", field: "operation.name", before: "Measure", after: "Renamed" },
      {
        stepNo: 10,
        kind: "CHANGED",
        field: "captureItems.HEIGHT.upperLimit",
        before: 150,
        after: 120,
      },
      {
        stepNo: 10,
        kind: "CHANGED",
        field: "captureItems.HEIGHT.isRequired",
        before: true,
        after: false,
      },
    ]);
  });

  const listed: [station: string, code: string][] = [
    [unknownId, "STATION_NOT_FOUND"],
    ["HAND-1", "STATION_TYPE_MISMATCH"],
    ["D59-OFF", "STATION_NOT_FOUND"],
  ];
  test.each(listed)("D59: a listed station %p does not compile: %s", async (station, code) => {
    if (!bench.id["D59-OFF"]) {
      const { body } = await engineer.get("/api/stations/AOI-1");
      const off = { code: "D59-OFF", name: "Off", lineId: body.lineId, isActive: false };
      await bench.make("stations", { ...off, stationType: "AUTO" });
    }
    const routeCode = `D59-${station}`;
    const [aoi] = await bench.route(routeCode, "AOI");
    const allowedStationIds = [bench.of("AOI-1"), bench.id[station] ?? station];
    await bench.put({ scope: "STEP", stepId: aoi, allowedStationIds });
    expect(await bench.compile(routeCode)).toMatchObject({
      version: { status: "INVALID" },
      errors: [{ stepNo: 10, code, context: { station } }],
    });
  });

  describe("two people compile at once", () => {
    test("the same content: one number", async () => {
      await bench.route("SAME", "PRINT");
      const colleague = await bench.app.as("engineer", { lines: ["SMT-A"] });
      const mark = await bench.app.mark();
      const path = "/api/routes/SAME/compile";
      const answers = await Promise.all(
        [engineer, colleague, engineer, colleague].map((person) => person.post(path)),
      );
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
      expect(new Set(answers.map((answer) => answer.body.version.id)).size).toBe(1);
      expect(answers.filter((answer) => answer.body.created)).toHaveLength(1);
      expect(await versionNos("SAME")).toEqual(["1 READY"]);
      expect(await bench.app.events(mark)).toEqual(["route.compiled"]);
    });

    test("while another one changes the steps: every content has one number", async () => {
      const [id] = await bench.route("MIXED", "PRINT");
      const PRINT = bench.of("PRINT");
      const steps = [{ id, operationId: PRINT }, { operationId: PRINT }];
      const compile = () => engineer.post("/api/routes/MIXED/compile");
      const answers = await Promise.all([
        compile(),
        engineer.put("/api/routes/MIXED/steps", { version: 2, steps }),
        compile(),
        compile(),
      ]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
      const rows = await bench.app.db.read
        .selectFrom("routing_version")
        .select(["versionNo", "contentHash"])
        .where("routeId", "=", bench.of("MIXED"))
        .orderBy("versionNo")
        .execute();
      expect(new Set(rows.map((row) => row.contentHash)).size).toBe(rows.length);
      expect(rows.map((row) => row.versionNo)).toEqual(rows.map((_, index) => index + 1));
    });
  });

  test("versions are listed newest first, page by page", async () => {
    const [id] = await bench.route("PAGED", "PRINT");
    for (const [version, name] of [
      [2, "a"],
      [3, "b"],
      [4, "c"],
    ] as const) {
      const steps = [{ id, operationId: bench.of("PRINT"), name }];
      await engineer.put("/api/routes/PAGED/steps", { version, steps });
      await bench.compile("PAGED");
    }
    const page = (query: string) => engineer.get(`/api/routes/PAGED/versions?${query}`);
    const first = await page("limit=2");
    expect(first.body.items).toMatchObject([{ versionNo: 3 }, { versionNo: 2 }]);
    const second = await page(`limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ versionNo: 1 }], nextCursor: null });
  });
});
