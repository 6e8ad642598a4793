import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { type HttpReceiver, startHttpReceiver } from "./outside-world.fixture.ts";
import { telling } from "./telling.fixture.ts";

const secret = "hush-hush";
const wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send";

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
    receiver = startHttpReceiver();
  });
  afterAll(async () => {
    await receiver.stop();
    await app.dispose();
  });

  const path = "/api/notice-channels";
  const rows = async () => (await admin.get(path)).body.items;
  const rowOf = async (id: string) => (await rows()).find((row: { id: string }) => row.id === id);
  const make = async (given: object) => (await admin.post(path, given)).body.id as string;
  const webhook = (name: string, more: object = {}) => ({
    kind: "WEBHOOK",
    name,
    config: { url: `${receiver.url}/hook` },
    ...more,
  });

  test("are made, shown without their secret, changed and deleted", async () => {
    const mark = await app.mark();
    const id = await make({
      kind: "WECOM",
      name: "Line A",
      config: { url: `${wecom}?key=${secret}` },
      lineIds: [plant.lineId],
    });
    expect(await rowOf(id)).toEqual({
      id,
      name: "Line A",
      kind: "WECOM",
      config: { url: wecom },
      hasSecret: true,
      minSeverity: "WARNING",
      topics: [],
      lineIds: [plant.lineId],
      isActive: true,
      lastSentAt: null,
      lastErrorAt: null,
      lastError: null,
      waiting: 0,
      version: 1,
    });
    const change = { version: 1, minSeverity: "ALARM", name: "Line A alarms" };
    const changed = await admin.patch(`${path}/${id}`, change);
    expect([changed.status, changed.body]).toEqual([200, { id, name: change.name, version: 2 }]);
    expect(await rowOf(id)).toMatchObject({ minSeverity: "ALARM", hasSecret: true, version: 2 });
    const deleted = await admin.delete(`${path}/${id}`);
    expect([deleted.status, deleted.body]).toEqual([200, { id }]);
    expect(await rows()).toEqual([]);
    expect(await app.events(mark)).toEqual([
      "noticeChannel.created",
      "noticeChannel.changed",
      "noticeChannel.deleted",
    ]);
  });

  test("keep their secret out of answers, the trail and repeated answers", async () => {
    const options = { headers: { "idempotency-key": crypto.randomUUID() } };
    const url = `${receiver.url}/robot/hush-path?access_token=hush-token`;
    const body = webhook("Signed", { secret, config: { url } });
    const first = await admin.post(path, body, options);
    const second = await admin.post(path, body, options);
    expect(second.body).toEqual(first.body);
    const change = { version: 1, secret: "another-hush" };
    expect((await admin.patch(`${path}/${first.body.id}`, change)).status).toBe(200);
    const tables = ["platform_event", "platform_idempotency_key"] as const;
    for (const table of tables) {
      const kept = JSON.stringify(await app.db.read.selectFrom(table).selectAll().execute());
      expect(kept).not.toContain("hush");
    }
    // The address is for those who may set it, the secret for nobody.
    expect(JSON.stringify(await rows()).replace(url, "")).not.toContain("hush");
    await admin.delete(`${path}/${first.body.id}`);
  });

  test("do not take their secret to another host", async () => {
    const id = await make(webhook("Moves", { secret }));
    const there = { version: 1, config: { url: "https://elsewhere.example/hook" } };
    const moved = await admin.patch(`${path}/${id}`, there);
    expect([moved.status, moved.body.code]).toEqual([409, "CHANNEL_SECRET_REQUIRED"]);
    const samePlace = { version: 1, config: { url: `${receiver.url}/other` } };
    expect((await admin.patch(`${path}/${id}`, samePlace)).status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ hasSecret: true });
    const without = await admin.patch(`${path}/${id}`, { ...there, version: 2, secret: null });
    expect(without.status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ hasSecret: false, config: there.config });
    await admin.delete(`${path}/${id}`);
  });

  test("that make no sense are refused", async () => {
    const id = await make(webhook("Known"));
    const smtp = { host: "mail.example", port: 25, from: "a@b.example", to: ["c@d.example"] };
    const at = (given: object) => ({ kind: "SMTP", name: "Mail", config: { ...smtp, ...given } });
    // biome-ignore format: one row per refusal
    const refusals = [
      [webhook("Known"),                                           409, "CHANNEL_NAME_TAKEN"],
      [webhook("X", { lineIds: ["nowhere"] }),                     409, "CHANNEL_LINE_NOT_FOUND"],
      [{ kind: "WECOM", name: "X", config: { url: wecom } },       409, "CHANNEL_SECRET_REQUIRED"],
      [at({ to: [] }),                                             409, "CHANNEL_WITHOUT_RECIPIENT"],
      [at({ user: "me" }),                                         409, "CHANNEL_SECRET_REQUIRED"],
      [at({ port: 0 }),                                            400, "VALIDATION_FAILED"],
      [at({ from: "nobody" }),                                     400, "VALIDATION_FAILED"],
      [at({ password: "x" }),                                      400, "VALIDATION_FAILED"],
      [webhook("X", { config: { url: "file:///etc/passwd" } }),    400, "VALIDATION_FAILED"],
      [webhook("X", { minSeverity: "LOUD" }),                      400, "VALIDATION_FAILED"],
      [{ kind: "PIGEON", name: "X", config: {} },                  400, "VALIDATION_FAILED"],
      [{},                                                         400, "VALIDATION_FAILED"],
    ] as const;
    for (const [body, status, code] of refusals) {
      const answer = await admin.post(path, body);
      expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    }
    const kindOf = await admin.patch(`${path}/${id}`, { version: 1, config: smtp });
    expect([kindOf.status, kindOf.body.code]).toEqual([409, "CHANNEL_KIND_FIXED"]);
    const stale = await admin.patch(`${path}/${id}`, { version: 9, name: "Y" });
    expect([stale.status, stale.body.code]).toEqual([409, "VERSION_CONFLICT"]);
    for (const answer of [
      await admin.patch(`${path}/none`, { version: 1 }),
      await admin.delete(`${path}/none`),
      await admin.post(`${path}/none/test`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, "CHANNEL_NOT_FOUND"]);
    await admin.delete(`${path}/${id}`);
  });

  test("are the administrator's only", async () => {
    const leader = await app.as("line_leader", { lines: ["A"] });
    for (const answer of [
      await leader.get(path),
      await leader.post(path, webhook("Mine")),
      await leader.post(`${path}/x/test`),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, "FORBIDDEN"]);
  });

  test("can be tried out, and say what is wrong", async () => {
    const id = await make(webhook("Try"));
    const mark = await app.mark();
    const fine = await admin.post(`${path}/${id}/test`);
    expect([fine.status, fine.body]).toEqual([200, { isSent: true }]);
    expect(JSON.parse(receiver.seen.at(-1)?.body ?? "").text).toBe(
      "[Lineside] 提示 · 通知渠道 Try 测试成功",
    );
    expect(await rowOf(id)).toMatchObject({ lastSentAt: app.clock.now(), lastError: null });
    receiver.answer = () => new Response("", { status: 403 });
    const wrong = await admin.post(`${path}/${id}/test`);
    expect([wrong.status, wrong.body.code, wrong.body.context]).toEqual([
      409,
      "CHANNEL_REJECTED",
      { status: 403 },
    ]);
    expect(await rowOf(id)).toMatchObject({ lastError: "CHANNEL_REJECTED" });
    expect(await app.events(mark)).toEqual(["noticeChannel.tested", "noticeChannel.tested"]);
    receiver.answer = () => new Response("ok");
    await admin.delete(`${path}/${id}`);
  });

  test("that are deleted take what waits for them along", async () => {
    const id = await make(webhook("Short-lived", { minSeverity: "INFO" }));
    const seen = receiver.seen.length;
    await telling(app);
    expect(await rowOf(id)).toMatchObject({ waiting: 1 });
    await admin.delete(`${path}/${id}`);
    expect(await app.runJobs()).toBe(0);
    expect(receiver.seen).toHaveLength(seen);
  });
});
