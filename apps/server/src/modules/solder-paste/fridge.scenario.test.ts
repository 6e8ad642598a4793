import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { inflateSync } from "node:zlib";
import { eachDialect } from "@lineside/testkit/database";
import { PasteFloor } from "./paste.fixture.ts";

eachDialect((dialect) => {
  const floor = new PasteFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const read = (temperatureC: number, more: object = {}) =>
    floor.ann.post("/api/fridges/FR-1/readings", { temperatureC, ...more });

  describe("fridges", () => {
    test("a reading within its limits is kept with them", async () => {
      const mark = await floor.app.mark();
      const answer = await read(4.5, { remark: "morning" });
      expect(answer.body).toMatchObject({ temperatureC: 4.5, isWithin: true, minC: 0, maxC: 8 });
      expect(await floor.app.events(mark)).toEqual(["fridgeReading.recorded"]);
    });

    test("one outside of them tells who looks after paste", async () => {
      const mark = await floor.app.mark();
      const answer = await read(9.5);
      expect(answer.body.isWithin).toBe(false);
      expect(await floor.app.events(mark)).toEqual(["fridgeReading.recorded", "notice.sent"]);
      expect((await floor.inbox(floor.eve))[0]).toBe("FRIDGE_OUT_OF_LIMITS");
    });

    test("nothing is written down afterwards", async () => {
      const ago = (minutes: number) =>
        new Date(Date.parse(floor.app.clock.now()) - minutes * 60_000).toISOString();
      const late = await read(4, { measuredAt: ago(31) });
      expect([late.status, late.body.code]).toEqual([409, "FRIDGE_READING_TOO_OLD"]);
      const ahead = await read(4, { measuredAt: ago(-5) });
      expect([ahead.status, ahead.body.code]).toEqual([409, "FRIDGE_READING_IN_FUTURE"]);
      expect((await read(4, { measuredAt: ago(29) })).status).toBe(200);
      expect((await read(400)).status).toBe(400);
    });

    test("another person reviews it, once", async () => {
      const { id } = (await read(5)).body;
      const own = await floor.ann.post(`/api/fridge-readings/${id}/review`);
      expect([own.status, own.body.code]).toEqual([409, "FRIDGE_READING_OWN"]);
      const mark = await floor.app.mark();
      const done = await floor.bob.post(`/api/fridge-readings/${id}/review`, { remark: "seen" });
      expect(done.body).toMatchObject({ reviewedByName: "line_leader 2", remark: "seen" });
      expect(await floor.app.events(mark)).toEqual(["fridgeReading.reviewed"]);
      const twice = await floor.eve.post(`/api/fridge-readings/${id}/review`);
      expect([twice.status, twice.body.code]).toEqual([409, "FRIDGE_READING_REVIEWED"]);
      const none = await floor.eve.post("/api/fridge-readings/none/review");
      expect([none.status, none.body.code]).toEqual([404, "FRIDGE_READING_NOT_FOUND"]);
    });

    test("the trend keeps the extremes; readings come page by page", async () => {
      const trend = (await floor.ann.get("/api/fridges/FR-1/trend?days=1")).body;
      expect(trend).toMatchObject({ fridgeCode: "FR-1", minC: 0, maxC: 8, bucketMinutes: 15 });
      expect(Math.max(...trend.points.map((point: { maxC: number }) => point.maxC))).toBe(9.5);
      const one = await floor.ann.get("/api/fridges/FR-1/readings?limit=1");
      const rest = await floor.ann.get(`/api/fridges/FR-1/readings?cursor=${one.body.nextCursor}`);
      expect(one.body.items.length + rest.body.items.length).toBe(4);
      const tooLong = await floor.ann.get("/api/fridges/FR-1/trend?days=93");
      expect(tooLong.status).toBe(400);
    });

    test("one too warm for the type takes no bottle; one with readings is not deleted", async () => {
      await floor.eve.post("/api/fridges", { code: "WARM", name: "Warm", minC: 2, maxC: 12 });
      const bottleNo = await floor.bottle(await floor.type(), { fridgeCode: undefined });
      const scan = { action: "STORE", fridgeCode: "WARM" };
      const warm = await floor.step(floor.ann, bottleNo, scan);
      expect([warm.status, warm.body.code]).toEqual([409, "PASTE_FRIDGE_UNSUITABLE"]);
      const kept = await floor.eve.delete("/api/fridges/FR-1");
      expect([kept.status, kept.body.code]).toEqual([409, "FRIDGE_HAS_DEPENDENCIES"]);
      const patched = await floor.eve.patch("/api/fridges/WARM", { version: 1, maxC: 8 });
      expect(patched.body).toMatchObject({ maxC: 8, version: 2 });
      expect((await floor.step(floor.ann, bottleNo, scan)).status).toBe(200);
      const upside = await floor.eve.patch("/api/fridges/WARM", { version: 2, maxC: 1 });
      expect([upside.status, upside.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const list = (await floor.ann.get("/api/fridges?q=warm")).body.items;
      expect(list).toMatchObject([{ code: "WARM", bottleCount: 1, lastReading: null }]);
    });
  });

  describe("labels", () => {
    test("a PDF with one page a bottle, in the size asked for", async () => {
      const typeCode = await floor.type();
      const numbers = [await floor.bottle(typeCode), await floor.bottle(typeCode)];
      const path = `/api/paste-bottles/labels.pdf?bottleNos=${numbers.join()}&size=70x40`;
      const response = await floor.app.handle(
        new Request(`http://localhost${path}`, {
          headers: { host: "localhost", cookie: floor.ann.cookie },
        }),
      );
      expect(response.headers.get("content-type")).toBe("application/pdf");
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
      expect(textOf(bytes).match(/MediaBox ?\[ ?0 0 198\.4\d+ 113\.3\d+/g)).toHaveLength(2);
    });

    test("ZPL with a QR code and escaped data", async () => {
      const typeCode = await floor.type();
      const bottleNo = await floor.bottle(typeCode, { bottleNos: ["A^B_1"], lotNo: "锡~1" });
      expect(bottleNo).toBeTruthy();
      const answer = await floor.ann.get(
        `/api/paste-bottles/labels.zpl?bottleNos=${encodeURIComponent("A^B_1")}`,
      );
      expect(answer.status).toBe(200);
      expect(answer.body).toContain("^PW400^LL240");
      expect(answer.body).toContain("^BQN,2,4^FH_^FDMA,A_5EB_5F1^FS");
      expect(answer.body).toContain("^FDLOT _E9_94_A1_7E1^FS");
      expect(answer.body).toContain("EXP 20");
    });

    test("of no bottle there is no label", async () => {
      const none = await floor.ann.get("/api/paste-bottles/labels.pdf?bottleNos=NONE");
      expect([none.status, none.body.code]).toEqual([404, "PASTE_BOTTLE_NOT_FOUND"]);
      const bad = await floor.ann.get("/api/paste-bottles/labels.pdf?bottleNos=");
      expect([bad.status, bad.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const trace = await floor.app.as("trace");
      const path = "/api/paste-bottles/labels.zpl?bottleNos=NONE";
      expect((await trace.get(path)).status).toBe(403);
    });
  });
});

/** The document with its compressed streams opened. */
function textOf(pdf: Buffer): string {
  const raw = pdf.toString("latin1");
  const parts = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map((match) => {
    try {
      return inflateSync(Buffer.from(match[1] ?? "", "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return raw + parts.join("\n");
}
