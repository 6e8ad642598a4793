import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const reason = "board was cleaned by hand";

  test("D23: who may waive is told of an expiry, whatever role gives the permission", async () => {
    const admin = await floor.app.as("admin");
    await admin.post("/api/roles", {
      code: "duty_manager",
      name: "Duty manager",
      nameZh: "值班经理",
      scope: "ALL",
      permissions: ["clock:read", "clock:waive"],
    });
    const duty = await floor.app.as("duty_manager");
    const sn = await floor.unit();
    await floor.reflowed(sn);
    await floor.later(241);
    const { id } = await floor.clock(sn);
    expect(await floor.told(id, "CLOCK_EXPIRED")).toContain("duty-manager");
    expect((await duty.get("/api/notices/unread")).body.unread).toBeGreaterThan(0);
  });

  test("D24: a warning on a line nobody works on reaches who may waive it, not nobody", async () => {
    const { db } = floor.app;
    const line = { lineId: "nobodys-line", routeCode: null };
    await floor.tell([{ type: "pasteBottle.opened", entityKey: "B-3", lineId: line.lineId }]);
    const { id } = await floor.clock("B-3");
    await floor.later(22 * 60);
    expect(await floor.told(id, "CLOCK_WARNING")).toEqual(["duty-manager", "plant-manager"]);
    const notice = await db.read
      .selectFrom("notification_notice")
      .select("lineId")
      .where("uniqueKey", "=", `clock.WARNING:${id}`)
      .executeTakeFirstOrThrow();
    expect(notice.lineId).toBe(line.lineId);
    await floor.bottle("emptied", "B-3");
  });

  test("D25: of two rules of one family only the product's own starts a clock", async () => {
    await floor.rule("WASH_2H", {
      family: "WASH_LIMIT",
      scope: "PRODUCT",
      scopeKey: "p-a",
      durationMinutes: 120,
      priority: 0,
    });
    const sn = await floor.unit();
    await floor.reflowed(sn);
    const clocks = await floor.clocks(sn);
    expect(clocks.map((clock) => clock.ruleCode)).toEqual(["WASH_2H"]);
    expect(clocks[0]?.frozen).toMatchObject({ scope: "PRODUCT", scopeKey: "P-A" });
    await floor.change("WASH_2H", { isActive: false });
    const next = await floor.unit();
    await floor.reflowed(next);
    expect((await floor.clock(next)).ruleCode).toBe("WASH_4H");
  });

  test("D26: an operation counts by its traits, whatever it is called", async () => {
    const { snapshot } = floor.plain;
    const versionId = crypto.randomUUID();
    const [print, reflow, aoi] = snapshot.steps;
    const traits = (step: typeof print, given: string[]) =>
      step && { ...step, operation: { ...step.operation, traits: given } };
    // "REFLOW" loses its trait, "PRINT" gets it, and the last step washes.
    const steps = [traits(print, ["reflow"]), traits(reflow, []), traits(aoi, ["wash"])];
    await floor.app.db.auto
      .insertInto("routing_version")
      .values({
        id: versionId,
        routeId: floor.plain.routeId,
        versionNo: 2,
        status: "READY",
        contentHash: versionId,
        snapshot: { ...snapshot, steps },
        errors: [],
        compiledAt: floor.app.clock.now(),
        compiledByName: "test",
      })
      .execute();
    const sn = await floor.unit({ ...floor.plain, versionId });
    await floor.pass(sn, "PRINT-B");
    expect(await floor.states(sn)).toEqual(["RUNNING"]);
    await floor.pass(sn, "REFLOW-B");
    expect(await floor.states(sn)).toEqual(["RUNNING"]);
    await floor.into("AOI-B", sn);
    expect(await floor.states(sn)).toEqual(["COMPLETED"]);
  });

  test("D27: a blocking rule refuses the next track-in at its deadline, though no job has noticed", async () => {
    await floor.rule("HARD", { onExpiry: "BLOCK", durationMinutes: 60, warningMinutes: 0 });
    const sn = await floor.unit();
    await floor.reflowed(sn);
    floor.minutes(59);
    expect((await floor.into("AOI-A", sn)).status).toBe(200);
    await floor.out("AOI-A", sn);
    floor.minutes(6);
    expect((await floor.states(sn)).every((state) => state === "RUNNING")).toBe(true);
    const preview = await floor.leader.get(`/api/stations/WASH-A/resolve/${sn}`);
    expect(preview.body).toMatchObject({
      action: "NONE",
      refusal: { code: "TIME_RULE_EXPIRED", resolvedBy: "clock:waive" },
    });
    const mark = await floor.app.mark();
    const refused = await floor.into("WASH-A", sn);
    const hard = (await floor.clocks(sn)).find((clock) => clock.ruleCode === "HARD");
    expect([refused.status, refused.body.code]).toEqual([409, "TIME_RULE_EXPIRED"]);
    expect(refused.body.context).toMatchObject({
      sn,
      clockId: hard?.id,
      ruleCode: "HARD",
      ruleNameZh: "回流至水洗",
      expiresAt: hard?.expiresAt,
      overdueMinutes: 5,
      elapsedMinutes: 65,
      isWaivable: true,
    });
    expect(await floor.app.events(mark)).toEqual(["execution.trackIn!TIME_RULE_EXPIRED"]);
    const waiving = await floor.app.mark();
    await floor.manager.post(`/api/clocks/${hard?.id}/waive`, { reason });
    // That it had expired is kept; nobody is called for what was just answered.
    expect(await floor.app.events(waiving)).toEqual(["clock.expired", "clock.waived"]);
    expect((await floor.into("WASH-A", sn)).status).toBe(200);
    await floor.change("HARD", { isActive: false });
  });

  test("D28: a late wash keeps the real time that had passed, noticed before or not", async () => {
    const [noticed, unnoticed] = [await floor.unit(), await floor.unit()];
    for (const sn of [noticed, unnoticed]) await floor.pass(sn, "PRINT-A", "REFLOW-A", "AOI-A");
    floor.minutes(300);
    const mark = await floor.app.mark();
    await floor.into("WASH-A", unnoticed);
    expect(await floor.app.events(mark)).toEqual([
      "unit.trackedIn",
      "clock.expired",
      "notice.sent",
      "clock.lateCompleted",
    ]);
    await floor.app.runJobs();
    await floor.later(10);
    await floor.into("WASH-A", noticed);
    expect(await floor.clock(unnoticed)).toMatchObject({
      state: "LATE_COMPLETED",
      elapsedSeconds: 300 * 60,
      detectionDelaySeconds: 60 * 60,
    });
    expect(await floor.clock(noticed)).toMatchObject({
      state: "LATE_COMPLETED",
      elapsedSeconds: 310 * 60,
    });
  });
});
