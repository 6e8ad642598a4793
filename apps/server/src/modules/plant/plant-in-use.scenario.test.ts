import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

eachDatabase((dialect) => {
  let app: TestApp;
  let engineer: Person;
  let operator: Person;
  let plant: TestPlant;
  let sn: string;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { line: "U", steps: [{ code: "PRINT" }, { code: "AOI" }] });
    sn = (await makeRun(app.db, plant, { units: 1 })).sns[0] ?? "";
    engineer = await app.as("engineer");
    operator = await app.as("operator", { stations: plant.stations });
  });
  afterAll(() => app.dispose());

  const scan = async (station: string, way: "in" | "out") => {
    const body = way === "in" ? { sn } : { sn, result: "PASS" };
    const answer = await operator.post(`/api/stations/${station}/track-${way}`, body);
    expect(answer.status).toBe(200);
  };

  test("what production stands on is not deleted; the refusal counts it", async () => {
    await scan("PRINT-U", "in");
    const { lineId, stationIds, productId, routeId } = plant;
    const run = { workOrders: 1, runs: 1 };
    const rows: [path: string, code: string, dependents: object][] = [
      [`lines/${lineId}`, "LINE_HAS_DEPENDENCIES", { stations: 2, ...run }],
      [
        `stations/${stationIds[0]}`,
        "STATION_HAS_DEPENDENCIES",
        { visits: 1, users: 1, routeVersions: 1 },
      ],
      [`products/${productId}`, "PRODUCT_HAS_DEPENDENCIES", { routes: 1, ...run }],
      ["routes/ROUTE-U", "ROUTE_HAS_DEPENDENCIES", { routeVersions: 1, workOrders: 1 }],
    ];
    for (const [path, code, dependents] of rows) {
      const answer = await engineer.delete(`/api/${path}`);
      expect(answer).toMatchObject({ status: 409, body: { code } });
      expect(answer.body.context.dependents).toEqual(dependents);
    }
    expect((await engineer.get("/api/routes/ROUTE-U")).body.id).toBe(routeId);
  });

  test("a station with a board in it and a line with an open run stay what they are", async () => {
    const station = (patch: object) =>
      engineer.patch("/api/stations/PRINT-U", { version: 1, ...patch });
    const line = (patch: object) => engineer.patch("/api/lines/U", { version: 1, ...patch });
    const mark = await app.mark();
    for (const patch of [{ isActive: false }, { stationType: "AUTO" }])
      expect(await station(patch)).toMatchObject({
        status: 409,
        body: {
          code: "STATION_IN_USE",
          context: { code: "PRINT-U", units: 1 },
          resolvedBy: "exec:track_out",
        },
      });
    for (const patch of [{ isActive: false }, { processType: "DIP" }])
      expect(await line(patch)).toMatchObject({
        status: 409,
        body: { code: "LINE_IN_USE", context: { code: "U", runs: 1 } },
      });
    expect((await station({ name: "Printer", sequence: 5 })).status).toBe(200);
    expect((await line({ name: "Line U" })).status).toBe(200);
    expect(await app.events(mark)).toEqual([
      "station.change!STATION_IN_USE",
      "station.change!STATION_IN_USE",
      "line.change!LINE_IN_USE",
      "line.change!LINE_IN_USE",
      "station.changed",
    ]);
  });

  test("a product's traits change without touching the run's frozen version", async () => {
    const mark = await app.mark();
    const patch = { traits: ["requiresWash"], version: 1 };
    expect((await engineer.patch(`/api/products/${plant.productCode}`, patch)).status).toBe(200);
    const event = await app.db.read
      .selectFrom("platform_event")
      .select(["type", "data"])
      .where("id", ">", mark)
      .executeTakeFirstOrThrow();
    expect(event).toEqual({
      type: "product.changed",
      data: { before: { traits: [] }, after: { traits: ["requiresWash"] } },
    });
    await scan("PRINT-U", "out");
    await scan("AOI-U", "in");
    await scan("AOI-U", "out");
  });

  test("once the boards are out and the run is over both may change", async () => {
    const off = { isActive: false, version: 2 };
    expect((await engineer.patch("/api/stations/PRINT-U", off)).status).toBe(200);
    const { version } = (await engineer.get("/api/lines/U")).body;
    expect((await engineer.patch("/api/lines/U", { isActive: false, version })).status).toBe(200);
  });
});
