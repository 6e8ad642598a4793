import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePanel, makePlant } from "@lineside/testkit/factory";
import { MixedFloor } from "./machines.fixture.ts";

eachDialect((dialect) => {
  const floor = new MixedFloor();
  let count = 0;
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  async function make(over: object = {}): Promise<string> {
    const carrierNo = `C-${++count}`;
    const body = { carrierNo, kind: "PALLET", ...over };
    expect((await floor.eve.post("/api/carriers", body)).status).toBe(200);
    return carrierNo;
  }
  const load = (carrierNo: string, sns: string[], more: object = {}) =>
    floor.ann.post(`/api/carriers/${carrierNo}/load`, { sns, ...more });
  const unload = (carrierNo: string, body: object) =>
    floor.ann.post(`/api/carriers/${carrierNo}/unload`, body);

  describe("a carrier", () => {
    test("is made, found, changed and taken out of use", async () => {
      const mark = await floor.app.mark();
      const carrierNo = await make({ name: "Wave pallet", capacity: 4 });
      const path = `/api/carriers/${carrierNo}`;
      expect((await floor.ann.get(path)).body).toMatchObject({
        carrierNo,
        kind: "PALLET",
        name: "Wave pallet",
        capacity: 4,
        state: "READY",
        loaded: 0,
        cycles: 0,
        at: null,
        units: [],
        visits: [],
        history: [],
        version: 1,
      });
      const blocked = await floor.eve.patch(path, {
        version: 1,
        state: "BLOCKED",
        reason: "bent pin",
      });
      expect(blocked.body).toMatchObject({ state: "BLOCKED", stateReason: "bent pin", version: 2 });
      expect(await floor.app.events(mark)).toEqual(["carrier.created", "carrier.changed"]);
      const found = await floor.ann.get(`/api/carriers?q=wave&kind=PALLET&state=BLOCKED`);
      expect(found.body.items.map((row: { carrierNo: string }) => row.carrierNo)).toEqual([
        carrierNo,
      ]);
      const { sns } = await floor.run();
      expect((await load(carrierNo, sns)).body).toMatchObject({
        code: "CARRIER_BLOCKED",
        context: { carrierNo, reason: "bent pin" },
      });
      const bad: [object, string, number][] = [
        [{ version: 1, name: "x" }, "VERSION_CONFLICT", 409],
        [{ version: 2, state: "IN_USE" }, "VALIDATION_FAILED", 400],
        [{ version: 2, state: "RETIRED" }, "CARRIER_REASON_MISSING", 400],
        [{ version: 2, capacity: 0 }, "VALIDATION_FAILED", 400],
      ];
      for (const [body, code, status] of bad) {
        const told = await floor.eve.patch(path, body);
        expect([told.status, told.body.code]).toEqual([status, code]);
      }
      const again = await floor.eve.post("/api/carriers", { carrierNo, kind: "RACK" });
      expect([again.status, again.body.code]).toEqual([409, "CARRIER_EXISTS"]);
      const unknown = await floor.eve.get("/api/carriers/C-NONE");
      expect([unknown.status, unknown.body.code]).toEqual([404, "CARRIER_NOT_FOUND"]);
    });

    test("is paged in the order of its number", async () => {
      for (let no = 0; no < 3; no++) await make({ name: "paged" });
      const first = (await floor.ann.get("/api/carriers?q=paged&limit=2")).body;
      const rest = (await floor.ann.get(`/api/carriers?q=paged&limit=2&cursor=${first.nextCursor}`))
        .body;
      const numbers = [...first.items, ...rest.items].map((row) => row.carrierNo);
      expect(numbers).toHaveLength(3);
      expect(numbers).toEqual(numbers.toSorted());
      expect(rest.nextCursor).toBeNull();
    });

    test("belongs to who may configure it; boards to who may on their line", async () => {
      const carrierNo = await make();
      const create = await floor.ann.post("/api/carriers", { carrierNo: "C-X", kind: "RACK" });
      expect([create.status, create.body.code]).toEqual([403, "FORBIDDEN"]);
      const plantB = await makePlant(floor.app.db, { line: "B", steps: [{ code: "PRINT" }] });
      const stranger = await floor.app.as("operator", { stations: plantB.stations });
      const { sns } = await floor.run();
      const told = await stranger.post(`/api/carriers/${carrierNo}/load`, { sns });
      expect([told.status, told.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      expect((await load(carrierNo, sns)).status).toBe(200);
      expect((await stranger.get(`/api/carriers/${carrierNo}`)).body).toMatchObject({
        loaded: 1,
        units: [],
      });
      const off = await stranger.post(`/api/carriers/${carrierNo}/unload`, { all: true });
      expect([off.status, off.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      const auditor = await floor.app.as("quality");
      expect((await auditor.get(`/api/carriers/${carrierNo}`)).status).toBe(200);
      const handled = await auditor.post(`/api/carriers/${carrierNo}/load`, { sns });
      expect([handled.status, handled.body.code]).toEqual([403, "FORBIDDEN"]);
    });
  });

  describe("loading", () => {
    test("one scan after the other, with places; taken off again", async () => {
      const carrierNo = await make({ capacity: 3 });
      const { sns } = await floor.run(10, 4);
      const [one = "", two = "", three = "", four = ""] = sns;
      const mark = await floor.app.mark();
      await load(carrierNo, [one]);
      const both = await load(carrierNo, [two], { positions: [3] });
      expect(both.body).toMatchObject({
        state: "IN_USE",
        loaded: 2,
        units: [
          { unit: { sn: one, state: "QUEUED", step: { stepNo: 10 } }, position: 1 },
          { unit: { sn: two }, position: 3, loadedByName: "operator 1" },
        ],
      });
      const refused: [string[], object, string][] = [
        [[three, three], {}, "SN_TWICE"],
        [[one], {}, "UNIT_ON_CARRIER"],
        [["NOBODY"], {}, "UNIT_NOT_FOUND"],
        [[three, four], {}, "CARRIER_FULL"],
        [[three], { positions: [3] }, "CARRIER_POSITION_TAKEN"],
      ];
      for (const [codes, more, code] of refused)
        expect((await load(carrierNo, codes, more)).body.code).toBe(code);
      expect((await unload(carrierNo, { sns: [three] })).body.code).toBe("UNIT_NOT_ON_CARRIER");
      expect((await unload(carrierNo, {})).body.code).toBe("VALIDATION_FAILED");
      expect((await unload(carrierNo, { sns: [one] })).body).toMatchObject({
        loaded: 1,
        state: "IN_USE",
      });
      const empty = await unload(carrierNo, { all: true });
      expect(empty.body).toMatchObject({ loaded: 0, state: "READY", units: [] });
      expect(empty.body.history.map((stay: { sn: string }) => stay.sn).toSorted()).toEqual([
        one,
        two,
      ]);
      expect((await unload(carrierNo, { all: true })).body.code).toBe("CARRIER_EMPTY");
      expect(await floor.app.events(mark)).toEqual([
        "carrier.loaded",
        "carrier.loaded",
        ...refused
          .slice(0, 5)
          .map(([, , code]) => `carrier.load!${code}`)
          .filter((told) => !told.endsWith("NOT_FOUND")),
        "carrier.unload!UNIT_NOT_ON_CARRIER",
        "carrier.unloaded",
        "carrier.unloaded",
        "carrier.unload!CARRIER_EMPTY",
      ]);
    });

    test("a panel's number stands for its boards; boards of another step do not lie with them", async () => {
      const carrierNo = await make();
      const run = await floor.run(10, 3);
      const [one = "", two = "", three = ""] = run.sns;
      const panelNo = `LP-${run.runNo}`;
      await makePanel(floor.app.db, run, { panelNo, sns: [one, two] });
      expect((await load(carrierNo, [panelNo])).body.units).toMatchObject([
        { unit: { sn: one, panelNo }, position: 1 },
        { unit: { sn: two }, position: 2 },
      ]);
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ currentStepNo: 20 })
        .where("sn", "=", three)
        .execute();
      expect((await load(carrierNo, [three])).body.code).toBe("CARRIER_UNITS_DIVERGED");
      expect((await unload(carrierNo, { sns: [panelNo] })).body).toMatchObject({ state: "READY" });
    });

    test("two people load one board onto two carriers at once: it lies on one", async () => {
      for (let round = 0; round < 4; round++) {
        const [first, second] = [await make(), await make()];
        const { sns } = await floor.run();
        const told = await Promise.all([
          floor.ann.post(`/api/carriers/${first}/load`, { sns }),
          floor.bob.post(`/api/carriers/${second}/load`, { sns }),
        ]);
        expect(told.map(({ status }) => status).toSorted()).toEqual([200, 409]);
        expect(told.find(({ status }) => status === 409)?.body.code).toBe("UNIT_ON_CARRIER");
      }
    });

    test("one carrier loaded by two at once never takes more than it holds", async () => {
      const carrierNo = await make({ capacity: 1 });
      const { sns } = await floor.run(10, 2);
      const told = await Promise.all(sns.map((sn) => load(carrierNo, [sn])));
      expect(told.map(({ body }) => body.code ?? "ok").toSorted()).toEqual(["CARRIER_FULL", "ok"]);
    });

    test("the same key does it once", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run();
      const headers = { "idempotency-key": crypto.randomUUID() };
      const send = () => floor.ann.post(`/api/carriers/${carrierNo}/load`, { sns }, { headers });
      const [first, second] = [await send(), await send()];
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(second.body).toEqual(first.body);
    });
  });
});
