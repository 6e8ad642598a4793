import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { type MailServer, startMailServer } from "./outside-world.fixture.ts";
import { telling } from "./telling.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let admin: Person;
  let mail: MailServer;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    app.platform.config.allowsPrivateWebhooks = true;
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
    await app.as("plant_manager");
    mail = startMailServer();
  });
  afterAll(async () => {
    mail.stop();
    await app.dispose();
  });

  /** Every test has one channel of its own. */
  beforeEach(async () => {
    const { items } = (await admin.get("/api/notice-channels")).body;
    for (const { id } of items) await admin.delete(`/api/notice-channels/${id}`);
    mail.mails.length = 0;
    mail.replies = {};
  });
  const stateOf = async (id: string) => {
    const { items } = (await admin.get("/api/notice-channels")).body;
    const found = items.find((row: { id: string }) => row.id === id);
    return { lastSentAt: found.lastSentAt, lastError: found.lastError, waiting: found.waiting };
  };
  const smtp = async (given: object = {}) => {
    const config = {
      host: "127.0.0.1",
      port: mail.port,
      from: "lineside@plant.example",
      to: ["leader@plant.example", "quality@plant.example"],
      ...given,
    };
    const made = await admin.post("/api/notice-channels", { kind: "SMTP", name: "Mail", config });
    expect(made.status).toBe(200);
    return made.body.id as string;
  };

  test("reaches everybody it names, with the sentence as its subject", async () => {
    const id = await smtp();
    await telling(app);
    await app.runJobs();
    const [sent] = mail.mails;
    expect(mail.mails).toHaveLength(1);
    expect(sent?.from).toBe("lineside@plant.example");
    expect(sent?.to).toEqual(["leader@plant.example", "quality@plant.example"]);
    expect(sent?.text).toMatch(/^Subject: =\?UTF-8\?[QB]\?/m);
    expect(sent?.text).toMatch(/^Message-ID: <[0-9a-f-]{36}@plant\.example>/im);
    expect(await stateOf(id)).toMatchObject({ lastSentAt: app.clock.now(), waiting: 0 });
  });

  test("reaches those it is for, by the addresses their accounts have", async () => {
    const place = { lineIds: [plant.lineId] };
    const person = { password: "correct horse battery", roles: ["line_leader"], ...place };
    const make = (username: string, email?: string) =>
      admin.post("/api/users", { ...person, username, name: username, email });
    expect((await make("sun-li", "Sun.Li@plant.example")).status).toBe(200);
    expect((await make("zhao-lei")).status).toBe(200);
    const taken = await make("wu-jun", "sun.li@plant.example");
    expect([taken.status, taken.body.code]).toEqual([409, "EMAIL_TAKEN"]);
    await smtp({ to: [], toAudience: true });
    await telling(app, { to: [{ permission: "paste:override", lineId: plant.lineId }] });
    await app.runJobs();
    expect(mail.mails.map(({ to }) => to)).toEqual([["sun.li@plant.example"]]);
    const [row] = (await admin.get("/api/users?q=sun-li")).body.items;
    expect(row.email).toBe("sun.li@plant.example");
    const removed = { version: row.version, email: null };
    expect((await admin.patch(`/api/users/${row.id}`, removed)).status).toBe(200);
    expect((await admin.get("/api/users?q=sun-li")).body.items[0].email).toBeNull();
  });

  // biome-ignore format: one row per reply
  test.each([
      ["550 no such user",      "RCPT",     "never",  "CHANNEL_REJECTED"],
      ["554 refused",           "BODY",     "never",  "CHANNEL_REJECTED"],
      ["451 try again later",   "RCPT",     "later",  "CHANNEL_REJECTED"],
      ["452 mailbox full",      "BODY",     "later",  "CHANNEL_REJECTED"],
      ["421 too busy",          "GREETING", "later",  "CHANNEL_REJECTED"],
    ] as const)("%s to %s: %s", async (...[reply, verb, when, code]) => {
      const id = await smtp();
      mail.replies = { [verb]: reply };
      await telling(app);
      await app.runJobs();
      expect(await stateOf(id)).toMatchObject({ lastError: code, waiting: when === "later" ? 1 : 0 });
      mail.replies = {};
      app.clock.advance(60);
      await app.runJobs();
      expect(mail.mails).toHaveLength(when === "later" ? 1 : 0);
    });
});
