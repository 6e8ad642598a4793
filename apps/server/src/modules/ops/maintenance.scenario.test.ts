import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addMinutes } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { allDoors } from "../../app.ts";
import type { Endpoint } from "../../platform/http/api.ts";
import { take } from "./maintenance-order.ts";

// Every door of the house is knocked at, on both databases.
setDefaultTimeout(60_000);

/** Doors that change something and stay open: who comes and goes. One more is a decision, taken here. */
const openDoors = [
  "POST /auth/sign-in",
  "POST /auth/sign-out",
  "POST /auth/setup",
  "POST /auth/badge",
  "DELETE /auth/badge",
];

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const endpoints = allDoors()
  .flatMap((doors) => doors.endpoints)
  .filter(({ path }) => !path.endsWith("sign-out"));

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let planner: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
    planner = await app.as("planner");
  });
  afterAll(() => app.dispose());

  const status = async () => (await app.request("GET", "/api/maintenance")).body;
  const later = (minutes: number) => addMinutes(app.clock.now(), minutes);
  const words = { message: "New release", messageZh: "升级新版本" };
  const makeLine = (who: Person, code: string) =>
    who.post("/api/lines", { code, name: code, processType: "SMT" });

  test("off, and everybody may know it", async () => {
    expect(await status()).toEqual({
      ...{ phase: "OFF", message: "", messageZh: "", startsAt: null, endsAt: null },
      timezone: "Asia/Shanghai",
    });
  });

  test("announced: told beforehand, and work goes on", async () => {
    const mark = await app.mark();
    const [startsAt, endsAt] = [later(30), later(60)];
    const done = await admin.post("/api/maintenance/announce", { ...words, startsAt, endsAt });
    expect([done.status, done.body]).toEqual([200, { isOn: false, ...words, startsAt, endsAt }]);
    expect(await status()).toMatchObject({ phase: "ANNOUNCED", ...words, startsAt, endsAt });
    expect((await makeLine(planner, "X1")).status).toBe(403);
    expect((await makeLine(admin, "X1")).status).toBe(200);
    expect(await app.events(mark)).toEqual([
      "maintenance.announced",
      "line.create!FORBIDDEN",
      "line.created",
    ]);
  });

  test("on: nothing is changed but by who operates the server; nothing of it is kept", async () => {
    const endsAt = later(30);
    const done = await admin.post("/api/maintenance/on", { ...words, endsAt });
    expect(done.body).toEqual({ isOn: true, ...words, startsAt: app.clock.now(), endsAt });
    const engineer = await app.as("engineer");
    const mark = await app.mark();
    const refused = await makeLine(engineer, "X2");
    expect([refused.status, refused.body.code]).toEqual([503, "MAINTENANCE"]);
    expect(refused.body).toMatchObject({
      context: { retryAfterSeconds: 30, endsAt },
      resolvedBy: "ops:operate",
    });
    expect(refused.headers.get("retry-after")).toBe("30");
    expect((await makeLine(admin, "X2")).status).toBe(200);
    // A line hammering at the door leaves no trail of it.
    expect(await app.events(mark)).toEqual(["line.created"]);
    app.clock.advance(30 * 60 - 12);
    expect((await makeLine(engineer, "X3")).headers.get("retry-after")).toBe("12");
    app.clock.advance(60 * 60);
    expect((await makeLine(engineer, "X3")).headers.get("retry-after")).toBe("5");
    expect(await status()).toMatchObject({ phase: "ON", startsAt: done.body.startsAt });
  });

  test("what is sent again afterwards is done once, under its key", async () => {
    const engineer = await app.as("engineer");
    const options = { headers: { "idempotency-key": "kept-by-the-terminal" } };
    const send = () =>
      engineer.post("/api/lines", { code: "X4", name: "X4", processType: "SMT" }, options);
    expect((await send()).status).toBe(503);
    await admin.post("/api/maintenance/off");
    const mark = await app.mark();
    expect((await send()).status).toBe(200);
    expect((await send()).headers.get("idempotency-replayed")).toBe("true");
    expect(await app.events(mark)).toEqual(["line.created"]);
    await admin.post("/api/maintenance/on", {});
  });

  test("a machine keeps its events and is told when to ask again", async () => {
    const { key } = (await admin.post("/api/api-keys", { name: "Printer" })).body;
    const send = (path: string, body: object) =>
      app.request("POST", path, { body, headers: { "x-api-key": key } });
    for (const path of ["/api/ingest/events", "/api/ingest/cfx"]) {
      const { status, body, headers } = await send(path, { MessageName: "CFX.Heartbeat" });
      expect([path, status, body.code]).toEqual([path, 503, "MAINTENANCE"]);
      expect(headers.get("retry-after")).toBe("30");
    }
    const kept = await app.db.read.selectFrom("ingest_event").select("id").execute();
    expect(kept).toEqual([]);
  });

  describe("every door", () => {
    /** Nothing at these addresses exists and the body is empty: nobody changes anything. */
    const knock = async ({ method, path }: Endpoint, cookie: string) => {
      const url = `http://localhost/api${path.replace(/:\w+/g, "nothing-here")}`;
      const headers = { "content-type": "application/json", cookie };
      const body = method === "GET" ? undefined : "{}";
      const response = await app.handle(new Request(url, { method, headers, body }));
      const text = response.headers.get("content-type")?.includes("problem")
        ? await response.text()
        : "";
      if (text === "") await response.body?.cancel();
      return text === "" ? "" : (JSON.parse(text) as { code: string }).code;
    };
    const isMeantFor = (endpoint: Endpoint) =>
      endpoint.method !== "GET" && !openDoors.includes(nameOf(endpoint));

    test("is shut to who does not operate the server when it changes something", async () => {
      expect((await status()).phase).toBe("ON");
      const wrong: string[] = [];
      for (const endpoint of endpoints) {
        const code = await knock(endpoint, planner.cookie);
        if ((code === "MAINTENANCE") !== isMeantFor(endpoint))
          wrong.push(`${nameOf(endpoint)} ${code}`);
      }
      expect(wrong).toEqual([]);
    });

    test("is open to who operates it", async () => {
      const wrong: string[] = [];
      for (const endpoint of endpoints.filter(({ path }) => !path.startsWith("/maintenance"))) {
        const code = await knock(endpoint, admin.cookie);
        if (code === "MAINTENANCE") wrong.push(nameOf(endpoint));
      }
      expect(wrong).toEqual([]);
    });
  });

  test("people sign in, scan badges and sign out meanwhile", async () => {
    const body = { username: "nobody", password: "wrong" };
    const tried = await app.request("POST", "/api/auth/sign-in", { body });
    expect(tried.body.code).toBe("SIGN_IN_FAILED");
    const badge = await planner.post("/api/auth/badge", { badge: "B-UNKNOWN" });
    expect(badge.body.code).not.toBe("MAINTENANCE");
  });

  test("who may, and what is refused", async () => {
    const manager = await app.as("plant_manager");
    // biome-ignore format: one row per refusal
    const rows: [Person, string, object, number, string][] = [
      [manager, "on",       {},                                              503, "MAINTENANCE"],
      [admin,   "on",       { endsAt: later(-1) },                           409, "MAINTENANCE_ENDS_BEFORE"],
      [admin,   "on",       { message: "x".repeat(301) },                    400, "VALIDATION_FAILED"],
      [admin,   "on",       { isOn: true },                                  400, "VALIDATION_FAILED"],
      [admin,   "announce", {},                                              400, "VALIDATION_FAILED"],
      [admin,   "announce", { startsAt: later(5) },                          409, "MAINTENANCE_IS_ON"],
    ];
    for (const [who, door, body, expected, code] of rows) {
      const answer = await who.post(`/api/maintenance/${door}`, body);
      expect([door, answer.status, answer.body.code]).toEqual([door, expected, code]);
    }
  });

  test("off: told once, and asking again does nothing", async () => {
    const mark = await app.mark();
    expect((await admin.post("/api/maintenance/on", { message: "longer" })).status).toBe(200);
    expect((await admin.post("/api/maintenance/off")).body.isOn).toBe(false);
    expect((await admin.post("/api/maintenance/off")).body.isOn).toBe(false);
    const manager = await app.as("plant_manager");
    const forbidden = await manager.post("/api/maintenance/on", {});
    expect([forbidden.status, forbidden.body.code]).toEqual([403, "FORBIDDEN"]);
    const past = await admin.post("/api/maintenance/announce", { startsAt: later(-5) });
    expect([past.status, past.body.code]).toEqual([409, "MAINTENANCE_STARTS_IN_PAST"]);
    expect(await app.events(mark)).toEqual([
      "maintenance.changed",
      "maintenance.ended",
      "ops.startMaintenance!FORBIDDEN",
      "ops.announceMaintenance!MAINTENANCE_STARTS_IN_PAST",
    ]);
    const rows = await app.db.read
      .selectFrom("platform_event")
      .select("data")
      .where("type", "=", "maintenance.ended")
      .execute();
    expect(rows.at(-1)?.data).toMatchObject({
      before: { isOn: true, message: "longer" },
      after: { isOn: false, message: "" },
    });
  });

  describe("the shell", () => {
    const folder = mkdtempSync(join(tmpdir(), "lineside-order-"));
    const file = join(folder, "lineside.db.maintenance");
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const order = async (what: object) => {
      writeFileSync(file, JSON.stringify({ by: "root", at: app.clock.now(), input: {}, ...what }));
      await take(app.platform, file);
      return existsSync(file);
    };

    test("is obeyed, in its own name", async () => {
      const mark = await app.mark();
      expect(await order({ do: "on", input: words })).toBe(false);
      expect(await status()).toMatchObject({ phase: "ON", ...words });
      await order({ do: "off" });
      expect((await status()).phase).toBe("OFF");
      expect(await app.events(mark)).toEqual(["maintenance.started", "maintenance.ended"]);
      const teller = await app.db.read
        .selectFrom("platform_event")
        .select(["actorName", "actorKind"])
        .where("id", ">", mark)
        .executeTakeFirst();
      expect(teller).toEqual({ actorName: "shell (root)", actorKind: "SYSTEM" });
    });

    test.each([
      ["that is old", { do: "on", at: "2020-01-01T00:00:00.000Z" }],
      ["that nobody knows", { do: "explode" }],
      ["that is refused", { do: "announce", input: { startsAt: "2020-01-01T00:00:00.000Z" } }],
    ])("an order %s goes without effect", async (_, what) => {
      const mark = await app.mark();
      expect(await order(what)).toBe(false);
      expect((await status()).phase).toBe("OFF");
      expect((await app.events(mark)).filter((type) => !type.includes("!"))).toEqual([]);
    });
  });
});
