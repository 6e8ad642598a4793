import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const reason = "board was cleaned by hand";

  describe("S9: wash time rule", () => {
    test("the clock starts with the track-out, warns the line at +210 min, completes at the wash", async () => {
      const sn = await floor.unit();
      await floor.pass(sn, "PRINT-A");
      await floor.into("REFLOW-A", sn);
      const startedAt = floor.app.clock.now();
      const mark = await floor.app.mark();
      expect((await floor.out("REFLOW-A", sn)).status).toBe(200);
      expect(await floor.app.events(mark)).toEqual(["unit.trackedOut", "clock.started"]);
      const clock = await floor.clock(sn);
      expect(clock).toMatchObject({
        ruleCode: "WASH_4H",
        state: "RUNNING",
        subjectType: "UNIT",
        startedAt,
        warningAt: addMinutes(startedAt, 210),
        expiresAt: addMinutes(startedAt, 240),
        lineId: floor.washed.lineId,
        routeCode: "ROUTE-A",
        productCode: "P-A",
      });
      expect(await floor.jobs(clock.id)).toEqual([
        ["clock.warn", clock.warningAt],
        ["clock.expire", clock.expiresAt],
      ]);
      const aoi = await floor.app.mark();
      await floor.pass(sn, "AOI-A");
      expect(await floor.app.events(aoi)).toEqual(["unit.trackedIn", "unit.trackedOut"]);
      await floor.later(209);
      expect(await floor.told(clock.id, "CLOCK_WARNING")).toEqual([]);
      const warned = await floor.app.mark();
      await floor.later(1);
      expect(await floor.app.events(warned)).toEqual(["clock.warned", "notice.sent"]);
      expect(await floor.told(clock.id, "CLOCK_WARNING")).toEqual(["line-leader", "operator"]);
      const washed = await floor.app.mark();
      expect((await floor.into("WASH-A", sn)).status).toBe(200);
      expect(await floor.app.events(washed)).toEqual(["unit.trackedIn", "clock.completed"]);
      expect(await floor.clock(sn)).toMatchObject({
        state: "COMPLETED",
        elapsedSeconds: 210 * 60,
        detectedAt: null,
        activeKey: null,
      });
      expect(await floor.jobs(clock.id)).toEqual([]);
    });

    test("at +240 min it expires; quality and plant manager hear of it too; it alerts, it does not stop", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      const { id, expiresAt } = await floor.clock(sn);
      await floor.later(215);
      const mark = await floor.app.mark();
      await floor.later(26);
      expect(await floor.app.events(mark)).toEqual(["clock.expired", "notice.sent"]);
      expect(await floor.clock(sn)).toMatchObject({
        state: "EXPIRED",
        expiresAt,
        detectionDelaySeconds: 60,
      });
      expect(await floor.told(id, "CLOCK_EXPIRED")).toEqual([
        "line-leader",
        "operator",
        "plant-manager",
        "quality",
      ]);
      expect((await floor.into("AOI-A", sn)).status).toBe(200);
    });

    test("the plant manager waives it with a reason; without permission 403", async () => {
      const sn = await floor.unit();
      await floor.reflowed(sn);
      await floor.later(241);
      const { id } = await floor.clock(sn);
      const waive = (body: object, who = floor.manager) =>
        who.post(`/api/clocks/${id}/waive`, body);
      const mark = await floor.app.mark();
      for (const who of [floor.operator, floor.leader, floor.quality, floor.engineer]) {
        const refused = await waive({ reason }, who);
        expect([refused.status, refused.body.code]).toEqual([403, "FORBIDDEN"]);
      }
      const silent = await waive({});
      expect([silent.status, silent.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const waived = await waive({ reason });
      expect([waived.status, waived.body]).toEqual([
        200,
        expect.objectContaining({
          state: "WAIVED",
          waiveReason: reason,
          waivedAt: floor.app.clock.now(),
          waivedByName: expect.stringContaining("plant_manager"),
          elapsedSeconds: 241 * 60,
        }),
      ]);
      expect(await floor.app.events(mark)).toEqual([
        ...Array(4).fill("clock.waive!FORBIDDEN"),
        "clock.waived",
      ]);
      const again = await waive({ reason });
      expect([again.status, again.body.code]).toEqual([409, "INSTANCE_INVALID_STATUS"]);
      const washed = await floor.app.mark();
      await floor.pass(sn, "AOI-A", "WASH-A");
      expect((await floor.app.events(washed)).filter((type) => type.startsWith("clock."))).toEqual([
        "clock.started",
        "clock.completed",
      ]);
    });
  });

  describe("T1, T2: an opened bottle", () => {
    test("T1: warns two hours before a day is over, then expires", async () => {
      const mark = await floor.app.mark();
      await floor.bottle("opened", "B-1");
      await floor.bottle("bound", "B-1");
      expect(await floor.app.events(mark)).toEqual([
        "pasteBottle.opened",
        "clock.started",
        "pasteBottle.bound",
      ]);
      const { id } = await floor.clock("B-1");
      await floor.later(22 * 60);
      expect(await floor.told(id, "CLOCK_WARNING")).toEqual(["line-leader", "operator"]);
      await floor.later(2 * 60);
      expect(await floor.states("B-1")).toEqual(["EXPIRED"]);
      await floor.bottle("scrapped", "B-1");
      expect(await floor.states("B-1")).toEqual(["LATE_COMPLETED"]);
    });

    test("T2: unbound in time it completes; a closed bottle on the line starts nothing", async () => {
      await floor.bottle("bound", "B-2", false);
      expect(await floor.states("B-2")).toEqual([]);
      await floor.bottle("opened", "B-2");
      floor.minutes(60);
      const mark = await floor.app.mark();
      await floor.bottle("unbound", "B-2");
      expect(await floor.app.events(mark)).toEqual(["pasteBottle.unbound", "clock.completed"]);
      expect(await floor.clock("B-2")).toMatchObject({ state: "COMPLETED", elapsedSeconds: 3600 });
    });
  });

  test("T3: washed after three hours it completes; after five it had expired", async () => {
    const [early, late] = [await floor.unit(), await floor.unit()];
    for (const sn of [early, late]) await floor.pass(sn, "PRINT-A", "REFLOW-A", "AOI-A");
    await floor.later(180);
    await floor.pass(early, "WASH-A");
    await floor.later(120);
    expect([await floor.states(early), await floor.states(late)]).toEqual([
      ["COMPLETED"],
      ["EXPIRED"],
    ]);
  });

  test("the trace of a unit shows its clocks and what became of them", async () => {
    const sn = await floor.unit();
    await floor.reflowed(sn);
    await floor.later(241);
    const { id, expiresAt } = await floor.clock(sn);
    await floor.manager.post(`/api/clocks/${id}/waive`, { reason });
    const traced = await floor.quality.get(`/api/trace/units/${sn}`);
    expect([traced.status, traced.body.clocks]).toEqual([
      200,
      [expect.objectContaining({ id, ruleCode: "WASH_4H", state: "WAIVED", expiresAt })],
    ]);
    expect(traced.body.clocks[0]).toMatchObject({ waiveReason: reason, elapsedSeconds: 241 * 60 });
  });

  test("T4: a route without wash starts no clock", async () => {
    const sn = await floor.unit(floor.plain);
    await floor.pass(sn, "PRINT-B", "REFLOW-B", "AOI-B");
    expect(await floor.states(sn)).toEqual([]);
  });

  test("T5: what may not be waived is not", async () => {
    await floor.rule("STRICT", { isWaivable: false });
    const sn = await floor.unit();
    await floor.reflowed(sn);
    const strict = (await floor.clocks(sn)).find((clock) => clock.ruleCode === "STRICT");
    const refused = await floor.manager.post(`/api/clocks/${strict?.id}/waive`, { reason });
    expect([refused.status, refused.body.code]).toEqual([409, "INSTANCE_NOT_WAIVABLE"]);
    expect(refused.body.context).toMatchObject({ ruleCode: "STRICT", state: "RUNNING" });
    await floor.change("STRICT", { isActive: false });
  });
});
