import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { aoi, Floor, print, reflow, temp } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new Floor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("a unit runs its route", () => {
    test("in and out of every step, the run starts with the first and completes with the last", async () => {
      const { sns, runNo } = await floor.run();
      const sn = sns[0] ?? "";
      const mark = await floor.app.mark();
      const first = await floor.into(floor.ann, print, sn);
      expect(first.body).toMatchObject({
        unit: { sn, state: "IN_STATION", step: { stepNo: 10 }, runNo },
        runStarted: true,
        created: false,
      });
      expect(await floor.runState(runNo)).toBe("IN_PROGRESS");
      const left = await floor.out(floor.ann, print, { sn });
      expect(left.body).toMatchObject({
        result: "PASS",
        unit: { state: "QUEUED" },
        nextStep: { stepNo: 20 },
        runCompleted: false,
      });
      await floor.pass(reflow, sn, temp);
      const last = await floor.pass(aoi, sn);
      expect(last).toMatchObject({ unit: { state: "DONE" }, nextStep: null, runCompleted: true });
      expect(await floor.runState(runNo)).toBe("COMPLETED");
      expect(await floor.app.events(mark)).toEqual([
        "unit.trackedIn",
        "run.started",
        "unit.trackedOut",
        "unit.trackedIn",
        "unit.trackedOut",
        "unit.trackedIn",
        "unit.trackedOut",
        "run.completed",
      ]);
    });

    test("D10: the visit names who brought it in and who took it out, and the station", async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      await floor.into(floor.ann, print, sn);
      await floor.out(floor.bob, print, { sn });
      const track = await floor.app.db.read
        .selectFrom("execution_track")
        .selectAll()
        .where("unitId", "=", (await floor.unit(sn)).id)
        .executeTakeFirstOrThrow();
      expect(track).toMatchObject({
        inById: floor.ann.id,
        outById: floor.bob.id,
        stationId: floor.plant.stationIds[0],
        result: "PASS",
        openUnitId: null,
      });
    });

    test("the same key gives the stored answer, one visit and one event", async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      const mark = await floor.app.mark();
      const key = { headers: { "idempotency-key": `scan-${sn}` } };
      const one = await floor.ann.post(`/api/stations/${print}/track-in`, { sn }, key);
      const two = await floor.ann.post(`/api/stations/${print}/track-in`, { sn }, key);
      expect(two.body).toEqual(one.body);
      expect(two.headers.get("idempotency-replayed")).toBe("true");
      expect(await floor.app.events(mark)).toEqual(["unit.trackedIn", "run.started"]);
    });
  });

  describe("refusals", () => {
    test("leave one refused event under the unit and change nothing", async () => {
      const { sns, runNo } = await floor.run({ state: "PREP" });
      const sn = sns[0] ?? "";
      const mark = await floor.app.mark();
      const answer = await floor.into(floor.ann, print, sn);
      expect([answer.status, answer.body.code]).toEqual([409, "RUN_NOT_AUTHORIZED"]);
      expect(answer.body.resolvedBy).toBe("run:authorize");
      expect(await floor.app.events(mark)).toEqual(["execution.trackIn!RUN_NOT_AUTHORIZED"]);
      expect([(await floor.unit(sn)).state, await floor.runState(runNo)]).toEqual([
        "QUEUED",
        "PREP",
      ]);
    });

    test("D9: an unknown unit starts no run", async () => {
      const { runNo } = await floor.run();
      const answer = await floor.into(floor.ann, print, "NO-SUCH-SN");
      expect([answer.status, answer.body.code]).toEqual([404, "UNIT_NOT_FOUND"]);
      expect(await floor.runState(runNo)).toBe("AUTHORIZED");
    });

    test("D8: a unit on hold is not tracked in, and the reason is told", async () => {
      const { sns } = await floor.run();
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "ON_HOLD", holdReason: "suspect reel" })
        .where("sn", "=", sns[0] ?? "")
        .execute();
      const answer = await floor.into(floor.ann, print, sns[0] ?? "");
      expect([answer.body.code, answer.body.context.reason]).toEqual([
        "UNIT_ON_HOLD",
        "suspect reel",
      ]);
    });

    test("the wrong station is named together with the right ones", async () => {
      const { sns } = await floor.run();
      const answer = await floor.into(floor.ann, aoi, sns[0] ?? "");
      expect(answer.body).toMatchObject({
        code: "STATION_MISMATCH",
        context: { stepNo: 10, rightStations: [print] },
      });
    });

    test("D15: a station the operator is not bound to", async () => {
      const { sns } = await floor.run();
      const outsider = await floor.app.as("operator", { stations: [aoi] });
      const mark = await floor.app.mark();
      const answer = await floor.into(outsider, print, sns[0] ?? "");
      expect([answer.status, answer.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
      expect(await floor.app.events(mark)).toEqual(["execution.trackIn!OUT_OF_SCOPE"]);
    });

    test.each([
      ["no target", {}, "VALIDATION_FAILED"],
      ["both targets", { sn: "A", panelNo: "B" }, "VALIDATION_FAILED"],
      ["white space", { sn: "A B" }, "VALIDATION_FAILED"],
      ["too long", { sn: "X".repeat(65) }, "VALIDATION_FAILED"],
    ])("bad input: %s", async (_name, body, code) => {
      const answer = await floor.ann.post(`/api/stations/${print}/track-in`, body);
      expect([answer.status, answer.body.code]).toEqual([400, code]);
    });

    test("an unknown station, and a result that is neither PASS nor FAIL", async () => {
      const { sns } = await floor.run();
      expect((await floor.into(floor.ann, "NOWHERE", sns[0] ?? "")).body.code).toBe(
        "STATION_NOT_FOUND",
      );
      await floor.into(floor.ann, print, sns[0] ?? "");
      const answer = await floor.out(floor.ann, print, { sn: sns[0], result: "OK" });
      expect([answer.status, answer.body.code]).toEqual([400, "RESULT_INVALID"]);
    });
  });

  describe("captures", () => {
    const ready = async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      await floor.pass(print, sn);
      await floor.into(floor.ann, reflow, sn);
      return sn;
    };

    test.each([
      ["required is missing", [], "REQUIRED_DATA_MISSING"],
      ["unknown name", [...temp, { code: "X", value: 1 }], "DATA_SPEC_NOT_FOUND"],
      ["wrong type", [{ code: "TEMP", value: "hot" }], "DATA_VALUE_INVALID"],
      ["outside a blocking limit", [{ code: "TEMP", value: 260 }], "CAPTURE_OUT_OF_LIMITS"],
    ])("%s", async (_name, captures, code) => {
      const sn = await ready();
      const answer = await floor.out(floor.ann, reflow, { sn, captures });
      expect([answer.status, answer.body.code]).toEqual([409, code]);
      expect((await floor.unit(sn)).state).toBe("IN_STATION");
    });

    test("D13: values are judged against the frozen limits; a HOLD breach holds the unit", async () => {
      const sn = await ready();
      const mark = await floor.app.mark();
      const answer = await floor.out(floor.ann, reflow, {
        sn,
        captures: [...temp, { code: "VOID", value: 30 }],
      });
      expect(answer.body).toMatchObject({
        alarm: true,
        unit: { state: "ON_HOLD" },
        judgements: [
          { code: "TEMP", value: 243.5, judgement: "PASS" },
          { code: "VOID", value: 30, judgement: "FAIL" },
        ],
      });
      expect(await floor.app.events(mark)).toEqual([
        "unit.trackedOut",
        "unit.alarmRaised",
        "unit.held",
      ]);
      const stored = await floor.app.db.read
        .selectFrom("execution_track_capture")
        .select(["values", "judgements"])
        .where("unitId", "=", (await floor.unit(sn)).id)
        .executeTakeFirst();
      expect(stored).toEqual({ values: [243.5, 30, null], judgements: ["PASS", "FAIL", "NA"] });
    });
  });

  describe("FAIL", () => {
    test("D11, D12: opens exactly one defect in the same unit of work, and the unit waits for quality", async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      await floor.into(floor.ann, print, sn);
      const mark = await floor.app.mark();
      const answer = await floor.out(floor.ann, print, {
        sn,
        result: "FAIL",
        defect: { code: "M12", location: "U5" },
      });
      expect(answer.body).toMatchObject({ result: "FAIL", unit: { state: "OUT_FAILED" } });
      expect(await floor.app.events(mark)).toEqual(["defect.recorded", "unit.trackedOut"]);
      const defects = await floor.app.db.read
        .selectFrom("quality_defect")
        .select(["code", "location", "state", "createdById"])
        .where("unitId", "=", (await floor.unit(sn)).id)
        .execute();
      expect(defects).toEqual([
        { code: "M12", location: "U5", state: "RECORDED", createdById: floor.ann.id },
      ]);
      expect((await floor.into(floor.ann, print, sn)).body.code).toBe("UNIT_OUT_FAILED");
    });

    test("an unknown defect code is refused", async () => {
      const { sns } = await floor.run();
      await floor.into(floor.ann, print, sns[0] ?? "");
      const answer = await floor.out(floor.ann, print, {
        sn: sns[0],
        result: "FAIL",
        defect: { code: "ZZZ" },
      });
      expect(answer.body.code).toBe("DEFECT_CODE_NOT_FOUND");
    });
  });
});
