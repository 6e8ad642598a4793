import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { AppError } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { z } from "zod";
import { systemActor } from "./actor.ts";
import { defineCommand, execute, type Scope } from "./command.ts";
import { newId } from "./ids.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let plant: TestPlant;
  let operator: Person;
  let runs = 0;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
    operator = await app.as("operator", { stations: plant.stations });
  });
  afterAll(() => app.dispose());

  const newUnit = async () => (await makeRun(app.db, plant, { no: ++runs, units: 2 })).sns[0] ?? "";
  const keyed = (key: string) => ({ headers: { "idempotency-key": key } });
  const trackIn = (sn: string, key: string, who = operator) =>
    who.post("/api/stations/PRINT-A/track-in", { sn }, keyed(key));

  describe("a repeated request with an Idempotency-Key", () => {
    test("gets the stored answer and changes nothing again", async () => {
      const sn = await newUnit();
      const mark = await app.mark();
      const first = await trackIn(sn, "scan-0001");
      app.clock.advance(60);
      const again = await trackIn(sn, "scan-0001");
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.body).toEqual(first.body);
      expect(first.headers.get("idempotency-replayed")).toBeNull();
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect(await app.events(mark)).toEqual(["unit.trackedIn", "run.started"]);
    });

    test("is known again by a hash that nobody without the secret can make", async () => {
      const sn = await newUnit();
      await trackIn(sn, "scan-hash");
      const { command, payloadHash } = await app.db.read
        .selectFrom("platform_idempotency_key")
        .select(["command", "payloadHash"])
        .where("key", "like", "%:scan-hash")
        .executeTakeFirstOrThrow();
      const text = `${command}\n${JSON.stringify({ code: "PRINT-A", sn })}`;
      const plain = new Bun.CryptoHasher("sha256").update(text).digest("base64url");
      expect(payloadHash).not.toBe(plain);
      // What a release before wrote down, and a terminal sends again after the upgrade.
      await app.db.unit(({ k }) =>
        k
          .updateTable("platform_idempotency_key")
          .set({ payloadHash: plain })
          .where("key", "like", "%:scan-hash")
          .execute(),
      );
      const again = await trackIn(sn, "scan-hash");
      expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
    });

    test("with another payload or to another door is a conflict", async () => {
      const [sn, other] = [await newUnit(), await newUnit()];
      await trackIn(sn, "scan-0002");
      const mark = await app.mark();
      expect(await trackIn(other, "scan-0002")).toMatchObject({
        status: 409,
        body: { code: "IDEMPOTENCY_KEY_REUSED", context: { command: "execution.trackIn" } },
      });
      const out = { sn, result: "PASS" };
      expect(
        await operator.post("/api/stations/PRINT-A/track-out", out, keyed("scan-0002")),
      ).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
      expect(await app.events(mark)).toEqual([
        "execution.trackIn!IDEMPOTENCY_KEY_REUSED",
        "execution.trackOut!IDEMPOTENCY_KEY_REUSED",
      ]);
    });

    test("five times at once has one effect and one answer", async () => {
      const sn = await newUnit();
      const mark = await app.mark();
      const answers = await Promise.all(Array.from({ length: 5 }, () => trackIn(sn, "scan-0003")));
      expect(answers.map((each) => [each.status, each.body.code])).toEqual(
        Array(5).fill([200, undefined]),
      );
      expect(new Set(answers.map((each) => each.body.trackId)).size).toBe(1);
      expect(await app.events(mark)).toEqual(["unit.trackedIn", "run.started"]);
      const visits = await app.db.read
        .selectFrom("execution_track as t")
        .innerJoin("execution_unit as u", "u.id", "t.unitId")
        .select("t.id")
        .where("u.sn", "=", sn)
        .execute();
      expect(visits).toHaveLength(1);
    });

    test("is one person's own: the same key of another person is another request", async () => {
      const sn = await newUnit();
      await trackIn(sn, "scan-0004");
      const other = await app.as("line_leader", { lines: ["A"] });
      expect(await trackIn(sn, "scan-0004", other)).toMatchObject({
        status: 409,
        body: { code: "UNIT_ALREADY_IN_STATION" },
      });
    });

    test("may be tried again after a refusal: only what was done is stored", async () => {
      const sn = await newUnit();
      const out = { sn, result: "PASS" };
      const leave = () => operator.post("/api/stations/PRINT-A/track-out", out, keyed("scan-0005"));
      expect((await leave()).status).toBe(409);
      await trackIn(sn, "scan-0006");
      expect((await leave()).status).toBe(200);
    });

    test("needs a key that looks like one", async () => {
      for (const key of ["short", "x".repeat(201), "with blanks in it"])
        expect(await trackIn("X", key)).toMatchObject({
          status: 400,
          body: { code: "IDEMPOTENCY_KEY_INVALID" },
        });
    });
  });

  describe("a refusal", () => {
    test("leaves one REFUSED row with its context and no change", async () => {
      const sn = await newUnit();
      const before = await app.db.read
        .selectFrom("execution_unit")
        .selectAll()
        .where("sn", "=", sn)
        .executeTakeFirstOrThrow();
      const mark = await app.mark();
      const out = { sn, result: "PASS" };
      const refused = await operator.post("/api/stations/PRINT-A/track-out", out, {
        headers: { "x-request-id": "why-not" },
      });
      expect(refused.status).toBe(409);
      const rows = await app.db.read
        .selectFrom("platform_event")
        .selectAll()
        .where("id", ">", mark)
        .execute();
      expect(rows).toMatchObject([
        {
          type: "execution.trackOut",
          outcome: "REFUSED",
          code: refused.body.code,
          entityType: "unit",
          entityKey: sn,
          actorId: operator.id,
          stationId: plant.stationIds[0],
          lineId: plant.lineId,
          requestId: "why-not",
          data: refused.body.context,
        },
      ]);
      const after = await app.db.read
        .selectFrom("execution_unit")
        .selectAll()
        .where("sn", "=", sn)
        .executeTakeFirstOrThrow();
      expect(after).toEqual(before);
    });

    test("of a permission is told too; wrong input and unknown things are not", async () => {
      const mark = await app.mark();
      expect((await operator.patch("/api/settings", { undoSeconds: 5 })).status).toBe(403);
      expect((await admin.patch("/api/settings", { undoSeconds: -1 })).status).toBe(400);
      expect((await admin.patch("/api/users/none", { version: 1 })).status).toBe(404);
      expect(await app.events(mark)).toEqual(["settings.change!FORBIDDEN"]);
    });
  });

  describe("the command pipeline", () => {
    const caller = (name: string) => ({
      actor: systemActor(name, { "run:hold": "ALL" }),
      sessionId: null,
      requestId: newId(),
      ip: null,
      idempotencyKey: null,
    });
    const mark = { entityType: "test", entityId: "1", entityKey: "one" };
    const careless = (scope: Scope) =>
      defineCommand({
        name: "test.doWithoutCheck",
        permission: "run:hold",
        scope,
        input: z.object({}),
        async run({ emit }) {
          emit({ ...mark, type: "test.done" });
        },
      });
    const run = (scope: Scope) =>
      execute(app.platform, careless(scope), { input: {}, caller: caller("test") });

    test("lets no command of a line or station end without its scope check", async () => {
      const since = await app.mark();
      for (const scope of ["line", "station"] as const)
        await expect(run(scope)).rejects.toMatchObject({ kind: "internal", code: "INTERNAL" });
      expect(await app.events(since)).toEqual([]);
      await run("none");
      expect(await app.events(since)).toEqual(["test.done"]);
    });

    test("undoes everything of a command that fails half-way", async () => {
      const since = await app.mark();
      const failing = defineCommand({
        name: "test.fail",
        permission: "run:hold",
        scope: "none",
        input: z.object({ how: z.enum(["refuse", "throw", "collide"]) }),
        async run({ tx, now, emit }, { how }) {
          const setting = { key: "half-way", value: { value: 1 }, updatedAt: now };
          await tx.k.insertInto("platform_setting").values(setting).execute();
          emit({ ...mark, type: "test.done" });
          if (how === "refuse") throw new AppError("refused", "RUN_CLOSED");
          if (how === "collide")
            await tx.k.insertInto("platform_setting").values(setting).execute();
          throw new TypeError("a defect of ours");
        },
      });
      const fail = (how: string) =>
        execute(app.platform, failing, { input: { how }, caller: caller("test") });
      await expect(fail("refuse")).rejects.toMatchObject({ code: "RUN_CLOSED" });
      await expect(fail("collide")).rejects.toMatchObject({
        kind: "conflict",
        code: "CONCURRENT_CHANGE",
      });
      await expect(fail("throw")).rejects.toThrow("a defect of ours");
      expect(await app.events(since)).toEqual([
        "test.fail!RUN_CLOSED",
        "test.fail!CONCURRENT_CHANGE",
      ]);
      const left = await app.db.read
        .selectFrom("platform_setting")
        .select("key")
        .where("key", "=", "half-way")
        .execute();
      expect(left).toEqual([]);
    });
  });
});
