import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { toMs } from "@lineside/domain/kernel";
import { resetPassword } from "@lineside/server/modules/auth";
import { eachDialect } from "@lineside/testkit/database";
import { type Person, testPassword } from "@lineside/testkit/people";
import { signatureFor } from "@lineside/testkit/signature";
import { codeOfStep, periodMs } from "../../platform/auth/one-time-codes.ts";
import { Signing } from "./signing.fixture.ts";

eachDialect((dialect) => {
  const p = new Signing();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());
  afterEach(() => p.app.clock.advance(600));

  describe("who signs", () => {
    /** What the answer to a signature with these credentials is, and that nothing happened. */
    const refusedWith = async (who: Person, more: object) => {
      const runNo = await p.run(5);
      const signature = signatureFor(await p.authorize(who, runNo)({}), more);
      const answer = await p.authorize(who, runNo)({ signature });
      expect(await p.state(`/runs/${runNo}`)).toBe("PREP");
      return [answer.status, answer.body.code];
    };

    test("is who acts: not another person with the right password, nor with a wrong one", async () => {
      const [who, other] = [await p.somebody(), await p.somebody()];
      const mark = await p.app.mark();
      expect(await refusedWith(who, { username: other.username })).toEqual([
        409,
        "SIGNATURE_OTHER_PERSON",
      ]);
      expect(await refusedWith(who, { password: "not the password" })).toEqual([
        409,
        "SIGNATURE_WRONG",
      ]);
      const told = (await p.app.events(mark)).filter((each) => each.startsWith("run.authorize!"));
      expect(told).toEqual([
        "run.authorize!SIGNATURE_OTHER_PERSON",
        "run.authorize!SIGNATURE_WRONG",
      ]);
      // Nobody's account suffers from what others type.
      expect(await failuresOf(other.username)).toBe(0);
      expect(await failuresOf(who.username)).toBe(1);
    });

    const failuresOf = async (username: string) =>
      (
        await p.k
          .selectFrom("auth_sign_in_failure")
          .select("failures")
          .where("username", "=", username)
          .executeTakeFirst()
      )?.failures ?? 0;

    test("wrong passwords count with those of the sign-in, lock the name, and a right one forgets", async () => {
      await p.admin.patch("/api/settings", { signInFailuresMax: 3 });
      const who = await p.somebody();
      const runNo = await p.run(5);
      const asked = await p.authorize(who, runNo)({});
      const sign = (more: object = {}) =>
        p.authorize(who, runNo)({ signature: signatureFor(asked, more) });
      const wrong = { password: "not the password" };
      await sign(wrong);
      const { username } = who;
      const signIn = { body: { username, password: "wrong" } };
      await p.app.request("POST", "/api/auth/sign-in", signIn);
      expect(await failuresOf(username)).toBe(2);
      const mark = await p.app.mark();
      expect((await sign(wrong)).body.code).toBe("SIGNATURE_WRONG");
      expect(await p.app.events(mark)).toEqual(["user.locked", "run.authorize!SIGNATURE_WRONG"]);
      expect(await sign()).toMatchObject({ status: 429, body: { code: "SIGN_IN_LOCKED" } });
      expect(await p.state(`/runs/${runNo}`)).toBe("PREP");
      p.app.clock.advance(15 * 60);
      await sign(wrong);
      expect(await sign()).toMatchObject({ status: 200 });
      expect(await failuresOf(username)).toBe(0);
      await p.admin.patch("/api/settings", { signInFailuresMax: 10 });
    });

    test("no more guesses than at the sign-in get in, however many come at once", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      const asked = await p.authorize(who, runNo)({});
      const guesses = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          p.authorize(who, runNo)({ signature: signatureFor(asked, { password: `guess ${n}` }) }),
        ),
      );
      const count = (status: number) => guesses.filter((each) => each.status === status).length;
      expect([count(409), count(429)]).toEqual([8, 4]);
    });

    test("a second factor is asked for too, each code once", async () => {
      const who = await p.somebody();
      const started = await who.post("/api/auth/second-factor", { password: testPassword });
      const codeNow = () =>
        codeOfStep(started.body.secret, Math.floor(toMs(p.app.clock.now()) / periodMs));
      await who.post("/api/auth/second-factor/confirm", { code: await codeNow() });
      p.app.clock.advance(30);
      const runNo = await p.run(5);
      const asked = await p.authorize(who, runNo)({});
      expect(asked.body.context.isCodeAsked).toBe(true);
      const sign = (more: object) =>
        p.authorize(who, runNo)({ signature: signatureFor(asked, more) });
      expect((await sign({})).body.code).toBe("SIGNATURE_CODE_REQUIRED");
      expect((await sign({ code: "000000" })).body.code).toBe("SIGNATURE_CODE_WRONG");
      const code = await codeNow();
      expect((await sign({ code, password: "wrong" })).body.code).toBe("SIGNATURE_WRONG");
      expect(await sign({ code })).toMatchObject({ status: 200 });
      expect((await p.signatures()).at(-1)?.method).toBe("PASSWORD_AND_CODE");
      const next = await p.run(5);
      const again = signatureFor(await p.authorize(who, next)({}), { code });
      expect((await p.authorize(who, next)({ signature: again })).body.code).toBe(
        "SIGNATURE_CODE_WRONG",
      );
    });

    test("nobody signs with an old password, switched off, or without permission", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      const asked = await p.authorize(who, runNo)({});
      await resetPassword(p.app.platform, { username: who.username, password: "another password" });
      const old = await p.authorize(who, runNo)({ signature: signatureFor(asked) });
      expect([401, 403]).toContain(old.status);
      const leader = await p.app.as("line_leader", { lines: ["A"] });
      const signature = signatureFor(asked, { username: leader.username });
      expect((await p.authorize(leader, runNo)({ signature })).body.code).toBe("FORBIDDEN");
      expect(await p.state(`/runs/${runNo}`)).toBe("PREP");
    });

    test("half a signature is bad input, told without what was typed", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      for (const signature of ["me", {}, { username: who.username, password: testPassword }]) {
        const answer = await p.authorize(who, runNo)({ signature });
        expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_FAILED" } });
        expect(JSON.stringify(answer.body)).not.toContain(testPassword);
      }
      const url = `/api/runs/${runNo}/authorize?signature=${testPassword}`;
      expect((await who.post(url, {})).status).toBe(400);
    });
  });

  test("a password is kept nowhere: no table, no event, no log, no hash of the call", async () => {
    const who = await p.somebody();
    const lines: string[] = [];
    const spies = (["debug", "info", "warn", "error"] as const).map((level) =>
      spyOn(p.app.platform.log, level).mockImplementation((...said) => {
        lines.push(JSON.stringify(said));
      }),
    );
    const enabled = spyOn(p.app.platform.log, "enabled").mockReturnValue(true);
    const runNo = await p.run(5);
    const headers = { "idempotency-key": `no-secrets-${dialect}` };
    const call = (body: object) => who.post(`/api/runs/${runNo}/authorize`, body, { headers });
    const asked = await call({});
    const secret = "a-secret-nobody-else-types";
    await call({ signature: signatureFor(asked, { password: secret }) });
    // Typed into the wrong field it is a name of nobody, and is not told either.
    await call({ signature: signatureFor(asked, { username: secret }) });
    await call({ signature: signatureFor(asked) });
    for (const spy of [...spies, enabled]) spy.mockRestore();
    expect(lines.length).toBeGreaterThan(0);
    const kept = await everything();
    expect(kept).toContain(`no-secrets-${dialect}`);
    for (const text of [kept, lines.join("\n")])
      for (const typed of [secret, testPassword]) expect(text).not.toContain(typed);
    const hashed = (payload: object) =>
      p.app.platform.keyed(`run.authorize\n${JSON.stringify(payload)}`);
    expect(kept).toContain(hashed({ runNo }));
  });

  async function everything(): Promise<string> {
    const tables = await p.k.introspection.getTables();
    const rows = [];
    for (const { name } of tables)
      rows.push(
        await p.k
          .selectFrom(name as "platform_event")
          .selectAll()
          .execute(),
      );
    return JSON.stringify(rows);
  }
});
