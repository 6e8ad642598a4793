import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { healthCodes } from "@lineside/domain/health";
import { addMs } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { lookAfter, onMachine, toldOf } from "./machine.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  const told = () => toldOf(app, "DISK_SPACE");

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
    onMachine(app);
  });
  afterAll(() => app.dispose());

  describe("how the server is", () => {
    test("is not known before anybody has looked", async () => {
      const { status, body } = await admin.get("/api/health");
      expect([status, body.at, body.level]).toEqual([200, null, "UNKNOWN"]);
      expect(body.checks.map(({ code }: { code: string }) => code)).toEqual([...healthCodes]);
      expect(body.checks[0]).toEqual({
        ...{ code: "DATABASE", level: "UNKNOWN", reason: "NOT_LOOKED" },
        ...{ since: null, context: {}, isPlant: false },
      });
    });

    test("is looked at when an operator of the server asks, and the trail knows", async () => {
      const mark = await app.mark();
      const { status, body } = await admin.post("/api/health/check");
      expect([status, body.level, body.at]).toEqual([200, "OK", app.clock.now()]);
      const troubles = body.checks.filter(({ level }: { level: string }) => level !== "OK");
      expect(troubles).toEqual([]);
      expect(await app.events(mark)).toEqual(["health.checked"]);
      expect(await told()).toEqual([]);
    });

    test("is read from memory: the same answer, no question to the database", async () => {
      const before = app.db.stats().statements;
      const first = await admin.get("/api/health");
      app.clock.advance(1);
      const again = await admin.get("/api/health");
      expect(again.body).toEqual(first.body);
      expect(app.db.stats().statements - before).toBeLessThanOrEqual(2);
    });

    test("is not everybody's business", async () => {
      const manager = await app.as("plant_manager");
      const planner = await app.as("planner");
      expect((await manager.get("/api/health")).status).toBe(200);
      expect((await manager.post("/api/health/check")).status).toBe(403);
      expect((await planner.get("/api/health")).status).toBe(403);
      expect((await app.request("GET", "/api/health")).status).toBe(401);
    });

    test("a machine that does not answer is UNKNOWN, and keeps nobody waiting", async () => {
      onMachine(app, {
        patienceMs: 20,
        memory: () => new Promise(() => {}),
        space: () => Promise.reject(new Error("EIO: input/output error")),
      });
      const { level, of } = await lookAfter(app, 60);
      expect(level).toBe("UNKNOWN");
      expect(of("MEMORY")).toMatchObject({
        reason: "UNSEEN",
        context: { why: "no answer within 0.02 s" },
      });
      expect(of("DISK_SPACE")).toMatchObject({ context: { why: "EIO: input/output error" } });
      expect(of("DATABASE")?.level).toBe("OK");
      onMachine(app);
    });

    test("numbers of the last hour make a trend, one a minute", async () => {
      for (let minute = 0; minute < 62; minute++) await lookAfter(app, 60);
      const { of } = await lookAfter(app, 1);
      expect(of("MEMORY")?.trend).toHaveLength(60);
      expect(of("MEMORY")?.trend?.at(-1)).toBe(110e6);
      expect(of("CERTIFICATE")?.trend).toBeUndefined();
    });
  });

  describe("an alarm", () => {
    const free = (freeBytes: number) =>
      onMachine(app, { space: async () => ({ freeBytes, totalBytes: 500e9 }) });

    test("begins: told once, whoever may put it right, with what to do", async () => {
      free(40e9);
      const mark = await app.mark();
      const { level, of } = await lookAfter(app, 60);
      expect([level, of("DISK_SPACE")?.level]).toEqual(["WARNING", "WARNING"]);
      expect(of("DISK_SPACE")?.since).toBe(app.clock.now());
      expect(await app.events(mark)).toEqual(["notice.sent", "health.alarmed"]);
      expect(await told()).toEqual(["HEALTH_ALARM WARNING"]);
      const { items } = (await admin.get("/api/notices?limit=1")).body;
      expect(items[0].context).toMatchObject({
        check: "Disk space",
        checkZh: "磁盘空间",
        fix: expect.stringContaining("Make room on that disk"),
        fixZh: expect.stringContaining("清理或扩充该磁盘"),
      });
    });

    test("goes on: not told again; a second node that looks tells nothing either", async () => {
      const mark = await app.mark();
      const first = await lookAfter(app, 60);
      await lookAfter(app, 60);
      expect(first.of("DISK_SPACE")?.since).toBe(addMs(app.clock.now(), -120_000));
      expect(await app.events(mark)).toEqual([]);
    });

    test("becomes worse: told once more", async () => {
      free(10e9);
      await lookAfter(app, 60);
      await lookAfter(app, 60);
      expect(await told()).toEqual(["HEALTH_ALARM WARNING", "HEALTH_ALARM ALARM"]);
    });

    test("flaps: neither over nor new", async () => {
      const mark = await app.mark();
      for (const freeBytes of [200e9, 40e9, 200e9, 200e9, 40e9]) {
        free(freeBytes);
        await lookAfter(app, 60);
      }
      expect(await app.events(mark)).toEqual([]);
    });

    test("is over after three minutes without it: told once", async () => {
      onMachine(app);
      const mark = await app.mark();
      for (let minute = 0; minute < 5; minute++) await lookAfter(app, 60);
      expect(await app.events(mark)).toEqual(["health.cleared", "notice.sent"]);
      expect((await told()).at(-1)).toBe("HEALTH_CLEARED WARNING");
      const open = await app.db.read
        .selectFrom("ops_health_alarm")
        .select("check")
        .where("clearedAt", "is", null)
        .execute();
      expect(open).toEqual([]);
    });

    test("back within a quarter of an hour is the same trouble, later a new one", async () => {
      const before = (await told()).length;
      free(10e9);
      await lookAfter(app, 60);
      expect((await told()).length).toBe(before);
      onMachine(app);
      await lookAfter(app, 20 * 60);
      await lookAfter(app, 16 * 60);
      expect((await told()).length).toBe(before);
      free(10e9);
      await lookAfter(app, 60);
      expect((await told()).at(-1)).toBe("HEALTH_ALARM ALARM");
      onMachine(app);
      for (let minute = 0; minute < 5; minute++) await lookAfter(app, 60);
    });
  });

  test("what a node saw that is gone is not an alarm for ever", async () => {
    const at = app.clock.now();
    await app.db.unit(({ k }) =>
      k
        .insertInto("ops_health_alarm")
        .values({
          ...{
            check: "MEMORY",
            node: "gone:3000",
            severity: "ALARM",
            context: { reason: "SHORT" },
          },
          ...{ sinceAt: at, seenAt: at, noticeId: "told", clearedAt: null },
        })
        .execute(),
    );
    const mark = await app.mark();
    for (let minute = 0; minute < 32; minute++) await lookAfter(app, 60);
    expect(await app.events(mark)).toEqual(["health.cleared"]);
  });

  test("/readyz names what is checked, and what makes the node unfit", async () => {
    const ask = async () => {
      const { status, body } = await app.request("GET", "/readyz");
      return [status, body.status, Object.values(body.checks).join(" ")];
    };
    const { platform } = app;
    expect(await ask()).toEqual([200, "ready", "ok ok no off"]);
    platform.fitness.schema = "newer";
    expect(await ask()).toEqual([503, "not ready", "ok newer no off"]);
    platform.fitness.schema = "different";
    expect(await ask()).toEqual([200, "ready", "ok different no off"]);
    platform.isDraining = true;
    expect(await ask()).toEqual([503, "draining", "ok different yes off"]);
    platform.isDraining = false;
    platform.fitness.schema = "ok";
  });
});
