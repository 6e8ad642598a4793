import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { type HttpReceiver, startHttpReceiver } from "./outside-world.fixture.ts";
import { telling } from "./telling.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let admin: Person;
  let receiver: HttpReceiver;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    app.platform.config.allowsPrivateWebhooks = true;
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
    await app.as("plant_manager");
    receiver = startHttpReceiver();
  });
  afterAll(async () => {
    await receiver.stop();
    await app.dispose();
  });

  /** Every test has one channel of its own. */
  beforeEach(async () => {
    const { items } = (await admin.get("/api/notice-channels")).body;
    for (const { id } of items) await admin.delete(`/api/notice-channels/${id}`);
    receiver.seen.length = 0;
    receiver.answer = () => new Response("ok");
  });
  const channel = async (given: object) => {
    const made = await admin.post("/api/notice-channels", { name: "Robot", ...given });
    expect([made.status, made.body]).toEqual([
      200,
      { id: expect.any(String), name: expect.any(String), version: 1 },
    ]);
    return made.body.id as string;
  };
  const webhook = (given: object = {}) =>
    channel({ kind: "WEBHOOK", config: { url: `${receiver.url}/hook` }, ...given });
  const stateOf = async (id: string) => {
    const { items } = (await admin.get("/api/notice-channels")).body;
    const found = items.find((row: { id: string }) => row.id === id);
    return { lastSentAt: found.lastSentAt, lastError: found.lastError, waiting: found.waiting };
  };
  const later = async (seconds: number) => {
    app.clock.advance(seconds);
    await app.runJobs();
  };
  const keys = () => receiver.seen.map(({ headers }) => headers.get("idempotency-key"));

  describe("a delivery", () => {
    test("to a WeCom group is a text in the plant's language, under the robot's key", async () => {
      receiver.answer = () => Response.json({ errcode: 0, errmsg: "ok" });
      const id = await channel({
        kind: "WECOM",
        config: { url: `${receiver.url}/cgi-bin/webhook/send?key=robot-key` },
      });
      const mark = await app.mark();
      await telling(app, { lineId: plant.lineId });
      await app.runJobs();
      expect(receiver.seen.map(({ path }) => path)).toEqual([
        "/cgi-bin/webhook/send?key=robot-key",
      ]);
      expect(JSON.parse(receiver.seen[0]?.body ?? "")).toEqual({
        msgtype: "text",
        text: { content: "[Lineside] 报警 · SP-7：开封时限已于 2026-11-22 10:00 超时\n产线 A" },
      });
      expect(await app.events(mark)).toEqual(["notice.sent", "notice.delivered"]);
      expect(await stateOf(id)).toEqual({
        lastSentAt: app.clock.now(),
        lastError: null,
        waiting: 0,
      });
    });

    test("to a webhook is JSON, signed, and says the sentence in the language set", async () => {
      await admin.patch("/api/settings", { noticeLanguage: "en" });
      await webhook({ secret: "s3cret" });
      const id = await telling(app);
      await app.runJobs();
      const [seen] = receiver.seen;
      expect(JSON.parse(seen?.body ?? "")).toMatchObject({
        id,
        topic: "clock.expired",
        severity: "ALARM",
        code: "CLOCK_EXPIRED",
        entityKey: "SP-7",
        text: "[Lineside] Alarm · SP-7: Open jar ran out at 2026-11-22 10:00",
      });
      const signature = createHmac("sha256", "s3cret")
        .update(seen?.body ?? "")
        .digest("hex");
      expect(seen?.headers.get("x-lineside-signature")).toBe(`sha256=${signature}`);
      expect(seen?.body).not.toContain("@");
      await admin.patch("/api/settings", { noticeLanguage: "zh-CN" });
    });

    test("goes to the channels that carry it and no other", async () => {
      await webhook({ name: "alarms", minSeverity: "ALARM" });
      await webhook({ name: "paste", topics: ["paste"], config: { url: `${receiver.url}/paste` } });
      await webhook({ name: "A", lineIds: [plant.lineId], config: { url: `${receiver.url}/A` } });
      await webhook({ name: "off", isActive: false, config: { url: `${receiver.url}/off` } });
      await telling(app);
      await telling(app, { severity: "WARNING", lineId: plant.lineId });
      await telling(app, { severity: "WARNING", topic: "paste.expired" });
      await app.runJobs();
      expect(receiver.seen.map(({ path }) => path).sort()).toEqual(["/A", "/hook", "/paste"]);
    });
  });

  describe("a receiver", () => {
    test("that fails is asked again, under the same key; the others are not kept waiting", async () => {
      const id = await webhook();
      let failures = 2;
      receiver.answer = () => {
        const isFirst = receiver.seen.at(-1)?.body.includes("FIRST");
        return new Response("", { status: isFirst && failures-- > 0 ? 500 : 200 });
      };
      await telling(app, { entityKey: "FIRST" });
      await telling(app, { entityKey: "SECOND" });
      await app.runJobs();
      expect(await stateOf(id)).toMatchObject({ lastError: null, waiting: 1 });
      await later(60);
      await later(60);
      const told = receiver.seen.map(({ body }) => JSON.parse(body).entityKey);
      expect(told).toEqual(["FIRST", "SECOND", "FIRST", "FIRST"]);
      expect(new Set(keys()).size).toBe(2);
      expect(await stateOf(id)).toMatchObject({ lastError: null, waiting: 0 });
    });

    test("that is busy is left alone as long as it says", async () => {
      const id = await webhook();
      receiver.answer = () => new Response("", { status: 429, headers: { "retry-after": "90" } });
      await telling(app);
      await app.runJobs();
      await later(80);
      expect(receiver.seen).toHaveLength(1);
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_BUSY", waiting: 1 });
      receiver.answer = () => new Response("ok");
      await later(11);
      expect(receiver.seen).toHaveLength(2);
    });

    test("that is down for hours loses nothing", async () => {
      const down = startHttpReceiver();
      await down.stop();
      const id = await webhook({ config: { url: `${down.url}/hook` } });
      await telling(app, { entityKey: "DURING" });
      for (let hour = 0; hour < 6; hour++) await later(3600);
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_UNREACHABLE", waiting: 1 });
      await admin.patch(`/api/notice-channels/${id}`, {
        version: 1,
        config: { url: `${receiver.url}/up` },
      });
      for (let minute = 0; minute < 16; minute++) await later(60);
      expect(receiver.seen.map(({ path }) => path)).toEqual(["/up"]);
      expect(await stateOf(id)).toMatchObject({ lastError: null, waiting: 0 });
    });

    test("that refuses one message for good is still told the alarms after it", async () => {
      const id = await webhook();
      receiver.answer = () =>
        new Response("", { status: receiver.seen.at(-1)?.body.includes("REFUSED") ? 400 : 200 });
      await telling(app, { entityKey: "REFUSED" });
      await telling(app, { entityKey: "ALARM" });
      await app.runJobs();
      await telling(app, { entityKey: "LATER" });
      await app.runJobs();
      const told = receiver.seen.map(({ body }) => JSON.parse(body).entityKey);
      expect(told).toEqual(["REFUSED", "ALARM", "LATER"]);
      expect(await stateOf(id)).toMatchObject({ waiting: 0 });
    });

    test("of a line's notice is spoken of on that line only", async () => {
      await webhook();
      let failures = 1;
      receiver.answer = () => new Response("", { status: failures-- > 0 ? 404 : 200 });
      const mark = await app.mark();
      await telling(app, { lineId: plant.lineId });
      await telling(app, { lineId: plant.lineId });
      await app.runJobs();
      const rows = await app.db.read
        .selectFrom("platform_event")
        .select(["type", "lineId"])
        .where("id", ">", mark)
        .where("type", "in", ["notice.delivered", "notice.undelivered"])
        .orderBy("type")
        .execute();
      expect(rows).toEqual([
        { type: "notice.delivered", lineId: plant.lineId },
        { type: "notice.undelivered", lineId: plant.lineId },
      ]);
    });

    test("that says never is not asked again: a case for a person", async () => {
      const id = await webhook();
      receiver.answer = () => new Response("", { status: 404 });
      const mark = await app.mark();
      await telling(app);
      await app.runJobs();
      await later(3600);
      expect(receiver.seen).toHaveLength(1);
      expect(await app.events(mark)).toEqual(["notice.sent", "notice.undelivered", "job.failed"]);
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_REJECTED", waiting: 0 });
    });

    test("that sends elsewhere is not followed", async () => {
      await webhook();
      receiver.answer = () => Response.redirect(`${receiver.url}/elsewhere`, 302);
      await telling(app);
      await app.runJobs();
      expect(receiver.seen.map(({ path }) => path)).toEqual(["/hook"]);
    });

    test("inside the plant is not talked to unless that is allowed", async () => {
      app.platform.config.allowsPrivateWebhooks = false;
      const id = await webhook();
      await telling(app);
      await app.runJobs();
      expect(receiver.seen).toEqual([]);
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_ADDRESS_FORBIDDEN" });
      app.platform.config.allowsPrivateWebhooks = true;
    });

    test("of WeCom that answers 200 with an error is judged by the error", async () => {
      const id = await channel({
        kind: "WECOM",
        config: { url: `${receiver.url}/send` },
        secret: "k",
      });
      receiver.answer = () => Response.json({ errcode: 45009, errmsg: "freq out of limit" });
      await telling(app);
      await app.runJobs();
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_BUSY", waiting: 1 });
      receiver.answer = () => Response.json({ errcode: 93000, errmsg: "invalid webhook url" });
      await later(61);
      expect(await stateOf(id)).toMatchObject({ lastError: "CHANNEL_REJECTED", waiting: 0 });
    });
  });

  test("that ends its process again and again is undelivered, and waits no more", async () => {
    const id = await webhook();
    const mark = await app.mark();
    await telling(app);
    // Its third worker has fallen silent.
    await app.db.auto
      .updateTable("platform_job")
      .set({ state: "RUNNING", losses: 2, leaseUntil: "2026-01-01T00:00:00.000Z" })
      .where("kind", "=", "notice.deliver")
      .where("state", "=", "QUEUED")
      .execute();
    await app.runJobs();
    expect(await app.events(mark)).toEqual(["notice.sent", "notice.undelivered", "job.failed"]);
    expect(await stateOf(id)).toMatchObject({ lastError: "JOB_CRASH_LOOP", waiting: 0 });
  });

  test("killed between the receiver's 200 and the commit: told again under the same key, noted once", async () => {
    const id = await webhook();
    // What the reaper finds after a crash: the lease has ended, another attempt begins.
    receiver.answer = async () => {
      await app.db.unit(async ({ k }) => {
        await k
          .updateTable("platform_job")
          .set((x) => ({
            state: "QUEUED",
            runningKey: null,
            leaseUntil: null,
            leaseEpoch: x("leaseEpoch", "+", 1),
          }))
          .where("kind", "=", "notice.deliver")
          .where("state", "=", "RUNNING")
          .execute();
      });
      receiver.answer = () => new Response("ok");
      return new Response("ok");
    };
    const mark = await app.mark();
    await telling(app);
    await app.runJobs();
    await later(60);
    expect(receiver.seen).toHaveLength(2);
    expect(new Set(keys()).size).toBe(1);
    expect(await app.events(mark)).toEqual(["notice.sent", "notice.delivered"]);
    expect(await stateOf(id)).toMatchObject({ lastError: null, waiting: 0 });
  });
});
