import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMs } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { newId } from "../../platform/ids.ts";
import {
  machineAbort,
  machineHold,
  machineTrackIn,
  machineTrackOut,
  passThrough,
} from "./machine-moves.ts";
import { aoi, failed, MixedFloor, passed, plain, print, spi } from "./machines.fixture.ts";

eachDialect((dialect) => {
  const floor = new MixedFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  const through = (sn: string, outcome = passed(), more: { at?: string } = {}) =>
    floor.at([spi, sn], (cx, scan) => passThrough(cx, scan, outcome), more);

  describe("a machine tells of finished work", () => {
    test("one closed visit, the values judged, the next step of the route, both events (D1, D5)", async () => {
      const { sns, runId } = await floor.run(20);
      const sn = sns[0] ?? "";
      const at = addMs(floor.app.clock.now(), -1_500);
      const told = await through(sn, passed(), { at });
      expect(told.done).toMatchObject({
        sn,
        result: "PASS",
        state: "QUEUED",
        stepNo: 20,
        nextStepNo: 30,
        judgements: [{ code: "HEIGHT", value: 120, judgement: "PASS" }],
        breaches: [],
        defectIds: [],
        at,
      });
      expect(told.events).toEqual(["unit.trackedIn", "unit.trackedOut", "run.started"]);
      expect(told.told[1]).toMatchObject({
        occurredAt: at,
        data: { source: "TEST", eventId: "event-1", result: "PASS", nextStepNo: 30 },
      });
      const [visit, ...more] = await floor.visits(sn);
      expect(more).toEqual([]);
      expect(visit).toMatchObject({
        source: "TEST",
        inAt: at,
        inById: null,
        inByName: "SPI machine",
        outAt: at,
        outById: null,
        result: "PASS",
        openUnitId: null,
      });
      expect(await floor.unit(sn)).toMatchObject({ currentStepNo: 30, updatedAt: at });
      const capture = await floor.app.db.read
        .selectFrom("execution_track_capture")
        .selectAll()
        .where("trackId", "=", visit?.id ?? "")
        .executeTakeFirstOrThrow();
      expect(capture).toMatchObject({ values: [120, null], recordedAt: floor.app.clock.now() });
      const run = await floor.app.db.read
        .selectFrom("work_order_run")
        .select(["state", "startedAt"])
        .where("id", "=", runId)
        .executeTakeFirstOrThrow();
      expect(run).toEqual({ state: "IN_PROGRESS", startedAt: at });
    });

    test("a FAIL records every finding with the one visit (D4, D12)", async () => {
      const { sns } = await floor.run(20);
      const sn = sns[0] ?? "";
      const told = await through(sn, failed({ code: "M12", location: "U5" }, { code: "M30" }));
      expect(told.done).toMatchObject({ result: "FAIL", state: "OUT_FAILED", nextStepNo: null });
      expect(told.events).toEqual([
        "unit.trackedIn",
        "defect.recorded",
        "defect.recorded",
        "unit.trackedOut",
        "run.started",
      ]);
      const defects = await floor.app.db.read
        .selectFrom("quality_defect")
        .select(["id", "code", "location", "trackId", "source", "createdById", "state"])
        .where("unitId", "=", told.done?.unitId ?? "")
        .orderBy("id")
        .execute();
      const { trackId } = told.done ?? {};
      const same = { trackId, source: "TEST", createdById: null, state: "RECORDED" };
      expect(defects).toMatchObject([
        { code: "M12", location: "U5", ...same },
        { code: "M30", location: null, ...same },
      ]);
      expect(told.done?.defectIds).toEqual(defects.map(({ id }) => id));
    });

    test("a FAIL without a finding opens STATION_FAIL; an unknown code is refused", async () => {
      const { sns } = await floor.run(20, 2);
      const [first = "", second = ""] = sns;
      const told = await through(first, { ...failed(), remark: "no contact" });
      const defect = await floor.app.db.read
        .selectFrom("quality_defect")
        .select(["code", "remark"])
        .where("id", "=", told.done?.defectIds[0] ?? "")
        .executeTakeFirstOrThrow();
      expect(defect).toEqual({ code: "STATION_FAIL", remark: "no contact" });
      expect((await through(second, failed({ code: "M99" }))).code).toBe("DEFECT_CODE_NOT_FOUND");
    });

    test("every guard refuses machines as it refuses people, and nothing is left of it (D6, D8)", async () => {
      const { sns, runNo, runId } = await floor.run(20, 2);
      const [sn = "", other = ""] = sns;
      const code = async (outcome = passed()) => (await through(sn, outcome)).code;
      const set = (table: "execution_unit", change: object) =>
        floor.app.db.auto.updateTable(table).set(change).where("sn", "=", sn).execute();
      expect(await code(passed(999))).toBe("CAPTURE_OUT_OF_LIMITS");
      expect(await code(plain())).toBe("REQUIRED_DATA_MISSING");
      for (const [state, refusal] of [
        ["ON_HOLD", "UNIT_ON_HOLD"],
        ["OUT_FAILED", "UNIT_OUT_FAILED"],
        ["SCRAPPED", "UNIT_SCRAPPED"],
        ["DONE", "UNIT_ALREADY_DONE"],
      ]) {
        await set("execution_unit", { state });
        expect(await code()).toBe(refusal ?? "");
      }
      await set("execution_unit", { state: "QUEUED", currentStepNo: 10 });
      const early = await through(sn);
      expect(early).toMatchObject({
        code: "STATION_MISMATCH",
        context: { stepNo: 10, rightStations: [print] },
      });
      await set("execution_unit", { currentStepNo: 20 });
      await floor.bob.post(`/api/runs/${runNo}/hold`, { code: "QUALITY", reason: "to be checked" });
      expect(await code()).toBe("RUN_ON_HOLD");
      await floor.bob.post(`/api/runs/${runNo}/resume`);
      for (const [state, refusal] of [
        ["PREP", "RUN_NOT_AUTHORIZED"],
        ["COMPLETED", "RUN_CLOSED"],
      ]) {
        const run = floor.app.db.auto.updateTable("work_order_run").where("id", "=", runId);
        await run.set({ state: state ?? "" }).execute();
        expect(await code()).toBe(refusal ?? "");
      }
      await floor.app.db.auto
        .updateTable("work_order_run")
        .set({ state: "AUTHORIZED" })
        .where("id", "=", runId)
        .execute();
      expect(await floor.visits(sn)).toEqual([]);
      expect((await through(other)).code).toBeNull();
    });

    test("two machines report one unit at once: one visit", async () => {
      const { sns } = await floor.run(20);
      const sn = sns[0] ?? "";
      const told = await Promise.all([through(sn), through(sn)]);
      expect(told.map(({ code }) => code).toSorted()).toEqual(["STATION_MISMATCH", null]);
      expect(await floor.visits(sn)).toHaveLength(1);
    });

    test("who waits for the unit is heard of with its move, and costs nothing when nobody does", async () => {
      const { sns } = await floor.run(20, 2);
      const [awaited = "", alone = ""] = sns;
      const wait = { kind: "test.wait", lane: "ingest", payload: {}, state: "QUEUED" };
      const now = floor.app.clock.now();
      await floor.app.db.auto
        .insertInto("platform_job")
        .values({
          ...wait,
          id: newId(),
          waitKey: `unit:${awaited}`,
          notBefore: now,
          createdAt: now,
        })
        .execute();
      const heard = async (sn: string) =>
        (await through(sn)).told.find(({ type }) => type === "unit.trackedOut")?.heard;
      expect(await heard(awaited)).toMatchObject({ isAwaited: true, hasOpenClock: false });
      expect(await heard(alone)).toMatchObject({ isAwaited: false });
    });

    test("the last step's PASS finishes the unit and the run", async () => {
      const { sns, runNo } = await floor.run(40);
      const done = await floor.at([aoi, sns[0] ?? ""], (cx, scan) =>
        passThrough(cx, scan, plain()),
      );
      expect(done.done).toMatchObject({ state: "DONE", nextStepNo: null });
      expect(done.events.at(-1)).toBe("run.completed");
      expect((await floor.bob.get(`/api/runs/${runNo}`)).body.state).toBe("COMPLETED");
    });

    test("a pass costs four statements besides its events; PostgreSQL locks besides", async () => {
      const { sns } = await floor.run(20, 3);
      const costs: number[] = [];
      for (const sn of sns) {
        const before = floor.app.db.stats().statements;
        expect((await through(sn)).code).toBeNull();
        costs.push(floor.app.db.stats().statements - before);
      }
      expect(costs.at(-1)).toBeLessThanOrEqual(dialect === "postgresql" ? 5 : 4);
    });
  });

  describe("a machine tells beginning and end", () => {
    test("in, then out; a report of the whole only ends what has begun", async () => {
      const { sns } = await floor.run(20, 2);
      const [first = "", second = ""] = sns;
      for (const sn of sns) {
        const told = await floor.at([spi, sn], machineTrackIn);
        expect(told.done).toMatchObject({ state: "IN_STATION", result: null });
        expect(told.events[0]).toBe("unit.trackedIn");
      }
      floor.app.clock.advance(7);
      const out = await floor.at([spi, first], (cx, scan) => machineTrackOut(cx, scan, passed()));
      expect(out.events).toEqual(["unit.trackedOut"]);
      const whole = await through(second);
      expect(whole.events).toEqual(["unit.trackedOut"]);
      for (const sn of sns) {
        const [visit, ...more] = await floor.visits(sn);
        expect(more).toEqual([]);
        expect((visit?.outAt ?? "") > (visit?.inAt ?? "")).toBe(true);
      }
      const again = await floor.at([spi, first], (cx, scan) => machineTrackOut(cx, scan, passed()));
      expect(again.code).toBe("TRACK_NOT_FOUND");
    });

    test("aborted: the visit ends without a result and the unit waits before its step again", async () => {
      const { sns } = await floor.run(20);
      const sn = sns[0] ?? "";
      const abort = () => floor.at([spi, sn], (cx, scan) => machineAbort(cx, scan, "E-stop"));
      expect((await abort()).code).toBe("TRACK_NOT_FOUND");
      await floor.at([spi, sn], machineTrackIn);
      const told = await abort();
      expect(told.done).toMatchObject({ state: "QUEUED", result: null });
      expect(told.events).toEqual(["unit.visitAborted"]);
      expect(told.told[0]?.data).toMatchObject({ reason: "E-stop", stepNo: 20 });
      expect(await floor.visits(sn)).toMatchObject([
        { result: null, outAt: floor.app.clock.now(), openUnitId: null },
      ]);
      expect(await floor.unit(sn)).toMatchObject({ state: "QUEUED", currentStepNo: 20 });
      expect((await through(sn)).done?.nextStepNo).toBe(30);
      const trace = await floor.eve.get(`/api/trace/units/${sn}`);
      const tracks = JSON.stringify(trace.body);
      expect(trace.status).toBe(200);
      expect(tracks).toContain('"result":null');
    });

    test("disqualified: a waiting unit is held, one inside is not", async () => {
      const { sns } = await floor.run(20, 2);
      const [first = "", second = ""] = sns;
      const hold = (sn: string) =>
        floor.at([spi, sn], (cx, scan) => machineHold(cx, scan, "UnitsDisqualified"));
      const told = await hold(first);
      expect(told.done).toMatchObject({ state: "ON_HOLD" });
      expect(told.events).toEqual(["unit.held"]);
      expect(await floor.unit(first)).toMatchObject({
        state: "ON_HOLD",
        heldFrom: "QUEUED",
        holdReason: "UnitsDisqualified",
      });
      expect((await through(first)).code).toBe("UNIT_ON_HOLD");
      await floor.at([spi, second], machineTrackIn);
      expect((await hold(second)).code).toBe("UNIT_ALREADY_IN_STATION");
    });
  });

  test("nobody takes a machine's track-out back", async () => {
    const { sns } = await floor.run(20);
    const { done } = await through(sns[0] ?? "");
    const undo = await floor.ann.post(`/api/stations/${spi}/undo`, { trackId: done?.trackId });
    expect([undo.status, undo.body.code]).toEqual([409, "UNDO_MACHINE_VISIT"]);
  });
});
