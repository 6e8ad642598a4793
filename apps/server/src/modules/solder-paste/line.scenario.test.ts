import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { mount, PasteFloor, print } from "./paste.fixture.ts";

eachDialect((dialect) => {
  const floor = new PasteFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const scan = (sn: string, station = print) =>
    floor.ann.post(`/api/stations/${station}/track-in`, { sn });
  /** Printed, in a minute. */
  const through = async (sn: string | undefined) => {
    expect((await scan(sn ?? "")).status).toBe(200);
    floor.app.clock.advance(60);
    await floor.ann.post(`/api/stations/${print}/track-out`, { sn, result: "PASS" });
    floor.app.clock.advance(60);
  };

  describe("a line and its bottle", () => {
    test("binding takes the place of what is there; unbinding leaves nothing", async () => {
      const first = await floor.bound({ mixing: "ALLOWED" });
      const { type } = await floor.read(first);
      const second = await floor.bottle(type.code);
      await floor.warm(second);
      const mark = await floor.app.mark();
      const answer = await floor.bind(floor.ann, second);
      expect(answer.body).toMatchObject({
        lineCode: "A",
        bottle: { bottleNo: second },
        refusal: null,
      });
      const events = await floor.app.events(mark);
      expect(events.filter((type) => type.startsWith("pasteBottle"))).toEqual([
        "pasteBottle.unbound",
        "pasteBottle.bound",
      ]);
      expect((await floor.read(first)).bindings[0]).toMatchObject({
        unboundReason: `BIND ${second}`,
      });
      const off = await floor.ann.delete("/api/lines/A/paste", { reason: "end of shift" });
      expect([off.status, off.body.bottle]).toEqual([200, null]);
      const nothing = await floor.ann.delete("/api/lines/A/paste");
      expect([nothing.status, nothing.body.code]).toEqual([409, "PASTE_NOT_BOUND"]);
    });

    test("paste of another lot does not join what is on the stencil", async () => {
      const first = await floor.bound();
      const { type } = await floor.read(first);
      const other = await floor.bottle(type.code, { lotNo: "OTHER" });
      await floor.warm(other);
      const mixed = await floor.bind(floor.ann, other);
      expect([mixed.status, mixed.body.code]).toEqual([409, "PASTE_MIXING_FORBIDDEN"]);
      expect(mixed.body.context).toMatchObject({ onLine: first, mixing: "SAME_LOT" });
      await floor.ann.delete("/api/lines/A/paste", { reason: "stencil cleaned" });
      expect((await floor.bind(floor.ann, other)).status).toBe(200);
    });

    test("a bottle is on one line at a time, and a line has one bottle", async () => {
      const bottleNo = await floor.bound();
      const elsewhere = await floor.eve.post("/api/lines/B/paste", { bottleNo });
      expect([elsewhere.status, elsewhere.body.code]).toEqual([409, "PASTE_BOUND_ELSEWHERE"]);
      const again = await floor.bind(floor.ann, bottleNo);
      expect([again.status, again.body.code]).toEqual([409, "PASTE_ALREADY_BOUND"]);
      await floor.did(bottleNo, "RETURN", { fridgeCode: "FR-1" });
      expect((await floor.ann.get("/api/lines/A/paste")).body.bottle).toBeNull();
    });

    test("several people bind at once: exactly one binding is current", async () => {
      await floor.clear();
      const typeCode = await floor.type({ mixing: "ALLOWED" });
      const bottles: string[] = [];
      for (let i = 0; i < 4; i++) bottles.push(await floor.bottle(typeCode));
      for (const bottleNo of bottles) await floor.did(bottleNo, "TAKE_OUT");
      floor.app.clock.advance(4 * 3600);
      for (const bottleNo of bottles) {
        await floor.did(bottleNo, "STIR", { seconds: 120 });
        await floor.did(bottleNo, "OPEN");
      }
      const people = [floor.ann, floor.bob, floor.eve, floor.ann];
      const lines = ["A", "A", "A", "B"];
      const answers = await Promise.all([
        ...bottles.map((bottleNo, i) =>
          (people[i] ?? floor.eve).post(`/api/lines/${lines[i]}/paste`, { bottleNo }),
        ),
        floor.eve.post("/api/lines/B/paste", { bottleNo: bottles[0] }),
      ]);
      for (const { status, body } of answers)
        expect([200, "PASTE_BOUND_ELSEWHERE", "CONCURRENT_CHANGE", "OUT_OF_SCOPE"]).toContain(
          status === 200 ? 200 : body.code,
        );
      const rows = await floor.app.db.read
        .selectFrom("solder_paste_binding")
        .select(["bottleId", "lineId"])
        .where("unboundAt", "is", null)
        .execute();
      expect(new Set(rows.map((row) => row.lineId)).size).toBe(rows.length);
      expect(new Set(rows.map((row) => row.bottleId)).size).toBe(rows.length);
      expect(rows.some((row) => row.lineId === floor.plant.lineId)).toBe(true);
      await floor.eve.delete("/api/lines/B/paste");
      for (const bottleNo of bottles) await floor.did(bottleNo, "EMPTY");
    });

    test("two binds of one key are one", async () => {
      await floor.clear();
      const bottleNo = await floor.bottle(await floor.type());
      await floor.warm(bottleNo);
      const key = { headers: { "idempotency-key": `bind-${bottleNo}` } };
      const one = await floor.ann.post("/api/lines/A/paste", { bottleNo }, key);
      const two = await floor.ann.post("/api/lines/A/paste", { bottleNo }, key);
      expect([two.status, two.body]).toEqual([200, one.body]);
      expect((await floor.read(bottleNo)).bindings).toHaveLength(1);
    });

    test("operators act on the line they are bound to", async () => {
      const bottleNo = await floor.bottle(await floor.type());
      const mark = await floor.app.mark();
      const other = await floor.ann.post("/api/lines/B/paste", { bottleNo });
      expect([other.status, other.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      const there = await floor.step(floor.ann, bottleNo, { action: "TAKE_OUT", lineCode: "B" });
      expect([there.status, there.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      expect((await floor.ann.get("/api/lines/B/paste")).status).toBe(403);
      expect(await floor.app.events(mark)).toEqual([
        "paste.bind!OUT_OF_SCOPE",
        "paste.takeStep!OUT_OF_SCOPE",
      ]);
      const unknown = await floor.ann.post("/api/lines/NONE/paste", { bottleNo });
      expect([unknown.status, unknown.body.code]).toEqual([404, "LINE_NOT_FOUND"]);
      const cold = await floor.bind(floor.ann, bottleNo);
      expect([cold.status, cold.body.code]).toEqual([409, "PASTE_STATE_INVALID"]);
    });
  });

  describe("an open bottle warns, expires and blocks", () => {
    test("the line, its leader and the engineer hear of it; printing is refused", async () => {
      const bottleNo = await floor.bound({ openLifeMinutes: 300, warnMinutes: 60 });
      const { sns } = await floor.run(3);
      await through(sns[0]);
      floor.app.clock.advance(238 * 60);
      const mark = await floor.app.mark();
      await floor.app.runJobs();
      expect(await floor.eventsOf(bottleNo, mark)).toEqual(["notice.sent", "pasteBottle.warned"]);
      for (const who of [floor.ann, floor.bob, floor.eve])
        expect((await floor.inbox(who, bottleNo))[0]).toBe("PASTE_EXPIRY_NEAR");
      floor.app.clock.advance(60 * 60 - 1 - 120);
      await through(sns[1]);
      expect((await floor.ann.get("/api/lines/A/paste")).body.refusal).toBeNull();
      floor.app.clock.advance(1);
      // No job has run: the instant itself decides (D20).
      const late = await scan(sns[2] ?? "");
      expect([late.status, late.body.code, late.body.resolvedBy]).toEqual([
        409,
        "PASTE_NOT_USABLE",
        "paste:handle",
      ]);
      expect(late.body.context).toMatchObject({ bottleNo, limit: "OPEN_LIFE" });
      const later = await floor.app.mark();
      await floor.app.runJobs();
      expect(await floor.eventsOf(bottleNo, later)).toEqual(["pasteBottle.expired", "notice.sent"]);
      for (const who of [floor.ann, floor.bob, floor.eve])
        expect((await floor.inbox(who, bottleNo))[0]).toBe("PASTE_EXPIRED");
      const line = (await floor.ann.get("/api/lines/A/paste")).body;
      expect(line).toMatchObject({
        bottle: { bottleNo, state: "EXPIRED" },
        refusal: { code: "PASTE_OPEN_LIFE_EXCEEDED" },
      });
      expect((await scan(sns[2] ?? "")).body.code).toBe("PASTE_NOT_USABLE");
      await floor.did(bottleNo, "SCRAP", { reason: "open for too long" });
      await through(sns[2]);
    });

    test("only print steps need the paste", async () => {
      const { sns } = await floor.run();
      await floor.clear();
      await scan(sns[0] ?? "");
      await floor.ann.post(`/api/stations/${print}/track-out`, { sn: sns[0], result: "PASS" });
      await floor.bound({ openLifeMinutes: 10 });
      floor.app.clock.advance(11 * 60);
      expect((await scan(sns[0] ?? "", mount)).status).toBe(200);
      await floor.clear();
    });
  });

  describe("the units a bottle printed", () => {
    test("are those that visited a print step of its line while it was bound, page by page", async () => {
      await floor.clear();
      const { sns, runNo } = await floor.run(5);
      await through(sns[0]);
      const bottleNo = await floor.bound();
      await through(sns[1]);
      await through(sns[2]);
      await scan(sns[1] ?? "", mount);
      await floor.clear();
      floor.app.clock.advance(60);
      await through(sns[3]);
      const one = await floor.ann.get(`/api/paste-bottles/${bottleNo}/units?limit=1`);
      const url = `/api/paste-bottles/${bottleNo}/units?limit=5&cursor=${one.body.nextCursor}`;
      const two = await floor.ann.get(url);
      const found = [...one.body.items, ...two.body.items];
      expect(found.map((row) => row.sn)).toEqual([sns[1], sns[2]]);
      expect(found[0]).toMatchObject({ runNo, stationCode: print, stepNo: 10, result: "PASS" });
      const elsewhere = await floor.app.as("line_leader", { lines: ["B"] });
      expect((await elsewhere.get(`/api/paste-bottles/${bottleNo}/units`)).body.items).toEqual([]);
      const none = await floor.ann.get("/api/paste-bottles/NONE/units");
      expect([none.status, none.body.code]).toEqual([404, "PASTE_BOTTLE_NOT_FOUND"]);
      const traced = await floor.bob.get(`/api/trace/units/${sns[1]}`);
      expect(traced.body.paste).toMatchObject([{ bottleNo, lineCode: "A", stepNo: 10 }]);
      expect((await floor.bob.get(`/api/trace/units/${sns[3]}`)).body.paste).toEqual([]);
    });
  });
});
