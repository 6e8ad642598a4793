import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { PasteFloor } from "./paste.fixture.ts";

eachDialect((dialect) => {
  const floor = new PasteFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("a bottle's way", () => {
    test("each step is a scan with its time, its person and one event", async () => {
      const typeCode = await floor.type();
      const mark = await floor.app.mark();
      const bottleNo = await floor.bottle(typeCode);
      await floor.did(bottleNo, "TAKE_OUT", { lineCode: "A" });
      const early = await floor.step(floor.ann, bottleNo, { action: "STIR", seconds: 120 });
      expect([early.status, early.body.code]).toEqual([409, "PASTE_THAW_TOO_SHORT"]);
      const thawing = await floor.read(bottleNo);
      expect(early.body.context.readyAt).toBe(thawing.bottle.readyAt);
      const stir = thawing.actions.find((row: { action: string }) => row.action === "STIR");
      expect(stir).toMatchObject({ allowed: false, from: thawing.bottle.readyAt });
      floor.app.clock.advance(4 * 3600);
      // Nobody waits for the job that writes READY down.
      expect((await floor.read(bottleNo)).bottle.state).toBe("READY");
      await floor.did(bottleNo, "STIR", { seconds: 120 });
      const open = await floor.did(bottleNo, "OPEN", { lineCode: "A" });
      expect(open.bottle).toMatchObject({
        state: "OPEN",
        isExposed: true,
        usableLimit: "OPEN_LIFE",
      });
      floor.app.clock.advance(3600);
      const back = await floor.did(bottleNo, "RETURN", { fridgeCode: "FR-1" });
      expect(back.bottle).toMatchObject({
        state: "RETURNED",
        exposureSeconds: 3600,
        isExposed: false,
        usableLimit: "SHELF_LIFE",
      });
      floor.app.clock.advance(10 * 3600);
      await floor.did(bottleNo, "TAKE_OUT");
      expect((await floor.read(bottleNo)).bottle).toMatchObject({
        exposureSeconds: 3600,
        isExposed: true,
      });
      floor.app.clock.advance(4 * 3600);
      await floor.did(bottleNo, "OPEN");
      const empty = await floor.did(bottleNo, "EMPTY");
      expect(empty.bottle).toMatchObject({
        state: "EMPTY",
        exposureSeconds: 5 * 3600,
        usableUntil: null,
      });
      expect(empty.steps.map((row: { action: string }) => row.action)).toEqual(
        "EMPTY OPEN TAKE_OUT RETURN OPEN STIR TAKE_OUT RECEIVE".split(" "),
      );
      expect(empty.steps.at(-2)).toMatchObject({ actorName: "operator 1", lineCode: "A" });
      const events = (await floor.app.events(mark)).filter((type) => /^paste/.test(type));
      expect(events).toEqual([
        "pasteBottle.received",
        "pasteBottle.takenOut",
        "paste.takeStep!PASTE_THAW_TOO_SHORT",
        "pasteBottle.stirred",
        "pasteBottle.opened",
        "pasteBottle.returned",
        "pasteBottle.takenOut",
        "pasteBottle.opened",
        "pasteBottle.emptied",
      ]);
    });

    test("the jobs write READY down and tell who waits for the bottle", async () => {
      const bottleNo = await floor.bottle(await floor.type());
      await floor.did(bottleNo, "TAKE_OUT", { lineCode: "A" });
      floor.app.clock.advance(4 * 3600);
      const mark = await floor.app.mark();
      await floor.app.runJobs();
      expect(await floor.app.events(mark)).toEqual(["pasteBottle.ready", "notice.sent"]);
      expect((await floor.inbox(floor.ann))[0]).toBe("PASTE_READY");
      const stored = await floor.read(bottleNo);
      expect(stored.steps[0]).toMatchObject({ action: "READY", actorName: "system" });
      await floor.did(bottleNo, "SCRAP", { reason: "the test is over" });
    });

    test("the board's filter goes by the clock like its rows, before any job has run", async () => {
      const typeCode = await floor.type({ thawMinMinutes: 240, outOfColdMaxMinutes: 600 });
      const quick = await floor.type({ thawMinMinutes: 60, outOfColdMaxMinutes: 600 });
      const [slow, fast, cold] = [
        await floor.bottle(typeCode),
        await floor.bottle(quick),
        await floor.bottle(typeCode),
      ];
      await floor.did(slow, "TAKE_OUT");
      await floor.did(fast, "TAKE_OUT");
      const states = ["THAWING", "READY", "EXPIRED", "IN_FRIDGE", "SCRAPPED"];
      const board = async () => {
        const found: Record<string, string> = {};
        for (const state of states) {
          const { body } = await floor.ann.get(`/api/paste-bottles?limit=200&state=${state}`);
          for (const row of body.items) {
            expect(row.state).toBe(state);
            if ([slow, fast, cold].includes(row.bottleNo)) found[row.bottleNo] = state;
          }
        }
        return [found[slow], found[fast], found[cold]];
      };
      expect(await board()).toEqual(["THAWING", "THAWING", "IN_FRIDGE"]);
      floor.app.clock.advance(3600);
      expect(await board()).toEqual(["THAWING", "READY", "IN_FRIDGE"]);
      floor.app.clock.advance(3 * 3600);
      expect(await board()).toEqual(["READY", "READY", "IN_FRIDGE"]);
      floor.app.clock.advance(6 * 3600);
      expect(await board()).toEqual(["EXPIRED", "EXPIRED", "IN_FRIDGE"]);
      await floor.app.runJobs();
      expect(await board()).toEqual(["EXPIRED", "EXPIRED", "IN_FRIDGE"]);
      for (const bottleNo of [slow, fast])
        await floor.did(bottleNo, "SCRAP", { reason: "the test is over" });
      expect(await board()).toEqual(["SCRAPPED", "SCRAPPED", "IN_FRIDGE"]);
      await floor.did(cold, "SCRAP", { reason: "the test is over" });
    });

    test("two people take the same bottle out at once: one does, the other is told", async () => {
      const bottleNo = await floor.bottle(await floor.type());
      const answers = await Promise.all([
        floor.step(floor.ann, bottleNo, { action: "TAKE_OUT" }),
        floor.step(floor.bob, bottleNo, { action: "TAKE_OUT" }),
      ]);
      expect(answers.map((answer) => answer.body.code).sort()).toEqual([
        "PASTE_STATE_INVALID",
        undefined,
      ]);
      const { steps } = await floor.read(bottleNo);
      expect(steps.map((row: { action: string }) => row.action)).toEqual(["TAKE_OUT", "RECEIVE"]);
      await floor.did(bottleNo, "SCRAP", { reason: "the test is over" });
    });

    test("out of the cold too long: blocked with its reason, and told", async () => {
      const bottleNo = await floor.bottle(await floor.type());
      await floor.did(bottleNo, "TAKE_OUT", { lineCode: "A" });
      floor.app.clock.advance(24 * 3600);
      const late = await floor.step(floor.ann, bottleNo, { action: "STIR", seconds: 120 });
      expect([late.status, late.body.code]).toEqual([409, "PASTE_OUT_OF_COLD_EXCEEDED"]);
      const mark = await floor.app.mark();
      await floor.app.runJobs();
      expect(await floor.app.events(mark)).toEqual(["pasteBottle.expired", "notice.sent"]);
      expect((await floor.read(bottleNo)).bottle).toMatchObject({
        state: "EXPIRED",
        blockedCode: "PASTE_OUT_OF_COLD_EXCEEDED",
      });
      const scrapped = await floor.did(bottleNo, "SCRAP", { reason: "too long in the warmth" });
      expect(scrapped.bottle.state).toBe("SCRAPPED");
    });

    test("a stricter policy counts at once for the bottles that are out", async () => {
      const typeCode = await floor.type();
      const bottleNo = await floor.bottle(typeCode);
      await floor.did(bottleNo, "TAKE_OUT", { lineCode: "A" });
      const type = (await floor.eve.get(`/api/paste-types/${typeCode}`)).body;
      const policy = { ...type.policy, outOfColdMaxMinutes: 300 };
      const patched = await floor.eve.patch(`/api/paste-types/${typeCode}`, { version: 1, policy });
      expect([patched.status, patched.body.version]).toEqual([200, 2]);
      floor.app.clock.advance(300 * 60);
      const mark = await floor.app.mark();
      await floor.app.runJobs();
      expect(await floor.app.events(mark)).toContain("pasteBottle.expired");
      const stale = await floor.eve.patch(`/api/paste-types/${typeCode}`, { version: 1, policy });
      expect([stale.status, stale.body.code]).toEqual([409, "VERSION_CONFLICT"]);
    });
  });

  describe("the order of use", () => {
    test("names the bottle to take; a leader passes it by with a reason", async () => {
      const typeCode = await floor.type();
      const late = await floor.bottle(typeCode, { expiresAt: "2030-06-01T00:00:00Z" });
      const early = await floor.bottle(typeCode, { expiresAt: "2030-05-01T00:00:00Z" });
      const wrong = await floor.step(floor.ann, late, { action: "TAKE_OUT" });
      expect([wrong.status, wrong.body.code, wrong.body.resolvedBy]).toEqual([
        409,
        "PASTE_FIFO_VIOLATION",
        "paste:override",
      ]);
      expect(wrong.body.context.takeFirst).toBe(early);
      const reason = "the other one is dented";
      const operator = await floor.step(floor.ann, late, {
        action: "TAKE_OUT",
        reason,
        lineCode: "A",
      });
      expect(operator.body.code).toBe("PASTE_FIFO_VIOLATION");
      const leader = await floor.step(floor.bob, late, {
        action: "TAKE_OUT",
        reason,
        lineCode: "A",
      });
      expect(leader.body.steps[0]).toMatchObject({ reason, data: { overrode: early } });
      expect((await floor.step(floor.ann, early, { action: "TAKE_OUT" })).status).toBe(200);
    });
  });

  describe("receiving", () => {
    test("numbers bottles of a lot one after the other, also for two people at once", async () => {
      const typeCode = await floor.type();
      const body = { typeCode, lotNo: `N-${typeCode}`, quantity: 2 };
      const answers = await Promise.all([
        floor.eve.post("/api/paste-bottles", body),
        floor.eve.post("/api/paste-bottles", body),
      ]);
      const numbers = answers.flatMap((answer) =>
        answer.body.bottles.map((row: { bottleNo: string }) => row.bottleNo),
      );
      expect(numbers.sort()).toEqual([1, 2, 3, 4].map((no) => `N-${typeCode}-00${no}`));
      // A supplier's number that looks like ours must not stand in the way of the next one.
      await floor.bottle(typeCode, { lotNo: body.lotNo, bottleNos: [`N-${typeCode}-006`] });
      const next = await floor.eve.post("/api/paste-bottles", body);
      expect(next.body.bottles.map((row: { bottleNo: string }) => row.bottleNo)).toEqual([
        `N-${typeCode}-007`,
        `N-${typeCode}-008`,
      ]);
    });

    test.each([
      ["PASTE_BOTTLE_EXISTS", 409, { bottleNos: ["TWICE", "TWICE"] }],
      ["PASTE_EXPIRED", 409, { quantity: 1, expiresAt: "2020-01-01T00:00:00Z" }],
      ["PASTE_TYPE_NOT_FOUND", 404, { typeCode: "NONE", quantity: 1 }],
      ["FRIDGE_NOT_FOUND", 404, { quantity: 1, fridgeCode: "NONE" }],
      ["VALIDATION_FAILED", 400, {}],
      ["VALIDATION_FAILED", 400, { quantity: 1, bottleNos: ["X"] }],
      ["VALIDATION_FAILED", 400, { quantity: 101 }],
      ["VALIDATION_FAILED", 400, { bottleNos: ["A B"] }],
    ])("refuses %s (%d): %j", async (code, status, body) => {
      const typeCode = await floor.type();
      const mark = await floor.app.mark();
      const answer = await floor.ann.post("/api/paste-bottles", { typeCode, lotNo: "L", ...body });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      const told = status === 409 ? [`paste.receive!${code}`] : [];
      expect(await floor.app.events(mark)).toEqual(told);
    });

    test("who may not handle paste is told what is missing", async () => {
      const planner = await floor.app.as("planner");
      const typeCode = await floor.type();
      const answers = [
        await planner.post("/api/paste-bottles", { typeCode, lotNo: "L", quantity: 1 }),
        await planner.post("/api/lines/A/paste", { bottleNo: "X" }),
        await floor.ann.post("/api/paste-types", { code: "X", name: "X", policy: {} }),
        await floor.ann.post("/api/fridges", { code: "X", name: "X", minC: 0, maxC: 8 }),
      ];
      expect(answers.map((answer) => [answer.status, answer.body.context.permission])).toEqual([
        [403, "paste:handle"],
        [403, "paste:handle"],
        [403, "paste:config"],
        [403, "paste:config"],
      ]);
    });
  });

  describe("the board and types", () => {
    test("pages by expiry and filters by state, type and lot", async () => {
      const typeCode = await floor.type();
      const first = await floor.bottle(typeCode, { expiresAt: "2030-01-01T00:00:00Z" });
      const second = await floor.bottle(typeCode, { expiresAt: "2030-02-01T00:00:00Z" });
      const url = `/api/paste-bottles?typeCode=${typeCode}&state=IN_FRIDGE,OPEN&limit=1`;
      const one = await floor.ann.get(url);
      const two = await floor.ann.get(`${url}&cursor=${one.body.nextCursor}`);
      expect([...one.body.items, ...two.body.items].map((row) => row.bottleNo)).toEqual([
        first,
        second,
      ]);
      expect(two.body.nextCursor).toBeNull();
      const none = await floor.ann.get(`/api/paste-bottles?typeCode=${typeCode}&state=OPEN`);
      expect(none.body.items).toEqual([]);
      const bad = await floor.ann.get("/api/paste-bottles?state=MELTED");
      expect([bad.status, bad.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const unknown = await floor.ann.get("/api/paste-bottles/NO-SUCH");
      expect([unknown.status, unknown.body.code]).toEqual([404, "PASTE_BOTTLE_NOT_FOUND"]);
    });

    test("a type with bottles is not deleted, one without is", async () => {
      const used = await floor.type();
      await floor.bottle(used);
      const kept = await floor.eve.delete(`/api/paste-types/${used}`);
      expect([kept.status, kept.body.code]).toEqual([409, "PASTE_TYPE_HAS_DEPENDENCIES"]);
      const unused = await floor.type();
      const mark = await floor.app.mark();
      expect((await floor.eve.delete(`/api/paste-types/${unused}`)).status).toBe(200);
      expect(await floor.app.events(mark)).toEqual(["pasteType.deleted"]);
      const again = await floor.eve.get(`/api/paste-types/${unused}`);
      expect([again.status, again.body.code]).toEqual([404, "PASTE_TYPE_NOT_FOUND"]);
      const twice = { code: used, name: "again", policy: kept.body.policy };
      const body = (await floor.eve.get(`/api/paste-types/${used}`)).body;
      const taken = await floor.eve.post("/api/paste-types", { ...twice, policy: body.policy });
      expect([taken.status, taken.body.code]).toEqual([409, "PASTE_TYPE_CODE_DUPLICATE"]);
      const upside = { ...body.policy, storageMinC: 9, storageMaxC: 8 };
      const invalid = await floor.eve.post("/api/paste-types", { ...twice, policy: upside });
      expect([invalid.status, invalid.body.code]).toEqual([400, "VALIDATION_FAILED"]);
    });
  });
});
