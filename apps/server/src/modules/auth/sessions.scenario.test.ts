import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { Person, signIn, testPassword } from "@lineside/testkit/people";
import { createUser } from "./index.ts";

const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let made = 0;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  const somebody = async (): Promise<Person> => {
    const username = `session-${++made}`;
    const input = { username, name: `Session ${made}`, password: testPassword, roles: ["trace"] };
    const user = await createUser(app.platform, input);
    return new Person(app, { id: user.id, username, cookie: await signIn(app, username) });
  };
  const again = async ({ id, username }: Person) =>
    new Person(app, { id, username, cookie: await signIn(app, username) });
  const tryIn = (username: string, password: string, headers = {}) =>
    app.request("POST", "/api/auth/sign-in", { body: { username, password }, headers });
  const listOf = async (person: Person) => (await person.get("/api/auth/sessions")).body.items;

  describe("sessions", () => {
    test("show browser, since when and when last used; the token never", async () => {
      const person = await somebody();
      await tryIn(person.username, testPassword, { "user-agent": edge });
      const startedAt = app.clock.now();
      app.clock.advance(5 * 60);
      await person.get("/api/auth/me");
      // That a session is used is written behind the answer.
      await app.platform.sessions.flush();
      const items = await listOf(person);
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({ userAgent: edge, isCurrent: false, lastSeenAt: startedAt });
      expect(items[1]).toMatchObject({ isCurrent: true, lastSeenAt: app.clock.now() });
      expect(Object.keys(items[0]).sort()).toEqual([
        ...["createdAt", "expiresAt", "id", "ip", "isCurrent", "lastSeenAt", "operatorName"],
        "userAgent",
      ]);
    });

    test("that another node ended are not trusted for longer because the clock was set back", async () => {
      const person = await somebody();
      const day = 24 * 3_600;
      app.clock.advance(day);
      expect((await person.get("/api/auth/me")).status).toBe(200);
      app.clock.advance(-day);
      await app.db.unit(({ k }) =>
        k.deleteFrom("auth_session").where("userId", "=", person.id).execute(),
      );
      expect((await person.get("/api/auth/me")).status).toBe(401);
    });

    test("end one by one, or all but the own; a stranger's cannot be ended", async () => {
      const person = await somebody();
      const [second, third] = [await again(person), await again(person)];
      const stranger = await somebody();
      const current = (await listOf(second)).find((row: { isCurrent: boolean }) => row.isCurrent);
      const body = { sessionId: current.id };
      expect((await stranger.post("/api/auth/sessions/revoke", body)).body.code).toBe(
        "SESSION_NOT_FOUND",
      );
      const mark = await app.mark();
      expect((await person.post("/api/auth/sessions/revoke", body)).body).toEqual({ ended: 1 });
      expect((await second.get("/api/auth/me")).status).toBe(401);
      expect((await third.get("/api/auth/me")).status).toBe(200);
      expect((await person.post("/api/auth/sessions/revoke")).body).toEqual({ ended: 1 });
      expect((await third.get("/api/auth/me")).status).toBe(401);
      expect((await person.get("/api/auth/me")).status).toBe(200);
      expect(await app.events(mark)).toEqual(["session.revoked", "session.revoked"]);
    });

    test("of others are ended by whoever manages users", async () => {
      const person = await somebody();
      const path = `/api/users/${person.id}/sessions`;
      expect((await person.get(path)).status).toBe(403);
      expect((await admin.get(path)).body.items).toHaveLength(1);
      expect((await admin.post("/api/users/nobody/sessions/revoke")).body.code).toBe(
        "USER_NOT_FOUND",
      );
      const ended = await admin.post(`${path}/revoke`, { reason: "tablet lost" });
      expect(ended.body).toEqual({ ended: 1 });
      expect((await person.get("/api/auth/me")).status).toBe(401);
    });

    test("a cookie somebody planted before the sign-in is worth nothing after it", async () => {
      const person = await somebody();
      const planted = "lineside.session_token=planted.signature";
      const answer = await tryIn(person.username, testPassword, { cookie: planted });
      expect(answer.headers.getSetCookie().join()).not.toContain("planted");
      const before = new Person(app, { ...person, cookie: planted });
      expect((await before.get("/api/auth/me")).status).toBe(401);
    });
  });

  describe("too many failures in a row", () => {
    beforeAll(async () => {
      await admin.patch("/api/settings", { signInFailuresMax: 3, signInLockMinutes: 10 });
    });

    test.each([true, false])("lock a name, whether anybody has it (%p)", async (isKnown) => {
      const username = isKnown ? (await somebody()).username : `nobody-${++made}`;
      const mark = await app.mark();
      for (let times = 0; times < 3; times++)
        expect((await tryIn(username, "wrong password")).body.code).toBe("SIGN_IN_FAILED");
      expect(await tryIn(username, testPassword)).toMatchObject({
        status: 429,
        body: { code: "SIGN_IN_LOCKED", context: { retryAfterSeconds: 600, minutes: 10 } },
      });
      expect(await app.events(mark)).toEqual([
        "session.signIn!SIGN_IN_FAILED",
        "session.signIn!SIGN_IN_FAILED",
        "session.signIn!SIGN_IN_FAILED",
        "user.locked",
      ]);
      app.clock.advance(10 * 60);
      expect((await tryIn(username, testPassword)).status).toBe(isKnown ? 200 : 401);
    });

    test("are forgotten after a success", async () => {
      const { username } = await somebody();
      for (let round = 0; round < 3; round++) {
        await tryIn(username, "wrong password");
        await tryIn(username, "wrong password");
        expect((await tryIn(username, testPassword)).status).toBe(200);
      }
    });

    test("an admin unlocks; nobody who is not locked", async () => {
      const person = await somebody();
      const path = `/api/users/${person.id}/unlock`;
      expect((await admin.post(path)).body.code).toBe("SIGN_IN_NOT_LOCKED");
      for (let times = 0; times < 3; times++) await tryIn(person.username, "wrong password");
      const found = await admin.get(`/api/users?q=${person.username}`);
      expect(found.body.items[0].lockedUntil).not.toBeNull();
      expect((await person.post(path)).status).toBe(403);
      const mark = await app.mark();
      expect((await admin.post(path)).body).toEqual({ ok: true });
      expect((await tryIn(person.username, testPassword)).status).toBe(200);
      expect(await app.events(mark)).toEqual(["user.unlocked", "session.signedIn"]);
    });
  });

  test("the plant's length is asked of new passwords", async () => {
    await admin.patch("/api/settings", { passwordLengthMin: 16 });
    const body = {
      username: "short-one",
      name: "Short",
      password: "kT7-vbn2qpLx",
      roles: ["trace"],
    };
    expect(await admin.post("/api/users", body)).toMatchObject({
      status: 409,
      body: { code: "PASSWORD_TOO_SHORT", context: { min: 16 } },
    });
    const person = await somebody();
    const change = { current: testPassword, next: "kT7-vbn2qpLx" };
    expect((await person.post("/api/auth/me/password", change)).body.code).toBe(
      "PASSWORD_TOO_SHORT",
    );
    await admin.patch("/api/settings", { passwordLengthMin: 10 });
    expect((await admin.patch("/api/settings", { passwordLengthMin: 9 })).status).toBe(400);
  });
});
