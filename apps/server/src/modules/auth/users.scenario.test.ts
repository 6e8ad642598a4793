import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import { Person, signIn, testPassword } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let plant: TestPlant;
  let made = 0;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  const create = (change: object = {}, who = admin) =>
    who.post("/api/users", {
      username: `user-${++made}`,
      name: "Somebody",
      password: testPassword,
      roles: ["trace"],
      lineIds: [],
      stationIds: [],
      ...change,
    });
  const patch = (id: string, change: object) =>
    admin.patch(`/api/users/${id}`, { version: 1, ...change });
  const row = async (username: string) =>
    (await admin.get(`/api/users?q=${username}`)).body.items[0];

  describe("users", () => {
    test("are made with roles and bindings; the trail keeps that secrets were set, not which", async () => {
      const mark = await app.mark();
      const answer = await create({
        username: "mei.li",
        roles: ["operator"],
        stationIds: plant.stationIds,
        badge: "E-4711",
        pin: "2468",
        department: "SMT",
      });
      expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
      expect(await app.events(mark)).toEqual(["user.created"]);
      expect(await row("mei.li")).toMatchObject({
        username: "mei.li",
        department: "SMT",
        roles: [{ code: "operator", nameZh: "操作员" }],
        stationIds: plant.stationIds,
        hasBadge: true,
        hasPin: true,
        mustChangePassword: true,
        isActive: true,
        version: 1,
      });
      const { data } = await app.db.read
        .selectFrom("platform_event")
        .select("data")
        .where("id", ">", mark)
        .executeTakeFirstOrThrow();
      expect(data).toMatchObject({ after: { badge: "set", pin: "set", password: "set" } });
      for (const secret of [testPassword, "4711", "2468"])
        expect(JSON.stringify(data)).not.toContain(secret);
    });

    test("what is refused, each with its code", async () => {
      await create({ username: "taken", badge: "TAKEN-1" });
      const nobody = "0192f1f0-0000-7000-8000-000000000000";
      const operator = { roles: ["operator"] };
      const rows: [string, object, number, string][] = [
        ["user name taken      ", { username: "taken" }, 409, "USERNAME_TAKEN"],
        ["in other capitals    ", { username: "TAKEN" }, 409, "USERNAME_TAKEN"],
        ["badge taken          ", { badge: "taken-1" }, 409, "BADGE_TAKEN"],
        ["no role              ", { roles: [] }, 409, "ROLE_REQUIRED"],
        ["unknown role         ", { roles: ["wizard"] }, 404, "ROLE_NOT_FOUND"],
        ["no station           ", operator, 409, "STATION_BINDING_REQUIRED"],
        ["no line              ", { roles: ["material"] }, 409, "LINE_BINDING_REQUIRED"],
        ["unknown line         ", { lineIds: [nobody] }, 404, "LINE_NOT_FOUND"],
        ["unknown station      ", { stationIds: [nobody] }, 404, "STATION_NOT_FOUND"],
        ["user name with blanks", { username: "a b" }, 400, "VALIDATION_FAILED"],
        ["short password       ", { password: "123456789" }, 400, "VALIDATION_FAILED"],
        ["PIN of letters       ", { pin: "abcd" }, 400, "VALIDATION_FAILED"],
        ["roles as text        ", { roles: "admin" }, 400, "VALIDATION_FAILED"],
      ];
      const before = (await admin.get("/api/users?limit=200")).body.items.length;
      for (const [name, change, status, code] of rows)
        expect([name, await create(change)]).toMatchObject([name, { status, body: { code } }]);
      expect((await admin.get("/api/users?limit=200")).body.items).toHaveLength(before);
    });

    test("the same user name at once is given to exactly one", async () => {
      const twins = await Promise.all([1, 2].map(() => create({ username: "twin" })));
      expect(twins.map((each) => each.status).sort()).toEqual([200, 409]);
    });

    test("are changed by one editor at a time, and their sessions see it at once", async () => {
      const { id } = (await create({ username: "changing" })).body;
      await patch(id, { password: "set by somebody else" });
      const cookie = await signIn(app, "changing", "set by somebody else");
      const person = new Person(app, { id, username: "changing", cookie });
      const next = "my very own password";
      await person.post("/api/auth/me/password", { current: "set by somebody else", next });
      expect((await person.get("/api/runs")).status).toBe(403);
      const mark = await app.mark();
      expect(await patch(id, { version: 2, roles: ["plant_manager"] })).toMatchObject({
        status: 200,
        body: { version: 3 },
      });
      expect((await person.get("/api/runs")).status).toBe(200);
      expect(await patch(id, { version: 2, name: "Late" })).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT", context: { id, version: 2 } },
      });
      expect(await app.events(mark)).toEqual(["user.changed", "user.change!VERSION_CONFLICT"]);
      expect(await patch("nobody", {})).toMatchObject({
        status: 404,
        body: { code: "USER_NOT_FOUND" },
      });
      expect((await patch(id, { version: 3, isActive: false })).status).toBe(200);
      expect(await person.get("/api/auth/me")).toMatchObject({ status: 401 });
    });

    test("are found by name, role and state, page by page", async () => {
      await create({ username: "zoe-1", name: "Zoë 王" });
      await create({ username: "zoe-2", roles: ["quality"] });
      const names = async (query: string) =>
        (await admin.get(`/api/users?${query}`)).body.items.map(
          (each: { username: string }) => each.username,
        );
      expect(await names("q=zoe")).toEqual(["zoe-1", "zoe-2"]);
      expect(await names("q=王")).toEqual(["zoe-1"]);
      expect(await names("q=zoe&role=quality")).toEqual(["zoe-2"]);
      expect(await names("q=zoe&isActive=false")).toEqual([]);
      // A percent sign is a character, not everybody.
      expect((await admin.get("/api/users?q=%25")).body.items).toEqual([]);
      const first = (await admin.get("/api/users?q=zoe&limit=1")).body;
      expect(await names(`q=zoe&limit=1&cursor=${first.nextCursor}`)).toEqual(["zoe-2"]);
    });

    test("nobody switches oneself off, and the last manager of users stays", async () => {
      const { id } = await row(admin.username);
      expect(await patch(id, { isActive: false })).toMatchObject({
        status: 409,
        body: { code: "SELF_DEACTIVATION" },
      });
      expect(await patch(id, { roles: ["trace"] })).toMatchObject({
        status: 409,
        body: { code: "LAST_USER_MANAGER" },
      });
      expect((await admin.get("/api/users")).status).toBe(200);
    });

    test("two managers cannot take each other's right away at the same time", async () => {
      const [a, b] = [await create({ roles: ["admin"] }), await create({ roles: ["admin"] })];
      const { id } = await row(admin.username);
      const version = (await row(admin.username)).version;
      const answers = await Promise.all([
        patch(a.body.id, { roles: ["trace"] }),
        patch(b.body.id, { roles: ["trace"] }),
        admin.patch(`/api/users/${id}`, { version, roles: ["trace"] }),
      ]);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 200, 409]);
      const left = await app.db.read
        .selectFrom("auth_user_role as ur")
        .innerJoin("auth_role as r", "r.id", "ur.roleId")
        .select("ur.userId")
        .where("r.code", "=", "admin")
        .execute();
      expect(left).toHaveLength(1);
    });
  });
});
