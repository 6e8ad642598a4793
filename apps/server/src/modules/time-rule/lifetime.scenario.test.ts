import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { makePanel } from "@lineside/testkit/factory";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("a rule looks at what happens from now on", () => {
    test("creating one starts no clock for what has happened", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      expect((await floor.rule("LATER")).status).toBe(200);
      await floor.later(1);
      expect((await floor.clocks(sn)).map((clock) => clock.ruleCode)).toEqual(["WASH_4H"]);
      const next = await floor.unit();
      await floor.reflowed(next);
      expect((await floor.clocks(next)).map((clock) => clock.ruleCode).sort()).toEqual([
        "LATER",
        "WASH_4H",
      ]);
      await floor.change("LATER", { isActive: false });
    });

    test("switching one off lets its clocks run on; switching it on starts none", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      await floor.change("WASH_4H", { isActive: false });
      const meanwhile = await floor.unit();
      await floor.reflowed(meanwhile);
      expect(await floor.states(meanwhile)).toEqual([]);
      await floor.change("WASH_4H", { isActive: true });
      await floor.later(241);
      expect([await floor.states(sn), await floor.states(meanwhile)]).toEqual([["EXPIRED"], []]);
    });

    test("editing one leaves deadline, waivability and end event of running clocks as they were", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const before = await floor.clock(sn);
      const edit = { durationMinutes: 10, warningMinutes: 0, isWaivable: false, onExpiry: "BLOCK" };
      const endWhen = { events: ["unit.trackedOut"], traits: ["pack"], results: [] };
      expect((await floor.change("WASH_4H", { ...edit, endWhen })).status).toBe(200);
      await floor.later(20);
      expect(await floor.clock(sn)).toEqual(before);
      const next = await floor.unit();
      await floor.reflowed(next);
      expect(await floor.states(next)).toEqual([]);
      await floor.pass(sn, "AOI-A", "WASH-A");
      expect(await floor.clock(sn)).toMatchObject({ state: "COMPLETED", isWaivable: true });
      const wash = { events: ["unit.trackedIn"], traits: ["wash"], results: [] };
      const back = { durationMinutes: 240, warningMinutes: 30, isWaivable: true };
      await floor.change("WASH_4H", { ...back, onExpiry: "ALERT", endWhen: wash });
    });
  });

  describe("the server was down", () => {
    test("the deadline stays where it was; the delay of its detection is kept", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { id, expiresAt } = await floor.clock(sn);
      floor.minutes(400);
      const mark = await floor.app.mark();
      await floor.app.runJobs();
      // The warning would come too late to be of use: the expiry says it all.
      expect(await floor.app.events(mark)).toEqual(["clock.expired", "notice.sent"]);
      expect(await floor.clock(sn)).toMatchObject({
        state: "EXPIRED",
        expiresAt,
        detectedAt: floor.app.clock.now(),
        detectionDelaySeconds: 160 * 60,
        warnedAt: null,
      });
      const told = await floor.app.db.read
        .selectFrom("platform_event")
        .select(["occurredAt", "recordedAt"])
        .where("type", "=", "clock.expired")
        .where("entityId", "=", id)
        .executeTakeFirstOrThrow();
      expect(told).toEqual({ occurredAt: expiresAt, recordedAt: floor.app.clock.now() });
    });

    test("the sweep notices what a lost job would have missed, once", async () => {
      const [warned, expired] = [await floor.unit(), await floor.unit()];
      await floor.reflowed(expired);
      floor.minutes(40);
      await floor.reflowed(warned);
      await floor.app.runJobs();
      const lost = floor.app.db.auto.updateTable("platform_job").set({ state: "CANCELLED" });
      await lost.where("kind", "like", "clock.%").where("state", "=", "QUEUED").execute();
      await floor.later(215);
      expect([await floor.states(warned), await floor.states(expired)]).toEqual([
        ["RUNNING"],
        ["RUNNING"],
      ]);
      const mark = await floor.app.mark();
      await floor.app.runCron("clock.sweep");
      await floor.app.runCron("clock.sweep");
      expect(await floor.app.events(mark)).toEqual([
        "clock.expired",
        "notice.sent",
        "clock.warned",
        "notice.sent",
      ]);
      expect((await floor.clock(expired)).detectionDelaySeconds).toBe(15 * 60);
    });
  });

  describe("the subject ends, or what happened is undone", () => {
    const undo = (station: string, trackId: string) =>
      floor.leader.post(`/api/stations/${station}/undo`, { trackId });

    test("undoing the track-out that started a clock cancels it with its jobs", async () => {
      const sn = await floor.unit();
      const { trackId } = await floor.reflowed(sn);
      const { id } = await floor.clock(sn);
      const mark = await floor.app.mark();
      expect((await undo("REFLOW-A", trackId)).status).toBe(200);
      expect(await floor.app.events(mark)).toEqual(["unit.trackOutUndone", "clock.cancelled"]);
      expect([await floor.states(sn), await floor.jobs(id)]).toEqual([["CANCELLED"], []]);
      await floor.out("REFLOW-A", sn);
      expect(await floor.states(sn)).toEqual(["CANCELLED", "RUNNING"]);
    });

    test("undoing a later track-out, which started nothing, leaves it alone", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { trackId } = await floor.pass(sn, "AOI-A");
      expect((await undo("AOI-A", trackId)).status).toBe(200);
      expect(await floor.states(sn)).toEqual(["RUNNING"]);
    });

    test("undoing the track-out that ended a clock lets it run on towards the same deadline", async () => {
      await floor.rule("UNTIL_AOI", {
        endWhen: { events: ["unit.trackedOut"], traits: ["aoi"], results: [] },
      });
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const until = async () =>
        (await floor.clocks(sn)).filter((clock) => clock.ruleCode === "UNTIL_AOI");
      const [before] = await until();
      if (!before) throw new Error("no clock of UNTIL_AOI");
      const { trackId } = await floor.pass(sn, "AOI-A");
      expect((await until()).map((clock) => clock.state)).toEqual(["COMPLETED"]);
      const mark = await floor.app.mark();
      await undo("AOI-A", trackId);
      expect(await floor.app.events(mark)).toEqual(["unit.trackOutUndone", "clock.reopened"]);
      expect(await until()).toEqual([{ ...before, version: 3 }]);
      expect(await floor.jobs(before.id)).toEqual([
        ["clock.warn", before.warningAt],
        ["clock.expire", before.expiresAt],
      ]);
      await floor.change("UNTIL_AOI", { isActive: false });
    });

    test("undoing the end of the wash does not undo the arrival in it, which had ended the clock", async () => {
      // With a second unit the run goes on after the first one's last step.
      const [sn = ""] = (await floor.run({ units: 2 })).sns;
      await floor.reflowed(sn);
      const { trackId } = await floor.pass(sn, "AOI-A", "WASH-A");
      const mark = await floor.app.mark();
      expect((await undo("WASH-A", trackId)).status).toBe(200);
      expect(await floor.app.events(mark)).toEqual(["unit.trackOutUndone"]);
      expect(await floor.states(sn)).toEqual(["COMPLETED"]);
    });

    test("undoing the end of a visit lets the clock of that visit run on", async () => {
      const here = { traits: ["aoi"], results: [] };
      await floor.rule("STAY", {
        startWhen: { events: ["unit.trackedIn"], ...here },
        endWhen: { events: ["unit.trackedOut"], ...here },
      });
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { trackId } = await floor.pass(sn, "AOI-A");
      const stay = async () =>
        (await floor.clocks(sn)).find((clock) => clock.ruleCode === "STAY")?.state;
      expect(await stay()).toBe("COMPLETED");
      await undo("AOI-A", trackId);
      expect(await stay()).toBe("RUNNING");
      await floor.out("AOI-A", sn);
      expect(await stay()).toBe("COMPLETED");
      await floor.change("STAY", { isActive: false });
    });

    test("a scrapped unit takes its clocks with it, expired ones too", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { id } = await floor.clock(sn);
      await floor.later(241);
      const mark = await floor.app.mark();
      const scrapped = await floor.quality.post(`/api/units/${sn}/scrap`, { reason: "burnt" });
      expect([scrapped.status, scrapped.body.code]).toEqual([200, undefined]);
      expect(await floor.app.events(mark)).toEqual(["unit.scrapped", "clock.cancelled"]);
      expect([await floor.states(sn), await floor.jobs(id)]).toEqual([["CANCELLED"], []]);
    });

    test("so does one that quality releases after its last step", async () => {
      await floor.rule("NEVER_MET", {
        startWhen: { events: ["unit.trackedIn"], traits: ["wash"], results: [] },
        endWhen: { events: ["unit.trackedOut"], traits: [], results: ["FAIL"] },
      });
      const sn = await floor.unit();
      await floor.pass(sn, "PRINT-A", "REFLOW-A", "AOI-A");
      await floor.into("WASH-A", sn);
      const never = async () =>
        (await floor.clocks(sn)).find((clock) => clock.ruleCode === "NEVER_MET")?.state;
      expect(await never()).toBe("RUNNING");
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "ON_HOLD", heldFrom: "DONE", currentStepNo: 40 })
        .where("sn", "=", sn)
        .execute();
      const body = { reason: "measured again, fine" };
      const released = await floor.quality.post(`/api/units/${sn}/release`, body);
      expect([released.status, released.body.unit?.state]).toEqual([200, "DONE"]);
      expect(await never()).toBe("CANCELLED");
      await floor.change("NEVER_MET", { isActive: false });
    });

    test("a unit that is done takes along what never met its end", async () => {
      await floor.rule("NEVER", {
        endWhen: { events: ["unit.trackedIn"], traits: [], results: [] },
        startWhen: { events: ["unit.trackedIn"], traits: ["wash"], results: [] },
      });
      const sn = await floor.unit();
      await floor.pass(sn, "PRINT-A", "REFLOW-A", "AOI-A");
      await floor.into("WASH-A", sn);
      const states = async () => (await floor.clocks(sn)).map((c) => [c.ruleCode, c.state]);
      expect(await states()).toEqual([
        ["WASH_4H", "COMPLETED"],
        ["NEVER", "RUNNING"],
      ]);
      await floor.out("WASH-A", sn);
      expect(await states()).toEqual([
        ["WASH_4H", "COMPLETED"],
        ["NEVER", "CANCELLED"],
      ]);
      await floor.change("NEVER", { isActive: false });
    });
  });

  test("a panel starts and ends one clock for each of its units", async () => {
    const run = await floor.run({ units: 4 });
    await makePanel(floor.app.db, run, { panelNo: "PANEL-1", sns: run.sns });
    const scan = (station: string, way: string) =>
      floor.leader.post(`/api/stations/${station}/${way}`, { panelNo: "PANEL-1", result: "PASS" });
    for (const station of ["PRINT-A", "REFLOW-A", "AOI-A"])
      for (const way of ["track-in", "track-out"]) await scan(station, way);
    const states = () => Promise.all(run.sns.map((sn) => floor.states(sn)));
    expect(await states()).toEqual(Array(4).fill(["RUNNING"]));
    expect((await scan("WASH-A", "track-in")).status).toBe(200);
    expect(await states()).toEqual(Array(4).fill(["COMPLETED"]));
  });

  test("what happened earlier at its source counts from then", async () => {
    const at = addMinutes(floor.app.clock.now(), -30);
    await floor.tell([{ type: "pasteBottle.opened", entityKey: "B-9", occurredAt: at }]);
    expect((await floor.clock("B-9")).expiresAt).toBe(addMinutes(at, 1440));
  });
});
