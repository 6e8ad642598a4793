import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { Person, signIn, testPassword } from "@lineside/testkit/people";
import { createUser } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let made = 0;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  /** A user nobody else signs in as; signed in once when asked for. */
  const somebody = async (): Promise<string> => {
    const username = `somebody-${++made}`;
    await createUser(app.platform, {
      username,
      name: `Somebody ${made}`,
      password: testPassword,
      roles: ["trace"],
    });
    return username;
  };
  const sessionOf = async (username: string) =>
    new Person(app, { id: "", username, cookie: await signIn(app, username) });
  const tryIn = (username: string, password: string, headers = {}) =>
    app.request("POST", "/api/auth/sign-in", { body: { username, password }, headers });
  const me = (person: Person) => person.get("/api/auth/me");

  describe("sign-in", () => {
    test("gives a session cookie that scripts and other sites cannot use", async () => {
      const username = await somebody();
      const mark = await app.mark();
      const answer = await tryIn(` ${username.toUpperCase()} `, testPassword);
      expect(answer).toMatchObject({ status: 200, body: { ok: true } });
      const cookie = answer.headers.getSetCookie().find((each) => each.includes("session_token"));
      expect(cookie).toStartWith("lineside.session_token=");
      expect(cookie?.split("; ").slice(1).sort()).toEqual([
        "HttpOnly",
        "Max-Age=604800",
        "Path=/",
        "SameSite=Lax",
      ]);
      expect(await app.events(mark)).toEqual(["session.signedIn"]);
    });

    test("tells a wrong password, an unknown name and a switched-off user alike", async () => {
      const username = await somebody();
      const off = await somebody();
      const { items } = (await admin.get(`/api/users?q=${off}`)).body;
      await admin.patch(`/api/users/${items[0].id}`, { version: 1, isActive: false });
      const mark = await app.mark();
      const answers = [
        await tryIn(username, "not the password"),
        await tryIn("nobody-at-all", testPassword),
        await tryIn(off, testPassword),
        await tryIn("' or 1=1 --", testPassword),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({
          status: 401,
          body: { code: "SIGN_IN_FAILED", context: {} },
        });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      expect(await app.events(mark)).toEqual(Array(4).fill("session.signIn!SIGN_IN_FAILED"));
      expect(await tryIn(username, "")).toMatchObject({ status: 400 });
    });

    test("waits after eight failures of an account, as long as it says, and no other account", async () => {
      const [username, other] = [await somebody(), await somebody()];
      for (let n = 0; n < 8; n++) expect((await tryIn(username, "wrong")).status).toBe(401);
      app.clock.advance(100);
      const blocked = await tryIn(username, testPassword);
      expect(blocked).toMatchObject({
        status: 429,
        body: { code: "SIGN_IN_RATE_LIMITED", context: { retryAfterSeconds: 200 } },
      });
      expect(blocked.headers.get("retry-after")).toBe("200");
      expect((await tryIn(other, testPassword)).status).toBe(200);
      app.clock.advance(199);
      expect((await tryIn(username, testPassword)).status).toBe(429);
      app.clock.advance(1);
      expect((await tryIn(username, testPassword)).status).toBe(200);
    });

    test("lets no more than eight guesses in, however many come at once", async () => {
      const username = await somebody();
      const guesses = await Promise.all(
        Array.from({ length: 20 }, (_, n) => tryIn(username, `guess number ${n}`)),
      );
      const count = (status: number) => guesses.filter((each) => each.status === status).length;
      expect([count(401), count(429)]).toEqual([8, 12]);
    });

    test("a right password forgets the failures before it", async () => {
      const username = await somebody();
      for (let n = 0; n < 7; n++) await tryIn(username, "wrong");
      expect((await tryIn(username, testPassword)).status).toBe(200);
      for (let n = 0; n < 7; n++) expect((await tryIn(username, "wrong")).status).toBe(401);
    });

    test("waits after forty failures from one address, whatever the names", async () => {
      app.platform.config.trustedProxies = ["*"];
      const from = (ip: string) => ({ "x-forwarded-for": ip });
      const tries = Array.from({ length: 40 }, (_, n) =>
        tryIn(`guess-${n}`, "wrong", from("203.0.113.9")),
      );
      for (const answer of await Promise.all(tries)) expect(answer.status).toBe(401);
      const username = await somebody();
      expect((await tryIn(username, testPassword, from("203.0.113.9"))).status).toBe(429);
      expect((await tryIn(username, testPassword, from("203.0.113.10"))).status).toBe(200);
      app.platform.config.trustedProxies = [];
    });

    test("nobody registers oneself: better-auth's own doors are not there", async () => {
      const paths = ["sign-up/email", "sign-in/email", "sign-in/username", "get-session"];
      const body = { email: "a@b.c", username: "eve-eve", password: testPassword, name: "Eve" };
      for (const path of paths)
        for (const person of [undefined, admin])
          expect(
            await (person
              ? person.post(`/api/auth/${path}`, body)
              : app.request("POST", `/api/auth/${path}`, { body })),
          ).toMatchObject({ status: 404, body: { code: "ENDPOINT_UNKNOWN" } });
    });
  });

  describe("a session", () => {
    test("ends with sign-out: its cookie opens nothing any more", async () => {
      const username = await somebody();
      const [here, elsewhere] = [await sessionOf(username), await sessionOf(username)];
      expect((await me(here)).status).toBe(200);
      const mark = await app.mark();
      expect((await here.post("/api/auth/sign-out")).status).toBe(200);
      expect(await app.events(mark)).toEqual(["session.signedOut"]);
      expect(await me(here)).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED" } });
      expect((await me(elsewhere)).status).toBe(200);
    });

    test("is not opened by a forged or changed cookie", async () => {
      const { cookie } = await sessionOf(await somebody());
      for (const forged of [`${cookie}x`, cookie.replace(/=..../, "=AAAA"), cookie.split(".")[0]]) {
        const headers = { cookie: forged ?? "" };
        expect((await app.request("GET", "/api/auth/me", { headers })).status).toBe(401);
      }
    });

    test("a new password ends every other session of its owner", async () => {
      const username = await somebody();
      const [here, elsewhere] = [await sessionOf(username), await sessionOf(username)];
      expect((await me(elsewhere)).status).toBe(200);
      const next = "another long password";
      const path = "/api/auth/me/password";
      const mark = await app.mark();
      expect(await here.post(path, { current: "wrong", next })).toMatchObject({
        status: 409,
        body: { code: "PASSWORD_CURRENT_WRONG" },
      });
      const same = { current: testPassword, next: username };
      expect(await here.post(path, same)).toMatchObject({
        status: 409,
        body: { code: "PASSWORD_IS_USERNAME" },
      });
      expect((await here.post(path, { current: testPassword, next: "short" })).status).toBe(400);
      const body = { current: testPassword, next };
      const headers = { "idempotency-key": `password-${username}` };
      expect((await here.post(path, body, { headers })).status).toBe(200);
      const again = await here.post(path, body, { headers });
      expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
      expect(await app.events(mark)).toEqual([
        "account.changePassword!PASSWORD_CURRENT_WRONG",
        "account.changePassword!PASSWORD_IS_USERNAME",
        "user.passwordChanged",
      ]);
      expect((await me(here)).status).toBe(200);
      expect((await me(elsewhere)).status).toBe(401);
      expect((await tryIn(username, testPassword)).status).toBe(401);
      expect((await tryIn(username, next)).status).toBe(200);
    });

    test("with a password somebody else set opens nothing but the change of it", async () => {
      const given = { username: "newcomer", name: "New", password: testPassword, roles: ["trace"] };
      const body = { ...given, lineIds: [], stationIds: [] };
      expect((await admin.post("/api/users", body)).status).toBe(200);
      const person = await sessionOf("newcomer");
      expect((await me(person)).body.user.mustChangePassword).toBe(true);
      expect(await person.get("/api/trace/units/X")).toMatchObject({
        status: 403,
        body: { code: "PASSWORD_CHANGE_REQUIRED" },
      });
      const next = "my own long password";
      await person.post("/api/auth/me/password", { current: testPassword, next });
      expect((await me(person)).body.user.mustChangePassword).toBe(false);
      expect((await person.get("/api/trace/units/X")).status).toBe(404);
    });

    test("keeps language, theme and home page of its owner", async () => {
      const person = await sessionOf(await somebody());
      const wishes = { locale: "zh-CN", theme: "DARK", homePage: "/trace" };
      expect((await person.patch("/api/auth/me", wishes)).status).toBe(200);
      const told = (await me(person)).body;
      expect(told).toMatchObject({
        user: wishes,
        homePage: "/trace",
        roles: [{ code: "trace" }],
        access: { "trace:read": "ALL", "trace:export": "ALL" },
        operator: null,
        settings: { timezone: "Asia/Shanghai", undoSeconds: 30 },
      });
      expect(JSON.stringify(told)).not.toContain("Hash");
      expect((await person.patch("/api/auth/me", { locale: "fr" })).status).toBe(400);
    });
  });
});
