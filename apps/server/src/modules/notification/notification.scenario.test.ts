import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import { Person, signIn } from "@lineside/testkit/people";
import { usersHolding } from "../auth/index.ts";
import { telling } from "./telling.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let here: TestPlant;
  let there: TestPlant;
  let operator: Person;
  let leader: Person;
  let farLeader: Person;
  let manager: Person;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    here = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    there = await makePlant(app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
    operator = await app.as("operator", { stations: here.stations });
    leader = await app.as("line_leader", { lines: ["A"] });
    farLeader = await app.as("line_leader", { lines: ["FAR"] });
    manager = await app.as("plant_manager");
  });
  afterAll(() => app.dispose());

  const inboxOf = async (person: Person) =>
    (await person.get("/api/notices")).body.items.map(
      (row: { entityKey: string }) => row.entityKey,
    );
  const unreadOf = async (person: Person) => (await person.get("/api/notices/unread")).body;

  describe("who is told", () => {
    const holders = async (...audiences: Parameters<typeof usersHolding>[1]) =>
      (await usersHolding(app.db.read, audiences)).map((user) => user.id).sort();

    test("everybody who holds it there, whether by plant, line or station", async () => {
      const atA = [operator.id, leader.id, manager.id].sort();
      expect(await holders({ permission: "clock:read", lineId: here.lineId })).toEqual(atA);
      const atFar = [farLeader.id, manager.id].sort();
      expect(await holders({ permission: "clock:read", lineId: there.lineId })).toEqual(atFar);
      expect(await holders({ permission: "clock:read" })).toEqual([manager.id]);
      expect(await holders({ permission: "form:confirm", lineId: here.lineId })).toEqual([
        leader.id,
      ]);
      expect(await holders()).toEqual([]);
    });

    test("nobody who was switched off, or has lost the line", async () => {
      const admin = await app.as("admin");
      const gone = await app.as("maintenance", { lines: ["A"] });
      const audience = { permission: "equipment:status", lineId: here.lineId } as const;
      expect(await holders(audience)).toEqual([leader.id, gone.id].sort());
      const off = await admin.patch(`/api/users/${gone.id}`, { version: 1, isActive: false });
      expect(off.status).toBe(200);
      expect(await holders(audience)).toEqual([leader.id]);
    });

    test("D24: a notice for nobody goes to those who may waive, then to the administrators", async () => {
      const to = [{ permission: "route:compile" }] as const;
      await telling(app, { to, entityKey: "TO-MANAGER" });
      expect(await inboxOf(manager)).toContain("TO-MANAGER");
      const admin = await app.as("admin");
      expect(await inboxOf(admin)).not.toContain("TO-MANAGER");
      await admin.patch(`/api/users/${manager.id}`, { version: 1, isActive: false });
      await telling(app, { to, entityKey: "TO-ADMIN" });
      expect(await inboxOf(admin)).toContain("TO-ADMIN");
      await admin.patch(`/api/users/${manager.id}`, { version: 2, isActive: true });
    });
  });

  describe("the inbox", () => {
    test("holds what its owner was told, newest first, in pages", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const mark = await app.mark();
      const id = await telling(app, { to, lineId: here.lineId, entityKey: "SP-1" });
      expect(await app.events(mark)).toEqual(["notice.sent"]);
      await telling(app, { to, severity: "WARNING", code: "CLOCK_WARNING", entityKey: "SP-2" });
      expect(await inboxOf(operator)).toEqual(["SP-2", "SP-1"]);
      expect(await inboxOf(farLeader)).toEqual([]);
      expect(await unreadOf(operator)).toEqual({ unread: 2, alarms: 1 });
      const first = (await operator.get("/api/notices?limit=1")).body;
      const rest = (await operator.get(`/api/notices?limit=1&cursor=${first.nextCursor}`)).body;
      expect([first.items[0].entityKey, rest.items[0].entityKey]).toEqual(["SP-2", "SP-1"]);
      expect(rest.nextCursor).toBeNull();
      expect(rest.items[0]).toEqual({
        id,
        topic: "clock.expired",
        severity: "ALARM",
        code: "CLOCK_EXPIRED",
        context: expect.objectContaining({ subjectKey: "SP-7" }),
        entityType: "clock",
        entityKey: "SP-1",
        lineCode: "A",
        runNo: null,
        createdAt: app.clock.now(),
        readAt: null,
      });
    });

    test("a key is told once, also by two at the same time", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const once = { to, uniqueKey: "clock-1:expired", entityKey: "ONCE" };
      const ids = await Promise.all([telling(app, once), telling(app, once), telling(app, once)]);
      expect(ids.filter(Boolean)).toHaveLength(1);
      expect(await telling(app, once)).toBeNull();
      expect((await inboxOf(leader)).filter((key: string) => key === "ONCE")).toHaveLength(1);
    });

    test("reading and hiding are one's own", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const id = await telling(app, { to, entityKey: "SP-3" });
      const mark = await app.mark();
      const read = await operator.post(`/api/notices/${id}/read`);
      expect([read.status, read.body]).toEqual([200, { id }]);
      expect((await operator.post(`/api/notices/${id}/read`)).status).toBe(200);
      expect(await app.events(mark)).toEqual(["notice.read"]);
      expect(await inboxOf(leader)).toContain("SP-3");
      expect((await operator.get("/api/notices?unread=true")).body.items).not.toContainEqual(
        expect.objectContaining({ id }),
      );
      expect((await operator.delete(`/api/notices/${id}`)).status).toBe(200);
      expect(await inboxOf(operator)).not.toContain("SP-3");
      expect(await inboxOf(leader)).toContain("SP-3");
      const again = await operator.post(`/api/notices/${id}/read`);
      expect([again.status, again.body.code]).toEqual([404, "NOTICE_NOT_FOUND"]);
      expect(await app.events(mark)).toEqual(["notice.read", "notice.hidden"]);
    });

    test("the inbox is asked by urgency", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      await telling(app, { to, severity: "ALARM", entityKey: "SP-ALARM" });
      await telling(app, { to, severity: "INFO", entityKey: "SP-INFO" });
      const keysOf = async (severity: string) =>
        (await operator.get(`/api/notices?severity=${severity}`)).body.items.map(
          (notice: { entityKey: string }) => notice.entityKey,
        );
      expect(await keysOf("ALARM")).toContain("SP-ALARM");
      expect(await keysOf("ALARM")).not.toContain("SP-INFO");
      expect(await keysOf("INFO")).toContain("SP-INFO");
    });

    test("somebody else's notice is unknown", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const id = await telling(app, { to });
      for (const answer of [
        await farLeader.post(`/api/notices/${id}/read`),
        await farLeader.delete(`/api/notices/${id}`),
      ])
        expect([answer.status, answer.body.code]).toEqual([404, "NOTICE_NOT_FOUND"]);
    });

    test("all are read at once", async () => {
      const { unread } = await unreadOf(leader);
      const mark = await app.mark();
      expect((await leader.post("/api/notices/read-all")).body).toEqual({ read: unread });
      expect((await leader.post("/api/notices/read-all")).body).toEqual({ read: 0 });
      expect(await unreadOf(leader)).toEqual({ unread: 0, alarms: 0 });
      expect(await app.events(mark)).toEqual(["notice.read"]);
    });

    test("a cursor of another list, or a page of nothing, is refused", async () => {
      const cursor = await operator.get("/api/notices?cursor=nonsense");
      expect([cursor.status, cursor.body.code]).toEqual([400, "CURSOR_INVALID"]);
      const limit = await operator.get("/api/notices?limit=0");
      expect([limit.status, limit.body.code]).toEqual([400, "VALIDATION_FAILED"]);
    });
  });

  describe("the live badge", () => {
    /** What a screen hears until `end`: everybody hears a changed setting. */
    const heard = async (person: Person, work: () => Promise<unknown>) => {
      const response = await app.handle(
        new Request("http://localhost/api/stream", { headers: { cookie: person.cookie } }),
      );
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      const decoder = new TextDecoder();
      let text = "";
      const until = async (word: string) => {
        while (!text.includes(word)) text += decoder.decode((await reader.read()).value);
      };
      await until(": open");
      await work();
      const admin = await app.as("admin");
      await admin.patch("/api/settings", { undoSeconds: 30 });
      await until("settings.changed");
      await reader.cancel();
      return [...text.matchAll(/"type":"(notice\.\w+)"/g)].map((match) => match[1]);
    };

    test("hears what is for its owner and nothing of the others", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const tell = () => telling(app, { to, lineId: here.lineId });
      expect(await heard(operator, tell)).toEqual(["notice.sent"]);
      expect(await heard(farLeader, tell)).toEqual([]);
      expect(await heard(operator, () => operator.post("/api/notices/read-all"))).toEqual([
        "notice.read",
      ]);
      expect(await heard(operator, () => leader.post("/api/notices/read-all"))).toEqual([]);
    });

    test("hears of another line, too, when the notice is for its owner", async () => {
      const to = [{ permission: "clock:read", lineId: here.lineId }] as const;
      const tell = () => telling(app, { to, lineId: there.lineId });
      expect(await heard(operator, tell)).toEqual(["notice.sent"]);
    });
  });

  test("read notices go after ninety days, unread ones stay", async () => {
    const to = [{ permission: "form:confirm", lineId: there.lineId }] as const;
    await telling(app, { to, entityKey: "OLD-READ" });
    await farLeader.post("/api/notices/read-all");
    await telling(app, { to, entityKey: "OLD-UNREAD" });
    app.clock.advance(89 * 86_400);
    await telling(app, { to, entityKey: "NEW" });
    app.clock.advance(86_400 + 1);
    await app.runCron("notice.sweep");
    const cookie = await signIn(app, farLeader.username);
    const again = new Person(app, { ...farLeader, cookie });
    expect(await inboxOf(again)).toEqual(["NEW", "OLD-UNREAD"]);
  });
});
