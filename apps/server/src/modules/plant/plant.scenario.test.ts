import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

const unknownId = "0192f1f0-0000-7000-8000-000000000000";

eachDatabase((dialect) => {
  let app: TestApp;
  let engineer: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    engineer = await app.as("engineer");
  });
  afterAll(() => app.dispose());

  /** Makes a row and returns its id. */
  async function make(path: string, body: object): Promise<string> {
    const answer = await engineer.post(`/api/${path}`, body);
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    return answer.body.id;
  }
  const lineOf = (code: string) => make("lines", { code, name: code, processType: "SMT" });
  const stationOf = (code: string, lineId: string, more: object = {}) =>
    make("stations", { code, name: code, stationType: "MANUAL", lineId, ...more });
  const eventOf = async (mark: string) =>
    await app.db.read
      .selectFrom("platform_event")
      .select(["type", "entityType", "entityKey", "lineId", "stationId", "actorName", "data"])
      .where("id", ">", mark)
      .executeTakeFirstOrThrow();

  test("a replayed key adds nothing and gives the same answer", async () => {
    const mark = await app.mark();
    const body = { code: "ONCE", name: "Once", processType: "DIP" };
    const headers = { "idempotency-key": "plant-line-once" };
    const [first, again] = [
      await engineer.post("/api/lines", body, { headers }),
      await engineer.post("/api/lines", body, { headers }),
    ];
    expect(again.body).toEqual(first.body);
    expect(await app.events(mark)).toEqual(["line.created"]);
    expect(await engineer.post("/api/lines", { ...body, name: "Else" }, { headers })).toMatchObject(
      {
        status: 409,
        body: { code: "IDEMPOTENCY_KEY_REUSED" },
      },
    );
  });

  describe("a line", () => {
    test("with stations, people or shifts is not deleted; the refusal counts them", async () => {
      const id = await lineOf("KEPT");
      await stationOf("KEPT-1", id);
      await stationOf("KEPT-2", id);
      await make("shifts", {
        code: "KEPT-S",
        name: "S",
        nameZh: "班",
        startMinute: 0,
        endMinute: 0,
        lineId: id,
      });
      await app.as("line_leader", { lines: ["KEPT"] });
      const mark = await app.mark();
      expect(await engineer.delete(`/api/lines/${id}`)).toMatchObject({
        status: 409,
        body: {
          code: "LINE_HAS_DEPENDENCIES",
          context: { code: "KEPT", dependents: { stations: 2, users: 1, shifts: 1 } },
        },
      });
      expect(await app.events(mark)).toEqual(["line.delete!LINE_HAS_DEPENDENCIES"]);
      expect(
        await engineer.patch(`/api/lines/${id}`, { isActive: false, version: 1 }),
      ).toMatchObject({
        status: 200,
      });
      expect((await engineer.get("/api/lines?isActive=false")).body.items).toMatchObject([{ id }]);
      expect((await engineer.get("/api/lines?include=stations&q=kept")).body.items).toMatchObject([
        { id, stationCount: 2, stations: [{ code: "KEPT-1" }, { code: "KEPT-2" }] },
      ]);
    });
  });

  describe("a station", () => {
    test("stands on a line that exists, in a group that exists", async () => {
      const lineId = await lineOf("PLACES");
      const body = { code: "P-1", name: "P", stationType: "AUTO", lineId };
      const rows: [change: object, status: number, code: string][] = [
        [{ lineId: unknownId }, 404, "LINE_NOT_FOUND"],
        [{ groupId: unknownId }, 404, "STATION_GROUP_NOT_FOUND"],
        [{ stationType: "ROBOT" }, 400, "VALIDATION_FAILED"],
      ];
      for (const [change, status, code] of rows)
        expect(await engineer.post("/api/stations", { ...body, ...change })).toMatchObject({
          status,
          body: { code },
        });
      const groupId = await make("station-groups", { code: "PLACES-G", name: "G" });
      const id = await stationOf("P-1", lineId, { groupId, stationType: "AUTO" });
      expect((await engineer.get("/api/stations/P-1")).body).toMatchObject({
        id,
        lineCode: "PLACES",
        groupCode: "PLACES-G",
      });
      expect(await engineer.delete(`/api/station-groups/${groupId}`)).toMatchObject({
        status: 409,
        body: { code: "STATION_GROUP_HAS_DEPENDENCIES", context: { dependents: { stations: 1 } } },
      });
      const mark = await app.mark();
      const patch = { groupId: null, stationType: "TEST", version: 1 };
      expect((await engineer.patch(`/api/stations/${id}`, patch)).status).toBe(200);
      expect(await eventOf(mark)).toMatchObject({
        type: "station.changed",
        lineId,
        stationId: id,
        data: {
          before: { groupId, stationType: "AUTO" },
          after: { groupId: null, stationType: "TEST" },
        },
      });
      expect((await engineer.delete(`/api/station-groups/${groupId}`)).status).toBe(200);
      expect((await engineer.delete(`/api/stations/${id}`)).status).toBe(200);
    });

    test("with people bound to it is not deleted", async () => {
      const id = await stationOf("BOUND-1", await lineOf("BOUND"));
      await app.as("operator", { stations: ["BOUND-1"] });
      expect(await engineer.delete(`/api/stations/${id}`)).toMatchObject({
        status: 409,
        body: { code: "STATION_HAS_DEPENDENCIES", context: { dependents: { users: 1 } } },
      });
    });

    test("is seen by those who are bound to its line", async () => {
      const [a, b] = [await lineOf("SEEN-A"), await lineOf("SEEN-B")];
      const [a1] = [await stationOf("SEEN-A1", a), await stationOf("SEEN-A2", a)];
      const b1 = await stationOf("SEEN-B1", b);
      const leader = await app.as("line_leader", { lines: ["SEEN-A"] });
      const operator = await app.as("operator", { stations: ["SEEN-B1"] });
      const codes = async (person: Person, path: string) =>
        (await person.get(`/api/${path}`)).body.items.map((row: { code: string }) => row.code);
      expect(await codes(leader, "stations")).toEqual(["SEEN-A1", "SEEN-A2"]);
      expect(await codes(operator, "stations")).toEqual(["SEEN-B1"]);
      expect(await codes(leader, "lines")).toEqual(["SEEN-A"]);
      expect(await codes(engineer, `stations?lineId=${a}`)).toEqual(["SEEN-A1", "SEEN-A2"]);
      expect((await leader.get(`/api/stations/${a1}`)).status).toBe(200);
      for (const path of [`stations/${b1}`, `lines/${b}`])
        expect(await leader.get(`/api/${path}`)).toMatchObject({
          status: 403,
          body: { code: "OUT_OF_SCOPE" },
        });
    });

    test("is configured by a person of its line, and moved by a person of both lines", async () => {
      const admin = await app.as("admin");
      await admin.post("/api/roles", {
        code: "line_tech",
        name: "Line technician",
        nameZh: "线体技术员",
        scope: "LINES",
        permissions: ["plant:read", "plant:config"],
      });
      const [a, b] = [await lineOf("OWN-A"), await lineOf("OWN-B")];
      const own = await stationOf("OWN-A1", a);
      const other = await stationOf("OWN-B1", b);
      const tech = await app.as("line_tech", { lines: ["OWN-A"] });
      const mark = await app.mark();
      const rows: [ReturnType<Person["get"]>, status: number, code?: string][] = [
        [tech.patch(`/api/stations/${own}`, { name: "Mine", version: 1 }), 200],
        [tech.patch(`/api/stations/${own}`, { lineId: b, version: 2 }), 403, "OUT_OF_SCOPE"],
        [tech.patch(`/api/stations/${other}`, { name: "x", version: 1 }), 403, "OUT_OF_SCOPE"],
        [tech.delete(`/api/stations/${other}`), 403, "OUT_OF_SCOPE"],
        [
          tech.post("/api/lines", { code: "N", name: "N", processType: "SMT" }),
          403,
          "OUT_OF_SCOPE",
        ],
      ];
      for (const [asked, status, code] of rows) {
        const answer = await asked;
        expect([answer.status, answer.body.code === code || status === 200]).toEqual([
          status,
          true,
        ]);
      }
      expect((await app.events(mark)).filter((type) => !type.includes("!"))).toEqual([
        "station.changed",
      ]);
    });
  });

  test("an operation of the ERP is read-only", async () => {
    const id = await make("operations", { code: "ERP-10", name: "ERP", nameZh: "ERP" });
    await app.db.auto
      .updateTable("plant_operation")
      .set({ source: "ERP" })
      .where("id", "=", id)
      .execute();
    for (const answer of [
      await engineer.patch(`/api/operations/${id}`, { name: "x", version: 1 }),
      await engineer.delete(`/api/operations/${id}`),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: "OPERATION_ERP_READONLY" } });
  });

  const patterns: [pattern: string | null, status: number][] = [
    [null, 200],
    ["{product}{YY}{MM}{seq:5}", 200],
    ["{product}{seq}", 400],
    ["no number", 400],
  ];
  test.each(patterns)("a product with the serial pattern %p: %p", async (snPattern, status) => {
    const code = `SN-${Bun.hash(String(snPattern)).toString(36)}`;
    const answer = await engineer.post("/api/products", { code, name: "P", snPattern });
    expect(answer.status).toBe(status);
  });

  test("shifts of one line never overlap, not even when added at once", async () => {
    const lineId = await lineOf("SHIFTS");
    const shift = (code: string, start: number, end: number) =>
      engineer.post("/api/shifts", {
        code,
        name: code,
        nameZh: code,
        startMinute: start * 60,
        endMinute: end * 60,
        lineId,
      });
    const day = await shift("S-DAY", 8, 20);
    expect(day.status).toBe(200);
    expect(await shift("S-LATE", 19, 8)).toMatchObject({
      status: 409,
      body: { code: "SHIFT_OVERLAP", context: { code: "S-LATE", other: "S-DAY" } },
    });
    const both = await Promise.all([shift("S-N1", 20, 8), shift("S-N2", 22, 6)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    // Into the night shift, whichever of the two it became.
    const longer = { endMinute: 23 * 60, version: 1 };
    expect(await engineer.patch(`/api/shifts/${day.body.id}`, longer)).toMatchObject({
      status: 409,
      body: { code: "SHIFT_OVERLAP" },
    });
    expect(
      await engineer.patch(`/api/shifts/${day.body.id}`, { lineId: unknownId, version: 1 }),
    ).toMatchObject({
      status: 404,
      body: { code: "LINE_NOT_FOUND" },
    });
  });
});
