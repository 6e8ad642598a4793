import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { CfxLine, measured, names, printer, testedBody, tester, units } from "./line.fixture.ts";

const { started, completed, tested, processed } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  const work = (TransactionID: string, more: object = {}) => ({ TransactionID, ...more });
  const begin = (handle: string, id: string, sn: string) =>
    line.send(handle, started, work(id, { PrimaryIdentifier: sn, Units: units(sn) }));
  const end = (handle: string, id: string, Result = "Completed") =>
    line.send(handle, completed, work(id, { Result }));
  const say = (id: string, sn: string, said: { result?: string; tests?: object[] } = {}) =>
    line.send(tester, tested, testedBody(id, [{ sn, result: "Passed", ...said }]));
  const done = ["accepted", "EXECUTED"];

  describe("where completed work is a pass", () => {
    test("a board comes in, goes out and waits before the next step", async () => {
      const { sns } = await line.run();
      const [sn] = sns as [string];
      const mark = await line.app.mark();
      expect(await begin(printer, "p1", sn)).toEqual(done);
      expect(await line.at(sns)).toEqual(["IN_STATION@10"]);
      line.app.clock.advance(1);
      expect(await end(printer, "p1")).toEqual(done);
      expect(await line.at(sns)).toEqual(["QUEUED@20"]);
      expect(await line.tracks(sn)).toMatchObject([
        { stepNo: 10, source: "AUTO", result: "PASS", inByName: printer },
      ]);
      expect((await line.app.events(mark)).filter((type) => !type.startsWith("ingest"))).toEqual([
        "unit.trackedIn",
        "run.started",
        "unit.trackedOut",
      ]);
    });

    test("failed work fails the board, aborted work leaves it where it was", async () => {
      const { sns } = await line.run({ units: 2 });
      const [first, second] = sns as [string, string];
      await begin(printer, "p2", first);
      expect(await end(printer, "p2", "Failed")).toEqual(done);
      expect(await line.defects(first)).toMatchObject([
        { code: "STATION_FAIL", remark: `${printer}: WorkCompleted Failed` },
      ]);
      await begin(printer, "p3", second);
      expect(await end(printer, "p3", "Aborted")).toEqual(done);
      expect(await line.at(sns)).toEqual(["OUT_FAILED@10", "QUEUED@10"]);
      await begin(printer, "p4", second);
      expect(await end(printer, "p4")).toEqual(done);
      expect(await line.at([second])).toEqual(["QUEUED@20"]);
    });

    test("boards that are only known at the end come in and go out at once", async () => {
      const { sns } = await line.run();
      const [sn] = sns as [string];
      expect(await line.send(printer, started, work("p6"))).toEqual(done);
      expect(await end(printer, "p6")).toMatchObject(["rejected", "CFX_BODY_INVALID", {}]);
      await line.send(printer, started, work("p7"));
      const ended = work("p7", { Result: "Completed", Units: units(sn) });
      expect(await line.send(printer, completed, ended)).toEqual(done);
      expect(await line.at(sns)).toEqual(["QUEUED@20"]);
      expect(await line.tracks(sn)).toMatchObject([{ stepNo: 10, result: "PASS" }]);
    });

    test("a result on the way decides all the same", async () => {
      const { sns } = await line.run();
      const [sn] = sns as [string];
      await begin(printer, "p5", sn);
      const data = { UnitIdentifier: sn, UnitResult: "Failed" };
      const body = { TransactionId: "p5", OverallResult: "Failed", UnitProcessData: [data] };
      expect(await line.send(printer, processed, body)).toEqual(done);
      expect(await end(printer, "p5")).toEqual(done);
      expect(await line.at(sns)).toEqual(["OUT_FAILED@10"]);
    });
  });

  describe("where work needs a verdict", () => {
    const ready = async (count = 1) => {
      const { sns } = await line.run({ units: count });
      await line.advance(sns, 20);
      return sns as [string, ...string[]];
    };

    test("start, result, completion", async () => {
      const [sn] = await ready();
      expect(await begin(tester, "t1", sn)).toEqual(done);
      expect(await say("t1", sn)).toEqual(done);
      expect(await line.at([sn])).toEqual(["IN_STATION@20"]);
      expect(await end(tester, "t1")).toEqual(done);
      expect(await line.at([sn])).toEqual(["QUEUED@30"]);
    });

    test("start, completion, result: the completion waits for its verdict", async () => {
      const [sn] = await ready();
      await begin(tester, "t2", sn);
      expect(await end(tester, "t2")).toEqual(["parked", "PARKED", "VERDICT_MISSING"]);
      expect(await line.at([sn])).toEqual(["IN_STATION@20"]);
      expect(await say("t2", sn)).toEqual(done);
      await line.app.runJobs();
      expect(await line.at([sn])).toEqual(["QUEUED@30"]);
    });

    test("completion, result, start: everything waits for the start", async () => {
      const [sn] = await ready();
      expect(await end(tester, "t3")).toEqual(["parked", "PARKED", "TRANSACTION_UNKNOWN"]);
      expect(await say("t3", sn, { result: "Failed" })).toEqual([
        "parked",
        "PARKED",
        "TRANSACTION_UNKNOWN",
      ]);
      expect(await begin(tester, "t3", sn)).toEqual(done);
      await line.app.runJobs();
      await line.app.runJobs();
      expect(await line.at([sn])).toEqual(["OUT_FAILED@20"]);
      expect(await line.defects(sn)).toHaveLength(1);
    });

    test("result, start, completion", async () => {
      const [sn] = await ready();
      expect(await say("t4", sn)).toEqual(["parked", "PARKED", "TRANSACTION_UNKNOWN"]);
      await begin(tester, "t4", sn);
      await line.app.runJobs();
      expect(await end(tester, "t4")).toEqual(done);
      expect(await line.at([sn])).toEqual(["QUEUED@30"]);
    });

    test("a failed verdict brings its defects and measurements", async () => {
      const [sn] = await ready();
      await begin(tester, "t5", sn);
      const failing = {
        ...measured("R22", [28.52, "kOhm"], "Failed"),
        DefectsFound: [
          {
            DefectCode: "RESFAIL2",
            Description: "too high",
            ComponentOfInterest: { ReferenceDesignator: "R22.1" },
          },
          { DefectCode: "RESFAIL2", ComponentOfInterest: { ReferenceDesignator: "R22.2" } },
        ],
      };
      const tests = [measured("RESISTANCE_MEASUREMENT_R21", [28300, "Ohm"]), failing];
      expect(await say("t5", sn, { result: "Failed", tests: tests })).toEqual(done);
      await end(tester, "t5");
      expect(await line.tracks(sn)).toMatchObject([
        { stepNo: 20, source: "TEST", result: "FAIL", inByName: tester, values: [28.3, 28.52] },
      ]);
      expect(await line.defects(sn)).toEqual([
        { code: "RESFAIL2", location: "R22.1", remark: "too high" },
        { code: "RESFAIL2", location: "R22.2", remark: null },
      ]);
    });

    test("our limits judge in our unit; what the sender says otherwise is flagged", async () => {
      const [sn] = await ready();
      await begin(tester, "t6", sn);
      const tests = [
        measured("RESISTANCE_MEASUREMENT_R21", [28300, "Ohm"]),
        measured("R22", [28.52, "kOhm"]),
        measured("C99", [1, "nF"]),
      ];
      const message = line.message(
        tester,
        tested,
        testedBody("t6", [{ sn, result: "Passed", tests }]),
      );
      const { body } = await line.post(message);
      expect(body).toMatchObject({ verdict: "accepted", state: "EXECUTED" });
      const event = await line.event(body.eventId);
      expect([...(event.flags as string[])].sort()).toEqual([
        "CONTRADICTION",
        "UNIT_CONVERTED",
        "UNMAPPED_MEASUREMENT",
      ]);
      expect(event.reading).toMatchObject({
        units: [
          {
            result: "PASS",
            measurements: [
              {
                raw: 28300,
                unit: "Ohm",
                value: 28.3,
                code: "R21",
                senderJudge: "PASS",
                judgement: "PASS",
              },
              { raw: 28.52, value: 28.52, code: "R22", senderJudge: "PASS", judgement: "FAIL" },
              { name: "C99", code: null },
            ],
          },
        ],
      });
      expect(await end(tester, "t6")).toEqual(done);
      expect(await line.tracks(sn)).toMatchObject([{ result: "PASS", values: [28.3, 28.52] }]);
    });

    test("a pass outside a blocking limit is for a person", async () => {
      const [sn] = await ready();
      await begin(tester, "t7", sn);
      await say("t7", sn, { result: "Passed", tests: [measured("R21", [30, "kOhm"])] });
      expect(await end(tester, "t7")).toMatchObject(["rejected", "CAPTURE_OUT_OF_LIMITS", { sn }]);
      expect(await line.at([sn])).toEqual(["IN_STATION@20"]);
    });

    test("what is neither passed nor failed, or no unit of ours, is refused", async () => {
      const [sn] = await ready();
      await begin(tester, "t8", sn);
      expect(await say("t8", sn, { result: "Error" })).toMatchObject([
        "rejected",
        "INGEST_RESULT_UNKNOWN",
        { sn, value: "Error" },
      ]);
      expect(
        await say("t8", sn, { result: "Passed", tests: [measured("R21", [3, "V"])] }),
      ).toMatchObject(["rejected", "UNIT_INCOMPATIBLE", { item: "R21", from: "V", to: "kOhm" }]);
      expect(await say("t8", sn)).toEqual(done);
      expect(await end(tester, "t8", "Perhaps")).toMatchObject([
        "rejected",
        "CFX_BODY_INVALID",
        { field: "Result", found: "Perhaps" },
      ]);
    });

    test("said after the end: a pass is kept, a failure is for a person", async () => {
      const [sn] = await ready();
      await begin(tester, "t9", sn);
      await say("t9", sn);
      await end(tester, "t9");
      expect(
        await say("t9", sn, { result: "Passed", tests: [measured("R22", [28.1, "kOhm"])] }),
      ).toEqual(["accepted", "STORED"]);
      expect(await say("t9", sn, { result: "Failed" })).toMatchObject([
        "rejected",
        "TRANSACTION_CLOSED",
        { transactionId: "t9", state: "COMPLETED" },
      ]);
      expect(await line.at([sn])).toEqual(["QUEUED@30"]);
    });

    test("a board that an operator took out meanwhile is left alone", async () => {
      const [sn, other] = await ready(2);
      await begin(tester, "t10", sn);
      const anna = await line.app.as("operator", { stations: line.plant.stations });
      const out = await anna.post("/api/stations/ICT-A/track-out", { sn, result: "PASS" });
      expect(out.status).toBe(200);
      await say("t10", sn, { result: "Failed" });
      const ended = await line.post(
        line.message(tester, completed, work("t10", { Result: "Completed" })),
      );
      expect(ended.body).toMatchObject({ verdict: "accepted", state: "EXECUTED" });
      expect(await line.at([sn, other ?? ""])).toEqual(["QUEUED@30", "QUEUED@20"]);
    });
  });

  test("a message sent again is known by its id, and by its business under a new one", async () => {
    const { sns } = await line.run();
    const [sn] = sns as [string];
    const start = line.message(printer, started, work("d1", { Units: units(sn) }));
    const first = (await line.post(start)).body;
    const same = (await line.post(start)).body;
    const again = (
      await line.post({ ...start, UniqueID: "another", TimeStamp: "2026-11-22T23:00:00Z" })
    ).body;
    for (const repeated of [same, again])
      expect(repeated).toMatchObject({
        verdict: "duplicate",
        eventId: first.eventId,
        first: { state: "EXECUTED" },
      });
    expect(await line.tracks(sn)).toHaveLength(1);
    const body = { ...(start.MessageBody as object), Lane: 2 };
    expect((await line.post({ ...start, MessageBody: body })).body).toMatchObject({
      code: "INGEST_KEY_CONFLICT",
    });
  });
});
