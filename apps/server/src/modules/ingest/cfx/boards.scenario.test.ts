import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sampleBody } from "@lineside/testkit/cfx-samples";
import { eachDialect } from "@lineside/testkit/database";
import { aoi, CfxLine, names, oven, printer, testedBody, tester, units } from "./line.fixture.ts";

const { started, completed, tested, inspected, processed } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  const done = ["accepted", "EXECUTED"];
  /** A list of boards, or all that is on one identifier. */
  const begin = (handle: string, TransactionID: string, on: object[] | string) => {
    const boards = typeof on === "string" ? { PrimaryIdentifier: on, Units: [] } : { Units: on };
    return line.send(handle, started, { TransactionID, ...boards });
  };
  const end = (handle: string, id: string, Result = "Completed") =>
    line.send(handle, completed, { TransactionID: id, Result });
  const linksOf = (eventId: string) =>
    line.app.db.read
      .selectFrom("ingest_event_unit as l")
      .innerJoin("execution_unit as u", "u.id", "l.unitId")
      .select(["u.sn", "l.effect", "l.result"])
      .where("l.eventId", "=", eventId)
      .orderBy("u.sn")
      .execute();

  describe("a panel", () => {
    test("goes in and out by the places its machine names", async () => {
      const { sns } = await line.panel("PNL1", 3);
      expect(await begin(printer, "n1", units("PNL1", 1, 3))).toEqual(done);
      expect(await line.at(sns)).toEqual(["IN_STATION@10", "QUEUED@10", "IN_STATION@10"]);
      expect(await end(printer, "n1")).toEqual(done);
      expect(await line.at(sns)).toEqual(["QUEUED@20", "QUEUED@10", "QUEUED@20"]);
    });

    test("without places is all of its boards, those that are out left aside", async () => {
      const { sns } = await line.panel("PNL2", 3);
      await line.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "SCRAPPED" })
        .where("sn", "=", sns[1] ?? "")
        .execute();
      expect(await begin(printer, "n2", "PNL2")).toEqual(done);
      await end(printer, "n2");
      expect(await line.at(sns)).toEqual(["QUEUED@20", "SCRAPPED@10", "QUEUED@20"]);
    });

    test("has a verdict for each place", async () => {
      const { sns } = await line.panel("PNL3");
      await line.advance(sns, 20);
      await begin(tester, "n3", units("PNL3", 1, 2));
      const said = testedBody("n3", [
        { sn: "PNL3", position: 1, result: "Passed" },
        { sn: "PNL3", position: 2, result: "Failed" },
      ]);
      const told = await line.post(line.message(tester, tested, said));
      expect(await linksOf(told.body.eventId)).toEqual([
        { sn: sns[0] as string, effect: "EVIDENCE", result: "PASS" },
        { sn: sns[1] as string, effect: "EVIDENCE", result: "FAIL" },
      ]);
      // The machine calls its work failed because one board is.
      expect(await end(tester, "n3", "Failed")).toEqual(done);
      expect(await line.at(sns)).toEqual(["QUEUED@30", "OUT_FAILED@20"]);
    });

    test("waits with all of its boards for the verdict of the last", async () => {
      const { sns } = await line.panel("PNL4");
      await line.advance(sns, 20);
      await begin(tester, "n4", units("PNL4", 1, 2));
      const say = (position: number) =>
        line.send(tester, tested, testedBody("n4", [{ sn: "PNL4", position, result: "Passed" }]));
      await say(1);
      expect(await end(tester, "n4")).toEqual(["parked", "PARKED", "VERDICT_MISSING"]);
      await say(2);
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["QUEUED@30", "QUEUED@30"]);
    });

    test("that is not known yet, or has no such place", async () => {
      expect(await begin(printer, "n5", units("PNL9", 1))).toEqual([
        "parked",
        "PARKED",
        "UNIT_RUN_NOT_FOUND",
      ]);
      const { runNo, sns } = await line.run({ units: 2 });
      const planner = await line.app.as("planner");
      const bound = await planner.post(`/api/runs/${runNo}/panels`, { panelNo: "PNL9", sns });
      expect([bound.status, bound.body.code]).toEqual([200, undefined]);
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["IN_STATION@10", "QUEUED@10"]);
      await line.panel("PNL5");
      expect(await begin(printer, "n6", units("PNL5", 7))).toMatchObject([
        "rejected",
        "POSITION_UNKNOWN",
        { identifier: "PNL5", position: 7, known: [1, 2] },
      ]);
    });
  });

  test("a carrier is its loads by place", async () => {
    const { sns } = await line.run({ units: 2 });
    const at = line.app.clock.now();
    const id = Bun.randomUUIDv7();
    const { auto } = line.app.db;
    const carrier = { id, carrierNo: "CARRIER5566", kind: "PALLET", state: "IN_USE" };
    await auto
      .insertInto("execution_carrier")
      .values({ ...carrier, createdAt: at, updatedAt: at })
      .execute();
    for (const [index, sn] of sns.entries()) {
      const unitId = (await line.unit(sn)).id;
      const load = { id: Bun.randomUUIDv7(), carrierId: id, unitId, openUnitId: unitId };
      await auto
        .insertInto("execution_carrier_load")
        .values({ ...load, position: index + 1, loadedAt: at, loadedByName: "test" })
        .execute();
    }
    // The published sample names the places 1 and 2 of this carrier.
    const sample = sampleBody(started);
    expect(await line.send(printer, started, sample)).toEqual(done);
    expect(await line.at(sns)).toEqual(["IN_STATION@10", "IN_STATION@10"]);
    expect(await line.send(printer, completed, sampleBody(completed))).toEqual(done);
    expect(await line.at(sns)).toEqual(["QUEUED@20", "QUEUED@20"]);
  });

  describe("where a result stands alone", () => {
    test("it passes every board through, with its defects", async () => {
      const { sns } = await line.panel("PANEL34543535");
      await line.advance(sns, 30);
      const mark = await line.app.mark();
      const told = await line.post(line.message(aoi, inspected, sampleBody(inspected)));
      expect(told.body).toMatchObject({ verdict: "accepted", state: "EXECUTED" });
      expect(await line.at(sns)).toEqual(["QUEUED@40", "OUT_FAILED@30"]);
      expect(await linksOf(told.body.eventId)).toEqual([
        { sn: sns[0] as string, effect: "PASS_THROUGH", result: "PASS" },
        { sn: sns[1] as string, effect: "PASS_THROUGH", result: "FAIL" },
      ]);
      expect(
        (await line.defects(sns[1] as string)).map(({ code, location }) => [code, location]),
      ).toEqual([
        ["ISFSLD112", "R22.1"],
        ["TMBSTN211", "R22"],
        ["SCR23443", null],
      ]);
      // Whoever inspected is named by the visit.
      expect(await line.tracks(sns[0] as string)).toMatchObject([{ inByName: "Joseph Smith" }]);
      expect((await line.app.events(mark)).filter((type) => type.startsWith("unit."))).toEqual([
        "unit.trackedIn",
        "unit.trackedOut",
        "unit.trackedIn",
        "unit.trackedOut",
      ]);
    });

    test("the work around it moves nothing twice, whichever comes first", async () => {
      const { sns } = await line.run({ units: 2 });
      await line.advance(sns, 30);
      const [first, second] = sns as [string, string];
      const say = (id: string, sn: string) =>
        line.send(aoi, tested, testedBody(id, [{ sn, result: "Passed" }]));
      await begin(aoi, "a1", units(first));
      expect(await say("a1", first)).toEqual(done);
      expect(await line.at([first])).toEqual(["QUEUED@40"]);
      expect(await end(aoi, "a1")).toEqual(done);
      await begin(aoi, "a2", units(second));
      expect(await end(aoi, "a2")).toEqual(done);
      expect(await line.at([second])).toEqual(["IN_STATION@30"]);
      expect(await say("a2", second)).toEqual(done);
      expect(await line.at([second])).toEqual(["QUEUED@40"]);
      expect(await line.tracks(second)).toHaveLength(1);
    });
  });

  test("a batch goes through the oven together, and comes out on its carrier", async () => {
    const { sns } = await line.panel("PNL7", 3);
    await line.advance(sns, 40);
    expect(await begin(oven, "o1", "PNL7")).toEqual(done);
    expect(await line.at(sns)).toEqual(["QUEUED@40", "QUEUED@40", "QUEUED@40"]);
    const profile = { ...sampleBody(processed), TransactionId: "o1" };
    expect(await line.send(oven, processed, profile)).toEqual(done);
    expect(await end(oven, "o1")).toEqual(done);
    expect(await line.at(sns)).toEqual(["QUEUED@50", "QUEUED@50", "QUEUED@50"]);
    const [visit] = await line.app.db.read
      .selectFrom("execution_carrier_track as t")
      .innerJoin("execution_carrier as c", "c.id", "t.carrierId")
      .select(["c.carrierNo", "t.result", "t.stepNo"])
      .execute();
    expect(visit).toEqual({ carrierNo: "PNL7", result: "PASS", stepNo: 40 });
  });
});
