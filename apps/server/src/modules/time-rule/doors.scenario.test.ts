import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { ClockFloor } from "./floor.fixture.ts";
import { ensureTimeRules } from "./index.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const rules = (path = "") => `/api/time-rules${path}`;

  describe("definitions", () => {
    test("every plant starts with the two presets; starting again keeps what people changed", async () => {
      const listed = await floor.operator.get(rules());
      expect(listed.status).toBe(200);
      expect(listed.body.items).toMatchObject([
        { code: "SOLDER_PASTE_24H", isPreset: true, isActive: true, running: 0, version: 1 },
        { code: "WASH_4H", isPreset: true, isActive: true, durationMinutes: 240 },
      ]);
      await floor.change("WASH_4H", { durationMinutes: 180 });
      const mark = await floor.app.mark();
      await ensureTimeRules(floor.app.platform);
      expect(await floor.app.events(mark)).toEqual([]);
      expect((await floor.operator.get(rules("/WASH_4H"))).body.durationMinutes).toBe(180);
      await floor.change("WASH_4H", { durationMinutes: 240 });
    });

    test("one is added, changed, told with before and after, and removed", async () => {
      const mark = await floor.app.mark();
      const added = await floor.rule("COATING", { scope: "line", scopeKey: "a" });
      expect([added.status, added.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const good = await floor.rule("COATING", { scope: "LINE", scopeKey: "a" });
      expect([good.status, good.body]).toEqual([
        200,
        { id: expect.any(String), code: "COATING", version: 1 },
      ]);
      expect((await floor.engineer.get(rules("/COATING"))).body).toMatchObject({
        scope: "LINE",
        scopeKey: "A",
        isPreset: false,
      });
      const same = await floor.change("COATING", { durationMinutes: 240 });
      expect(same.body.version).toBe(1);
      const changed = await floor.change("COATING", { durationMinutes: 60 });
      expect([changed.status, changed.body.version]).toEqual([200, 2]);
      const removed = await floor.engineer.delete(rules("/COATING"), { version: 2 });
      expect(removed.status).toBe(200);
      expect(await floor.app.events(mark)).toEqual([
        "timeRule.created",
        "timeRule.changed",
        "timeRule.deleted",
      ]);
      const told = await floor.app.db.read
        .selectFrom("platform_event")
        .select("data")
        .where("type", "=", "timeRule.changed")
        .where("entityKey", "=", "COATING")
        .executeTakeFirstOrThrow();
      expect(told.data).toEqual({
        before: { durationMinutes: 240 },
        after: { durationMinutes: 60 },
      });
      expect((await floor.engineer.get(rules("/COATING"))).status).toBe(404);
    });

    test("what is refused, and how", async () => {
      await floor.rule("OWN", { isActive: false });
      const rows: [status: number, code: string, over: object][] = [
        [409, "DEFINITION_EXISTS", {}],
        [400, "VALIDATION_FAILED", { durationMinutes: 0 }],
        [400, "VALIDATION_FAILED", { startWhen: { events: [] } }],
        [
          400,
          "VALIDATION_FAILED",
          { startWhen: { events: ["unit.trackedOut"], names: ["REFLOW"] } },
        ],
        [409, "TIME_RULE_EVENT_MISMATCH", { subjectType: "PASTE_BOTTLE" }],
        [409, "TIME_RULE_WARNING_TOO_EARLY", { warningMinutes: 300 }],
        [409, "TIME_RULE_SCOPE_KEY_MISSING", { scope: "PRODUCT" }],
        [409, "TIME_RULE_SCOPE_KEY_UNKNOWN", { scope: "ROUTE", scopeKey: "NOWHERE" }],
      ];
      for (const [status, code, over] of rows) {
        const answer = await floor.rule("OWN", over);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
      }
      const stale = await floor.engineer.patch(rules("/OWN"), { name: "Late", version: 9 });
      expect([stale.status, stale.body.code]).toEqual([409, "VERSION_CONFLICT"]);
      const shipped = await floor.engineer.delete(rules("/WASH_4H"));
      expect([shipped.status, shipped.body.code]).toEqual([409, "TIME_RULE_SHIPPED"]);
      const unknown = await floor.engineer.patch(rules("/NOPE"), { version: 1 });
      expect([unknown.status, unknown.body.code]).toEqual([404, "TIME_RULE_NOT_FOUND"]);
      for (const who of [floor.operator, floor.leader, floor.manager, floor.quality]) {
        const forbidden = await who.post(rules(), {});
        expect([forbidden.status, forbidden.body.code]).toEqual([403, "FORBIDDEN"]);
      }
    });

    test("a rule whose clocks count is not removed; one whose clocks are over is, and they stay", async () => {
      await floor.rule("GOING");
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const refused = await floor.engineer.delete(rules("/GOING"));
      expect([refused.status, refused.body.code]).toEqual([409, "HAS_ACTIVE_INSTANCES"]);
      expect(refused.body.context).toEqual({ code: "GOING", running: 1, expired: 0 });
      await floor.pass(sn, "AOI-A", "WASH-A");
      expect((await floor.engineer.delete(rules("/GOING"))).status).toBe(200);
      const clocks = await floor.clocks(sn);
      expect(clocks.find((clock) => clock.ruleCode === "GOING")?.state).toBe("COMPLETED");
    });

    test("adding one twice at once: one is told it exists", async () => {
      const both = await Promise.all([floor.rule("TWIN"), floor.rule("TWIN")]);
      expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
      await floor.change("TWIN", { isActive: false });
    });

    test("a call repeated with its key waives once", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { id } = await floor.clock(sn);
      const headers = { "idempotency-key": crypto.randomUUID() };
      const body = { reason: "cleaned by hand" };
      const mark = await floor.app.mark();
      const first = await floor.manager.post(`/api/clocks/${id}/waive`, body, { headers });
      const again = await floor.manager.post(`/api/clocks/${id}/waive`, body, { headers });
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.body).toEqual(first.body);
      expect(await floor.app.events(mark)).toEqual(["clock.waived"]);
    });
  });

  describe("the board of clocks", () => {
    test("sorted by deadline, paged, filtered; lines that are not one's own stay hidden", async () => {
      await floor.rule("B_WASH", {
        scope: "LINE",
        scopeKey: "B",
        durationMinutes: 30,
        warningMinutes: 20,
        endWhen: { events: ["unit.trackedIn"], traits: [], results: [] },
      });
      const run = await floor.run({ units: 3 });
      for (const sn of run.sns) {
        await floor.reflowed(sn);
        floor.minutes(1);
      }
      const other = await floor.unit(floor.plain);
      await floor.pass(other, "PRINT-B", "REFLOW-B");
      floor.minutes(12);
      const list = async (query: string, who = floor.manager) =>
        (await who.get(`/api/clocks?${query}`)).body;
      const keys = (page: { items: { subjectKey: string }[] }) =>
        page.items.map((clock) => clock.subjectKey);
      expect(keys(await list("state=OPEN"))).toEqual([other, ...run.sns]);
      expect(keys(await list(`runNo=${run.runNo}&state=RUNNING`))).toEqual(run.sns);
      expect(keys(await list("lineCode=B"))).toEqual([other]);
      expect(keys(await list(`subject=${run.sns[1]}`))).toEqual([run.sns[1] ?? ""]);
      expect(keys(await list("state=OPEN", floor.operator))).toEqual(run.sns);
      const first = await list(`runNo=${run.runNo}&limit=2`);
      expect(keys(first)).toEqual(run.sns.slice(0, 2));
      expect(keys(await list(`runNo=${run.runNo}&limit=2&cursor=${first.nextCursor}`))).toEqual(
        run.sns.slice(2),
      );
      const wrong = await floor.manager.get("/api/clocks?state=SLEEPING");
      expect([wrong.status, wrong.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      expect((await floor.manager.get("/api/clocks/summary")).body).toEqual({
        running: 4,
        warning: 1,
        expired: 0,
        lines: [
          { lineCode: "A", running: 3, warning: 0, expired: 0 },
          { lineCode: "B", running: 1, warning: 1, expired: 0 },
        ],
      });
      // Over is over, although no job has run: the board must not say otherwise.
      floor.minutes(20);
      expect((await floor.operator.get("/api/clocks/summary")).body).toMatchObject({
        running: 3,
        expired: 0,
      });
      expect((await floor.leader.get("/api/clocks/summary")).body).toMatchObject({
        running: 3,
        expired: 1,
      });
      const ofRun = await floor.leader.get(`/api/runs/${run.runNo}/clocks`);
      expect(keys(ofRun.body)).toEqual(run.sns);
      const { id } = await floor.clock(other);
      const mine = await floor.leader.get(`/api/clocks/${id}`);
      expect(mine.body).toMatchObject({ ruleCode: "B_WASH", lineCode: "B", routeCode: "ROUTE-B" });
      expect(mine.body).not.toHaveProperty("activeKey");
      const hidden = await floor.operator.get(`/api/clocks/${id}`);
      expect([hidden.status, hidden.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      // What is over is read from its end: the latest deadline first, page by page.
      for (const { id } of (await list(`runNo=${run.runNo}`)).items)
        await floor.manager.post(`/api/clocks/${id}/waive`, { reason: "washed by hand" });
      const over = await list(`runNo=${run.runNo}&state=WAIVED&limit=2`);
      const latest = run.sns.toReversed();
      expect(keys(over)).toEqual(latest.slice(0, 2));
      const rest = await list(`runNo=${run.runNo}&state=WAIVED&limit=2&cursor=${over.nextCursor}`);
      expect(keys(rest)).toEqual(latest.slice(2));
    });

    test("who may waive on one line does not waive on another", async () => {
      const admin = await floor.app.as("admin");
      await admin.post("/api/roles", {
        code: "shift_lead",
        name: "Shift lead",
        nameZh: "班长",
        scope: "LINES",
        permissions: ["clock:read", "clock:waive"],
      });
      const lead = await floor.app.as("shift_lead", { lines: ["B"] });
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { id } = await floor.clock(sn);
      const mark = await floor.app.mark();
      const refused = await lead.post(`/api/clocks/${id}/waive`, { reason: "not my line" });
      expect([refused.status, refused.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      expect(await floor.app.events(mark)).toEqual(["clock.waive!OUT_OF_SCOPE"]);
      const unknown = await floor.manager.post("/api/clocks/nope/waive", { reason: "unknown" });
      expect([unknown.status, unknown.body.code]).toEqual([404, "CLOCK_NOT_FOUND"]);
    });
  });
});
