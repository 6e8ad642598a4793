import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { toMs } from "@lineside/domain/kernel";
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

  const somebody = async (role = "trace"): Promise<Person> => {
    const username = `phone-${++made}`;
    const name = `Phone ${made}`;
    const user = await createUser(app.platform, {
      ...{ username, name, password: testPassword, roles: [role] },
    });
    return new Person(app, { id: user.id, username, cookie: await signIn(app, username) });
  };
  const codeAt = (secret: string, steps = 0) =>
    createOTP(base32.decode(secret)).hotp(Math.floor(toMs(app.clock.now()) / 30_000) + steps);
  const tryIn = (username: string, code?: string, password = testPassword) =>
    app.request("POST", "/api/auth/sign-in", { body: { username, password, code } });
  const withFactor = async (role?: string) => {
    const person = await somebody(role);
    const started = await person.post("/api/auth/second-factor", { password: testPassword });
    const { secret } = started.body;
    const confirm = { code: await codeAt(secret) };
    const confirmed = await person.post("/api/auth/second-factor/confirm", confirm);
    app.clock.advance(30);
    return { person, secret: secret as string, recoveryCodes: confirmed.body.recoveryCodes };
  };

  describe("a second factor", () => {
    test("is shown once, counts once it is confirmed, and is asked for from then on", async () => {
      const person = await somebody();
      const key = { headers: { "idempotency-key": "second-factor-1" } };
      const path = "/api/auth/second-factor";
      expect(await person.post(path, { password: "not the password" })).toMatchObject({
        status: 409,
        body: { code: "PASSWORD_CURRENT_WRONG" },
      });
      const started = await person.post(path, { password: testPassword }, key);
      const { secret, url } = started.body;
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(url).toBe(
        `otpauth://totp/Lineside:${person.username}?secret=${secret}&issuer=Lineside&digits=6&period=30`,
      );
      const again = await person.post(path, { password: testPassword }, key);
      expect(again.body).toEqual({ secret: null, url: null });
      expect((await tryIn(person.username)).status).toBe(200);
      expect(await person.post(`${path}/confirm`, { code: await codeAt(secret, 5) })).toMatchObject(
        {
          status: 409,
          body: { code: "SECOND_FACTOR_CODE_WRONG" },
        },
      );
      const mark = await app.mark();
      const confirmed = await person.post(`${path}/confirm`, { code: await codeAt(secret) });
      expect(confirmed.body.recoveryCodes).toHaveLength(10);
      expect(await app.events(mark)).toEqual(["user.secondFactorAdded"]);
      expect((await person.get(path)).body).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
      expect(await tryIn(person.username)).toMatchObject({
        status: 401,
        body: { code: "SECOND_FACTOR_REQUIRED" },
      });
      const twice = await person.post(path, { password: testPassword });
      expect(twice.body.code).toBe("SECOND_FACTOR_ON");
      const stored = await app.db.read.selectFrom("auth_second_factor").select("secret").execute();
      expect(stored.some((row) => row.secret.includes(secret))).toBe(false);
    });

    test("takes a code of these thirty seconds or the ones beside them, each once", async () => {
      const { person, secret } = await withFactor();
      const mark = await app.mark();
      const code = await codeAt(secret);
      expect((await tryIn(person.username, await codeAt(secret, 2))).status).toBe(401);
      const answers = await Promise.all([
        tryIn(person.username, code),
        tryIn(person.username, code),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
      expect((await tryIn(person.username, await codeAt(secret, -1))).body.code).toBe(
        "SECOND_FACTOR_WRONG",
      );
      expect((await app.events(mark)).sort()).toEqual([
        "session.signIn!SECOND_FACTOR_WRONG",
        "session.signIn!SECOND_FACTOR_WRONG",
        "session.signIn!SECOND_FACTOR_WRONG",
        "session.signedIn",
      ]);
    });

    test("a recovery code opens once, typed as people type", async () => {
      const { person, recoveryCodes } = await withFactor();
      const typed = recoveryCodes[0].toUpperCase().replace(/(.{4})(?=.)/g, "$1-");
      expect((await tryIn(person.username, typed)).status).toBe(200);
      expect((await tryIn(person.username, typed)).body.code).toBe("SECOND_FACTOR_WRONG");
      expect((await person.get("/api/auth/second-factor")).body.recoveryCodesLeft).toBe(9);
    });

    test("a right code does not help against a wrong password, and leaves no session", async () => {
      const { person, secret } = await withFactor();
      const answer = await tryIn(person.username, await codeAt(secret), "wrong password");
      expect(answer).toMatchObject({ status: 401, body: { code: "SIGN_IN_FAILED" } });
      await tryIn(person.username);
      const { items } = (await person.get("/api/auth/sessions")).body;
      expect(items).toHaveLength(1);
    });

    test("its owner takes it off with the password, an admin with a reason, never the own", async () => {
      const { person } = await withFactor();
      const path = `/api/users/${person.id}/second-factor/reset`;
      expect((await person.post(path, { reason: "phone lost" })).status).toBe(403);
      expect((await admin.post(path, {})).status).toBe(400);
      const mark = await app.mark();
      expect((await admin.post(path, { reason: "phone lost" })).status).toBe(200);
      expect(await app.events(mark)).toEqual(["user.secondFactorReset"]);
      expect((await person.get("/api/auth/me")).status).toBe(401);
      expect((await tryIn(person.username)).status).toBe(200);
      expect((await admin.post(path, { reason: "once more" })).body.code).toBe("SECOND_FACTOR_OFF");
      const own = `/api/users/${admin.id}/second-factor/reset`;
      expect((await admin.post(own, { reason: "phone lost" })).body.code).toBe("SECOND_FACTOR_OWN");
      const other = (await withFactor()).person;
      const removed = await other.post("/api/auth/second-factor/remove", {
        password: testPassword,
      });
      expect(removed.status).toBe(200);
      expect((await tryIn(other.username)).status).toBe(200);
    });

    test("is asked of people who manage users when the plant says so", async () => {
      const chief = await somebody("admin");
      await admin.patch("/api/settings", { secondFactorForAdmins: true });
      expect((await chief.get("/api/auth/me")).body.user.mustAddSecondFactor).toBe(true);
      expect((await chief.get("/api/users")).body.code).toBe("SECOND_FACTOR_SETUP_REQUIRED");
      const started = await chief.post("/api/auth/second-factor", { password: testPassword });
      const code = await codeAt(started.body.secret);
      await chief.post("/api/auth/second-factor/confirm", { code });
      expect((await chief.get("/api/users")).status).toBe(200);
      expect((await (await app.as("trace")).get("/api/auth/me")).status).toBe(200);
      await chief.patch("/api/settings", { secondFactorForAdmins: false });
    });
  });

  test("an unknown name costs as many hashes as a known one, whatever comes of it", async () => {
    const person = await somebody();
    const { person: guarded } = await withFactor();
    const [hash, verify] = [spyOn(Bun.password, "hash"), spyOn(Bun.password, "verify")];
    const costOf = async (username: string, code?: string, password = "wrong password") => {
      hash.mockClear();
      verify.mockClear();
      await tryIn(username, code, password);
      return hash.mock.calls.length + verify.mock.calls.length;
    };
    try {
      expect(await costOf(person.username)).toBe(1);
      expect(await costOf("nobody-of-this-name")).toBe(1);
      expect(await costOf(guarded.username)).toBe(1);
      expect(await costOf(guarded.username, "000000")).toBe(1);
      expect(await costOf("nobody-of-this-name", "000000")).toBe(1);
    } finally {
      hash.mockRestore();
      verify.mockRestore();
    }
  });
});
