import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import { Person, signIn, testPassword } from "@lineside/testkit/people";
import { createUser } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let far: TestPlant;
  let terminals = 0;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }, { code: "AOI" }] });
    far = await makePlant(app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
    const people = [
      { username: "mei", roles: ["operator"], badge: "E-1", stationIds: plant.stationIds },
      {
        username: "jun",
        roles: ["operator"],
        badge: "E-2",
        pin: "2468",
        stationIds: [plant.stationIds[0] ?? ""],
      },
      { username: "boss", roles: ["admin", "line_leader"], badge: "E-3", lineIds: [plant.lineId] },
      { username: "clerk", roles: ["material"], badge: "E-4", lineIds: [plant.lineId] },
      { username: "gone", roles: ["operator"], badge: "E-5", stationIds: plant.stationIds },
    ];
    for (const person of people)
      await createUser(app.platform, {
        ...person,
        badge: `BADGE-${person.badge}`,
        name: person.username.toUpperCase(),
        password: testPassword,
      });
    const admin = await app.as("admin");
    const { items } = (await admin.get("/api/users?q=gone")).body;
    await admin.patch(`/api/users/${items[0].id}`, { version: 1, isActive: false });
  });
  afterAll(() => app.dispose());

  /** A screen on the floor, signed in for its line. */
  const terminal = async (): Promise<Person> => {
    const username = `terminal-${++terminals}`;
    await createUser(app.platform, {
      username,
      name: username,
      password: testPassword,
      roles: ["line_leader", "quality"],
      lineIds: [plant.lineId],
    });
    return new Person(app, { id: "", username, cookie: await signIn(app, username) });
  };
  const scan = (screen: Person, badge: string, pin?: string) =>
    screen.post("/api/auth/badge", { badge: `BADGE-${badge}`, ...(pin ? { pin } : {}) });

  describe("a badge at a shared screen", () => {
    test("makes its owner the actor until it is put away", async () => {
      const screen = await terminal();
      const mark = await app.mark();
      expect(await scan(screen, "e-1 ")).toMatchObject({
        status: 200,
        body: { operator: { name: "MEI" } },
      });
      const told = (await screen.get("/api/auth/me")).body;
      expect(told).toMatchObject({
        user: { username: screen.username },
        operator: { username: "mei", since: app.clock.now() },
        stations: [{ code: "AOI-A" }, { code: "PRINT-A" }],
      });
      const [sn = ""] = (await makeRun(app.db, plant, { no: 1, units: 1 })).sns;
      expect((await screen.post("/api/stations/PRINT-A/track-in", { sn })).status).toBe(200);
      const track = await app.db.read
        .selectFrom("execution_track")
        .select("inByName")
        .executeTakeFirstOrThrow();
      expect(track.inByName).toBe("MEI");
      expect((await screen.delete("/api/auth/badge")).status).toBe(200);
      expect((await screen.get("/api/auth/me")).body.operator).toBeNull();
      expect(await app.events(mark)).toEqual([
        "session.operatorSwitched",
        "unit.trackedIn",
        "run.started",
        "session.badgePutAway",
      ]);
    });

    test("asks for the PIN of who has one", async () => {
      const screen = await terminal();
      for (let n = 0; n < 12; n++)
        expect(await scan(screen, "E-2")).toMatchObject({
          status: 409,
          body: { code: "BADGE_PIN_REQUIRED" },
        });
      expect(await scan(screen, "E-2", "1111")).toMatchObject({
        status: 409,
        body: { code: "BADGE_PIN_WRONG" },
      });
      expect((await scan(screen, "E-2", "2468")).status).toBe(200);
      expect((await screen.get("/api/auth/me")).body.operator.username).toBe("jun");
    });

    test("lets nobody guess: eight wrong PINs, then it waits", async () => {
      const screen = await terminal();
      const guesses = await Promise.all(
        Array.from({ length: 12 }, (_, n) => scan(screen, "E-2", `10${10 + n}`)),
      );
      const count = (status: number) => guesses.filter((each) => each.status === status).length;
      expect([count(409), count(429)]).toEqual([8, 4]);
      expect(await scan(screen, "E-2", "2468")).toMatchObject({
        status: 429,
        body: { code: "BADGE_RATE_LIMITED", context: { retryAfterSeconds: 300 } },
      });
      expect((await scan(await terminal(), "E-2", "2468")).status).toBe(200);
      app.clock.advance(300);
      expect((await scan(screen, "E-2", "2468")).status).toBe(200);
    });

    test("is refused when nobody can work with it", async () => {
      const screen = await terminal();
      const rows = [
        ["unknown           ", "E-99", "BADGE_UNKNOWN"],
        ["switched off      ", "E-5", "BADGE_UNKNOWN"],
        ["no work there     ", "E-4", "BADGE_WITHOUT_FLOOR_ACCESS"],
      ] as const;
      for (const [, badge, code] of rows)
        expect(await scan(screen, badge)).toMatchObject({ status: 409, body: { code } });
      expect((await screen.get("/api/auth/me")).body.operator).toBeNull();
      expect((await screen.post("/api/auth/badge", { badge: "x" })).status).toBe(400);
    });

    test("opens the floor and no desk, whatever its owner or the screen's may do there", async () => {
      const screen = await terminal();
      expect((await screen.post("/api/units/NONE/release", { reason: "good again" })).status).toBe(
        404,
      );
      await scan(screen, "E-3");
      const { access } = (await screen.get("/api/auth/me")).body;
      expect(Object.keys(access).filter((point) => /system|disposition|audit/.test(point))).toEqual(
        [],
      );
      for (const path of ["/api/users", "/api/audit-logs"])
        expect(await screen.get(path)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
      const release = await screen.post("/api/units/NONE/release", { reason: "good again" });
      expect(release).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
      expect((await screen.get("/api/trace/units/NONE")).status).toBe(404);
    });

    test("works although its owner has still to change the password", async () => {
      const admin = await app.as("admin");
      const fresh = {
        username: "fresh",
        name: "Fresh",
        password: testPassword,
        badge: "BADGE-E-6",
      };
      const body = { ...fresh, roles: ["operator"], lineIds: [], stationIds: plant.stationIds };
      expect((await admin.post("/api/users", body)).status).toBe(200);
      const screen = await terminal();
      expect((await scan(screen, "E-6")).status).toBe(200);
      expect((await screen.get("/api/stations/PRINT-A/queue")).status).toBe(200);
    });

    test("stops working when its owner is switched off", async () => {
      const admin = await app.as("admin");
      const screen = await terminal();
      await createUser(app.platform, {
        username: "leaver",
        name: "Leaver",
        password: testPassword,
        roles: ["operator"],
        stationIds: plant.stationIds,
        badge: "BADGE-E-7",
      });
      await scan(screen, "E-7");
      const { items } = (await admin.get("/api/users?q=leaver")).body;
      await admin.patch(`/api/users/${items[0].id}`, { version: 1, isActive: false });
      expect((await screen.get("/api/auth/me")).body.operator).toBeNull();
    });
  });

  test("stations and lines bound what a person may do (D15, D55)", async () => {
    const [sn = ""] = (await makeRun(app.db, plant, { no: 2, units: 1 })).sns;
    const [farSn = ""] = (await makeRun(app.db, far, { no: 2, units: 1 })).sns;
    const printer = await app.as("operator", { stations: ["PRINT-A"] });
    const leader = await app.as("line_leader", { lines: ["A"] });
    const trackIn = (who: Person, station: string, unit: string) =>
      who.post(`/api/stations/${station}/track-in`, { sn: unit });
    const refused = { status: 403, body: { code: "OUT_OF_SCOPE" } };
    const mark = await app.mark();
    expect(await trackIn(printer, "AOI-A", sn)).toMatchObject(refused);
    expect(await trackIn(printer, "PRINT-FAR", farSn)).toMatchObject(refused);
    expect(await trackIn(leader, "PRINT-FAR", farSn)).toMatchObject(refused);
    expect(await app.events(mark)).toEqual(Array(3).fill("execution.trackIn!OUT_OF_SCOPE"));
    expect((await trackIn(printer, "PRINT-A", sn)).status).toBe(200);
  });
});
