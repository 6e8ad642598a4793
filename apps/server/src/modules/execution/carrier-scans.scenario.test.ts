import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { passThrough } from "./machine-moves.ts";
import { aoi, MixedFloor, print, spi } from "./machines.fixture.ts";

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
  const into = (station: string, body: object) =>
    floor.ann.post(`/api/stations/${station}/track-in`, body);
  const out = (station: string, body: object) =>
    floor.ann.post(`/api/stations/${station}/track-out`, { result: "PASS", ...body });

  describe("a batch by hand", () => {
    test("in and out by the carrier's scan, one visit each, then taken off", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run(10, 3);
      await load(carrierNo, sns);
      const meant = await floor.ann.get(`/api/stations/${print}/resolve/${carrierNo}`);
      expect(meant.body).toMatchObject({ kind: "CARRIER", key: carrierNo, action: "TRACK_IN" });
      expect(meant.body.units).toHaveLength(3);
      const mark = await floor.app.mark();
      const entered = await into(print, { sn: carrierNo });
      expect(entered.body).toMatchObject({ carrierNo, runStarted: true, skipped: [] });
      expect(entered.body.units).toHaveLength(3);
      expect((await floor.ann.get(`/api/carriers/${carrierNo}`)).body.at).toMatchObject({
        stationCode: print,
      });
      const [one = ""] = sns;
      expect((await out(print, { sn: one })).body).toMatchObject({
        code: "UNIT_ON_CARRIER",
        context: { sn: one, carrierNo },
      });
      expect((await floor.ann.get(`/api/stations/${print}/resolve/${one}`)).body).toMatchObject({
        action: "NONE",
        refusal: { code: "UNIT_ON_CARRIER" },
      });
      expect((await unload(carrierNo, { all: true })).body.code).toBe("CARRIER_IN_STATION");
      expect((await into(print, { carrierNo })).body.code).toBe("CARRIER_IN_STATION");
      expect((await out(aoi, { carrierNo })).body.code).toBe("TRACK_NOT_FOUND");
      floor.app.clock.advance(3);
      const left = await out(print, { carrierNo });
      expect(left.body).toMatchObject({ carrierNo, result: "PASS", nextStep: { stepNo: 20 } });
      expect(await floor.app.events(mark)).toEqual([
        "carrier.trackedIn",
        ...sns.map(() => "unit.trackedIn"),
        "run.started",
        "execution.trackOut!UNIT_ON_CARRIER",
        "carrier.unload!CARRIER_IN_STATION",
        "execution.trackIn!CARRIER_IN_STATION",
        "execution.trackOut!TRACK_NOT_FOUND",
        ...sns.map(() => "unit.trackedOut"),
        "carrier.trackedOut",
      ]);
      const answer = (await floor.ann.get(`/api/carriers/${carrierNo}`)).body;
      expect(answer).toMatchObject({
        state: "IN_USE",
        cycles: 1,
        at: null,
        loaded: 3,
        visits: [
          {
            stationCode: print,
            result: "PASS",
            source: "MANUAL",
            unitCount: 3,
            step: { stepNo: 10 },
          },
        ],
      });
      for (const sn of sns) {
        const [visit, ...more] = await floor.visits(sn);
        expect(more).toEqual([]);
        expect(visit?.carrierTrackId).toBe(answer.visits[0].id);
      }
      const status = await floor.ann.get(`/api/stations/${print}/status`);
      expect(status.body.lastTrackOut).toMatchObject({ carrierNo });
    });

    test("a result for each; a failed board must be taken off before the rest goes on", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run(10, 3);
      const [one = "", two = ""] = sns;
      await load(carrierNo, sns);
      await into(print, { carrierNo });
      const told = await out(print, {
        carrierNo,
        units: [{ sn: two, result: "FAIL", defect: { code: "M12" } }],
      });
      expect(told.body.units.map((unit: { result: string }) => unit.result)).toEqual([
        "PASS",
        "FAIL",
        "PASS",
      ]);
      const { visits } = (await floor.ann.get(`/api/carriers/${carrierNo}`)).body;
      expect(visits[0].result).toBe("MIXED");
      expect((await into(spi, { carrierNo })).body.code).toBe("CARRIER_UNITS_DIVERGED");
      await unload(carrierNo, { sns: [two] });
      expect((await floor.unit(one)).currentStepNo).toBe(20);
      expect((await into(spi, { carrierNo })).body.units).toHaveLength(2);
      const strange = await out(spi, { carrierNo, units: [{ sn: two, result: "FAIL" }] });
      expect(strange.body.code).toBe("UNIT_NOT_ON_CARRIER");
    });

    test("an empty, a blocked and an unknown carrier move nothing", async () => {
      const carrierNo = await make();
      expect((await into(print, { carrierNo })).body.code).toBe("CARRIER_EMPTY");
      expect(
        (await floor.ann.get(`/api/stations/${print}/resolve/${carrierNo}`)).body,
      ).toMatchObject({
        kind: "CARRIER",
        action: "NONE",
        refusal: { code: "CARRIER_EMPTY" },
      });
      const { sns } = await floor.run();
      const { version } = (await load(carrierNo, sns)).body;
      const change = { version, state: "BLOCKED", reason: "torn mesh" };
      expect((await floor.eve.patch(`/api/carriers/${carrierNo}`, change)).body.state).toBe(
        "BLOCKED",
      );
      expect((await into(print, { carrierNo })).body.code).toBe("CARRIER_BLOCKED");
      const given = { version: version + 1, state: "READY" };
      expect((await floor.eve.patch(`/api/carriers/${carrierNo}`, given)).body.state).toBe(
        "IN_USE",
      );
      const unknown = await into(print, { carrierNo: "C-NONE" });
      expect([unknown.status, unknown.body.code]).toEqual([404, "CARRIER_NOT_FOUND"]);
      const two = await into(print, { carrierNo, sn: "SN-1" });
      expect([two.status, two.body.code]).toEqual([400, "VALIDATION_FAILED"]);
    });

    test("two scanners on one carrier: one wins", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run(10, 3);
      await load(carrierNo, sns);
      const scan = (who: typeof floor.ann) =>
        who.post(`/api/stations/${print}/track-in`, { carrierNo });
      const told = await Promise.all([scan(floor.ann), scan(floor.bob)]);
      expect(told.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(told.find(({ status }) => status === 409)?.body.code).toBe("CARRIER_IN_STATION");
      for (const sn of sns) expect(await floor.visits(sn)).toHaveLength(1);
    });

    test("its track-out is taken back as a whole, not once it was loaded otherwise", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run(10, 2);
      await load(carrierNo, sns);
      await into(print, { carrierNo });
      const left = await out(print, { carrierNo });
      const undo = (trackId: string) => floor.ann.post(`/api/stations/${print}/undo`, { trackId });
      const undone = await undo(left.body.trackId);
      expect(undone.body.undoneTrackIds).toHaveLength(2);
      expect((await floor.ann.get(`/api/carriers/${carrierNo}`)).body).toMatchObject({
        cycles: 0,
        at: { stationCode: print },
        visits: [{ result: null, outAt: null, unitCount: 2 }],
      });
      floor.app.clock.advance(1);
      const again = await out(print, { carrierNo });
      expect(again.body).toMatchObject({ carrierNo, result: "PASS" });
      await unload(carrierNo, { sns: [sns[0] ?? ""] });
      expect((await undo(again.body.trackId)).body).toMatchObject({
        code: "UNDO_UNIT_MOVED",
        context: { carrierNo },
      });
    });

    test("a machine does not move a board that is inside on a carrier", async () => {
      const carrierNo = await make();
      const { sns } = await floor.run(20, 2);
      await load(carrierNo, sns);
      await into(spi, { carrierNo });
      const height = {
        result: "PASS",
        captures: [{ code: "HEIGHT", value: 120 }],
        defects: [],
      } as const;
      const told = await floor.at([spi, sns[0] ?? ""], (cx, scan) => passThrough(cx, scan, height));
      expect(told).toMatchObject({ code: "UNIT_ON_CARRIER", context: { carrierNo } });
    });
  });
});
