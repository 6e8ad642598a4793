import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { BatchPolicy, MachineOutcome } from "@lineside/domain/execution";
import { addMs } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { newId } from "../../platform/ids.ts";
import { type BatchInput, batchThrough } from "./batch-through.ts";
import { aoi, failed, MixedFloor, plain, reflow } from "./machines.fixture.ts";

eachDialect((dialect) => {
  const floor = new MixedFloor();
  let count = 0;
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  interface Sent {
    carrierNo?: string;
    policy?: BatchPolicy;
    outcomes?: Record<string, MachineOutcome>;
    isWholeLoad?: boolean;
    stationCode?: string;
    at?: string;
  }
  const numbered = () => `LOT-${++count}`;
  const batch = (sns: string[], sent: Sent = {}) => {
    const { carrierNo = numbered(), policy = "ALL_OR_NOTHING", outcomes = {} } = sent;
    const { isWholeLoad = true, stationCode = reflow, at } = sent;
    const units = sns.map((sn) => ({ sn, outcome: outcomes[sn] ?? plain() }));
    const input: BatchInput = { carrierNo, stationCode, units, policy, isWholeLoad };
    const more = { source: "BATCH" as const, ...(at === undefined ? {} : { at }) };
    return floor.report((cx) => batchThrough(cx, input), more);
  };
  const answerOf = async (carrierNo: string) =>
    (await floor.eve.get(`/api/carriers/${carrierNo}`)).body;
  const setUnit = (sn: string, change: object) =>
    floor.app.db.auto.updateTable("execution_unit").set(change).where("sn", "=", sn).execute();

  describe("ALL_OR_NOTHING", () => {
    test("B2: carrier, loads, one visit of the carrier and one of each unit, all advanced", async () => {
      const { sns } = await floor.run(30, 10);
      const carrierNo = numbered();
      const at = addMs(floor.app.clock.now(), -2_000);
      const told = await batch(sns, { carrierNo, at });
      expect(told.code).toBeNull();
      expect(told.events).toEqual([
        "carrier.created",
        "carrier.loaded",
        ...sns.flatMap(() => ["unit.trackedIn", "unit.trackedOut"]),
        "carrier.trackedOut",
        "run.started",
      ]);
      expect(told.done).toMatchObject({ carrierNo, result: "PASS", refused: [] });
      expect(told.done?.moved.map(({ nextStepNo }) => nextStepNo)).toEqual(sns.map(() => 40));
      expect(await answerOf(carrierNo)).toMatchObject({
        kind: "LOT",
        state: "IN_USE",
        loaded: 10,
        cycles: 1,
        at: null,
        visits: [
          {
            stationCode: reflow,
            result: "PASS",
            source: "BATCH",
            unitCount: 10,
            inAt: at,
            outAt: at,
          },
        ],
      });
      for (const sn of sns) {
        const [visit, ...more] = await floor.visits(sn);
        expect(more).toEqual([]);
        expect(visit).toMatchObject({
          source: "BATCH",
          carrierTrackId: told.done?.carrierTrackId,
          inById: null,
          inAt: at,
          outAt: at,
          result: "PASS",
        });
        expect((await floor.unit(sn)).currentStepNo).toBe(40);
      }
    });

    test("B1: one unit of ten has failed: the whole batch is refused, nothing is left of it", async () => {
      const { sns } = await floor.run(30, 10);
      const [, , bad = ""] = sns;
      await setUnit(bad, { state: "OUT_FAILED" });
      const carrierNo = numbered();
      expect(await batch(sns, { carrierNo })).toMatchObject({
        code: "UNIT_OUT_FAILED",
        context: { sn: bad, carrierNo, unitState: "OUT_FAILED" },
      });
      expect((await floor.eve.get(`/api/carriers/${carrierNo}`)).status).toBe(404);
      for (const sn of sns) expect(await floor.visits(sn)).toEqual([]);
    });

    test("every guard of domain.md 4.12", async () => {
      const { sns, runNo } = await floor.run(30, 2);
      const [one = "", two = ""] = sns;
      const other = (await floor.run(30, 1)).sns[0] ?? "";
      const byHand = (await floor.run(40, 1)).sns;
      const code = async (list: string[], sent: Sent = {}) => (await batch(list, sent)).code;
      expect(await code([])).toBe("CARRIER_EMPTY");
      expect(await code([one, one])).toBe("SN_TWICE");
      expect(await code([one, "NOBODY"])).toBe("UNIT_NOT_FOUND");
      expect(await code([one], { stationCode: "NOWHERE" })).toBe("STATION_NOT_FOUND");
      expect(await code([one, other])).toBe("UNIT_RUN_MISMATCH");
      expect(await code(byHand, { stationCode: aoi })).toBe("BATCH_STEP_REQUIRED");
      for (const [state, refusal] of [
        ["IN_STATION", "UNIT_ALREADY_IN_STATION"],
        ["DONE", "UNIT_ALREADY_DONE"],
        ["SCRAPPED", "UNIT_SCRAPPED"],
        ["ON_HOLD", "UNIT_ON_HOLD"],
      ]) {
        await setUnit(two, { state });
        expect(await code(sns)).toBe(refusal ?? "");
      }
      await setUnit(two, { state: "QUEUED", currentStepNo: 20 });
      expect(await code(sns)).toBe("STATION_MISMATCH");
      await setUnit(two, { currentStepNo: 30 });
      await floor.bob.post(`/api/runs/${runNo}/hold`, { code: "QUALITY", reason: "to be checked" });
      expect(await code(sns)).toBe("RUN_ON_HOLD");
      await floor.bob.post(`/api/runs/${runNo}/resume`);
      const carrierNo = `CB-${runNo}`;
      const body = { carrierNo, kind: "BASKET", capacity: 1 };
      const { version } = (await floor.eve.post("/api/carriers", body)).body;
      expect(await code(sns, { carrierNo })).toBe("CARRIER_FULL");
      const block = { version, state: "BLOCKED", reason: "torn mesh" };
      await floor.eve.patch(`/api/carriers/${carrierNo}`, block);
      expect(await code([one], { carrierNo })).toBe("CARRIER_BLOCKED");
      expect(await code(sns)).toBeNull();
    });

    test("a result for each: passed and failed boards of one batch", async () => {
      const { sns } = await floor.run(30, 3);
      const [one = "", two = ""] = sns;
      const told = await batch(sns, { outcomes: { [two]: failed({ code: "M12" }) } });
      expect(told.done?.result).toBe("MIXED");
      expect(told.done?.moved.map(({ sn, state }) => [sn, state])).toEqual([
        [one, "QUEUED"],
        [two, "OUT_FAILED"],
        [sns[2] ?? "", "QUEUED"],
      ]);
      expect(told.events.filter((type) => type === "defect.recorded")).toHaveLength(1);
    });
  });

  describe("PARTIAL", () => {
    test("what may not move stays where it is and is listed (D7)", async () => {
      const { sns } = await floor.run(30, 3);
      const [one = "", bad = "", three = ""] = sns;
      await setUnit(bad, { state: "ON_HOLD" });
      const carrierNo = numbered();
      const told = await batch([...sns, "NOBODY"], { carrierNo, policy: "PARTIAL" });
      expect(told.done?.moved.map(({ sn }) => sn)).toEqual([one, three]);
      expect(told.done?.refused).toMatchObject([
        { sn: bad, code: "UNIT_ON_HOLD" },
        { sn: "NOBODY", code: "UNIT_NOT_FOUND" },
      ]);
      expect(await floor.visits(bad)).toEqual([]);
      expect((await answerOf(carrierNo)).loaded).toBe(2);
    });

    test("something must move", async () => {
      const { sns } = await floor.run(20, 2);
      const told = await batch(sns, { policy: "PARTIAL" });
      expect(told).toMatchObject({
        code: "BATCH_NOTHING_MOVED",
        context: { refused: [{ code: "STATION_MISMATCH" }, { code: "STATION_MISMATCH" }] },
      });
    });
  });

  describe("what lies on the carrier", () => {
    test("a whole list takes the others off; a part of it leaves them", async () => {
      const { sns } = await floor.run(30, 4);
      const [one = "", two = "", three = "", four = ""] = sns;
      const carrierNo = numbered();
      const lying = async () =>
        (await answerOf(carrierNo)).units.map(({ unit }: { unit: { sn: string } }) => unit.sn);
      await batch([one, two], { carrierNo });
      await batch([three], { carrierNo, isWholeLoad: false });
      expect(await lying()).toEqual([one, two, three]);
      const told = await batch([four], { carrierNo });
      expect(told.events.slice(0, 2)).toEqual(["carrier.unloaded", "carrier.loaded"]);
      expect(await lying()).toEqual([four]);
      expect((await answerOf(carrierNo)).cycles).toBe(3);
    });

    test("a board told on another carrier lies there no more; a lot lets it go to a thing", async () => {
      const { sns } = await floor.run(30, 2);
      const [one = "", two = ""] = sns;
      const [first, second] = [numbered(), numbered()];
      await batch([one], { carrierNo: first });
      await setUnit(one, { currentStepNo: 30 });
      await batch([one, two], { carrierNo: second });
      expect(await answerOf(first)).toMatchObject({ loaded: 0, state: "READY" });
      const tray = `TRAY-${second}`;
      await floor.eve.post("/api/carriers", { carrierNo: tray, kind: "TRAY" });
      const put = await floor.bob.post(`/api/carriers/${tray}/load`, { sns: [one] });
      expect(put.body).toMatchObject({ loaded: 1, state: "IN_USE" });
      expect(await answerOf(second)).toMatchObject({ loaded: 1 });
    });

    test("tracked in by hand, the batch leaves when its machine tells", async () => {
      const { sns } = await floor.run(30, 2);
      const carrierNo = `HAND-${numbered()}`;
      await floor.eve.post("/api/carriers", { carrierNo, kind: "RACK" });
      await floor.ann.post(`/api/carriers/${carrierNo}/load`, { sns });
      await floor.ann.post(`/api/stations/${reflow}/track-in`, { carrierNo });
      const elsewhere = await batch(sns, { carrierNo, stationCode: aoi });
      expect(elsewhere.code).toBe("CARRIER_IN_STATION");
      floor.app.clock.advance(60);
      const told = await batch(sns, { carrierNo });
      expect(told.events).toEqual([...sns.map(() => "unit.trackedOut"), "carrier.trackedOut"]);
      const { visits, at } = await answerOf(carrierNo);
      expect(at).toBeNull();
      expect(visits).toMatchObject([{ source: "MANUAL", result: "PASS", unitCount: 2 }]);
      for (const sn of sns) expect(await floor.visits(sn)).toHaveLength(1);
    });

    test("what went in on the carrier only comes out on it", async () => {
      for (const policy of ["ALL_OR_NOTHING", "PARTIAL"] as const) {
        const { sns } = await floor.run(30, 2);
        const [one = "", two = ""] = sns;
        const carrierNo = `HAND-${numbered()}`;
        await floor.eve.post("/api/carriers", { carrierNo, kind: "RACK" });
        await floor.ann.post(`/api/carriers/${carrierNo}/load`, { sns });
        await floor.ann.post(`/api/stations/${reflow}/track-in`, { carrierNo });
        const told = await batch([one], { carrierNo, policy });
        expect(told).toMatchObject({
          code: "CARRIER_UNITS_DIVERGED",
          context: { carrierNo, sn: two, units: [{ sn: two, state: "IN_STATION" }] },
        });
        expect(await answerOf(carrierNo)).toMatchObject({ loaded: 2, cycles: 0 });
        expect((await batch(sns, { carrierNo, policy })).code).toBeNull();
      }
    });

    test("a machine takes no boards of another line off a carrier", async () => {
      const [own, theirs] = [await floor.run(30, 1), await floor.run(40, 1)];
      const carrierNo = numbered();
      const { sns } = theirs;
      await setUnit(sns[0] ?? "", { currentStepNo: 30 });
      await batch(sns, { carrierNo });
      const other = newId();
      const { db } = floor.app;
      const line = await db.read.selectFrom("plant_line").selectAll().executeTakeFirstOrThrow();
      await db.auto
        .insertInto("plant_line")
        .values({ ...line, id: other, code: `L-${carrierNo}` })
        .execute();
      const onLine = (lineId: string) =>
        db.auto
          .updateTable("work_order_run")
          .set({ lineId })
          .where("id", "=", theirs.runId)
          .execute();
      await onLine(other);
      const told = await batch(own.sns, { carrierNo });
      expect([told.code, told.context.sn]).toEqual(["CARRIER_UNITS_DIVERGED", sns[0]]);
      expect((await answerOf(carrierNo)).loaded).toBe(1);
      await onLine(line.id);
      expect((await batch(own.sns, { carrierNo })).code).toBeNull();
    });

    test("two batches with one board at once: it goes with one of them", async () => {
      for (let round = 0; round < 4; round++) {
        const { sns } = await floor.run(30, 3);
        const [one = "", two = "", three = ""] = sns;
        const told = await Promise.all([batch([one, two]), batch([three, two])]);
        expect(told.map(({ code }) => code).toSorted()).toEqual(["STATION_MISMATCH", null]);
        expect(await floor.visits(two)).toHaveLength(1);
      }
    });
  });
});
