import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { PasteFloor, print } from "./paste.fixture.ts";

eachDialect((dialect) => {
  const floor = new PasteFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());
  const clockOf = async (bottleNo: string) => (await floor.read(bottleNo)).clocks[0];
  /** Longer than the time rule, so that only the rule is heard. */
  const patient = { openLifeMinutes: 3 * 1440, warnMinutes: 1 };

  describe("time rules hear the steps of a bottle", () => {
    test("T1: opened, warned after 22 h, expired after 24 h, told to line and quality", async () => {
      await floor.clear();
      const quality = await floor.app.as("quality");
      const bottleNo = await floor.bottle(await floor.type(patient));
      await floor.warm(bottleNo, { isOpen: false });
      expect((await floor.bind(floor.ann, bottleNo)).status).toBe(200);
      expect(await clockOf(bottleNo)).toBeUndefined();
      const mark = await floor.app.mark();
      await floor.did(bottleNo, "OPEN");
      expect(await floor.eventsOf(bottleNo, mark)).toEqual(["pasteBottle.opened", "clock.started"]);
      const openedAt = floor.app.clock.now();
      expect(await clockOf(bottleNo)).toMatchObject({
        ruleCode: "SOLDER_PASTE_24H",
        state: "RUNNING",
        subjectKey: bottleNo,
        lineCode: "A",
        startedAt: openedAt,
      });
      floor.app.clock.advance(22 * 3600);
      await floor.app.runJobs();
      expect(await floor.inbox(floor.ann, bottleNo)).toEqual(["CLOCK_WARNING"]);
      floor.app.clock.advance(2 * 3600);
      await floor.app.runJobs();
      expect((await clockOf(bottleNo)).state).toBe("EXPIRED");
      for (const who of [floor.ann, floor.bob, quality])
        expect((await floor.inbox(who, bottleNo))[0]).toBe("CLOCK_EXPIRED");
      // It alerts; the paste's own life goes on and printing with it.
      expect((await floor.ann.get("/api/lines/A/paste")).body.refusal).toBeNull();
      await floor.did(bottleNo, "EMPTY");
      expect((await clockOf(bottleNo)).state).toBe("LATE_COMPLETED");
    });

    test("T2: unbound in time, it completes", async () => {
      const bottleNo = await floor.bound(patient);
      floor.app.clock.advance(3600);
      const mark = await floor.app.mark();
      await floor.ann.delete("/api/lines/A/paste", { reason: "end of shift" });
      expect(await floor.eventsOf(bottleNo, mark)).toEqual([
        "pasteBottle.unbound",
        "clock.completed",
      ]);
      expect(await clockOf(bottleNo)).toMatchObject({ state: "COMPLETED", elapsedSeconds: 3600 });
    });

    test("a blocking rule forbids opening, binding and printing at its instant, until it is waived", async () => {
      const rule = {
        code: "PASTE_BLOCK_2H",
        name: "Paste two hours",
        nameZh: "锡膏两小时",
        family: "PASTE_BLOCK",
        subjectType: "PASTE_BOTTLE",
        durationMinutes: 120,
        warningMinutes: 10,
        startWhen: { events: ["pasteBottle.opened"], traits: [], results: [] },
        endWhen: { events: ["pasteBottle.emptied"], traits: [], results: [] },
        onExpiry: "BLOCK",
        isWaivable: true,
      };
      const made = await floor.eve.post("/api/time-rules", rule);
      expect([made.status, made.body.code]).toEqual([200, rule.code]);
      const bottleNo = await floor.bound(patient);
      const { sns } = await floor.run();
      floor.app.clock.advance(2 * 3600);
      const scan = () => floor.ann.post(`/api/stations/${print}/track-in`, { sn: sns[0] });
      const late = await scan();
      expect([late.status, late.body.code]).toEqual([409, "PASTE_NOT_USABLE"]);
      expect(late.body.context).toMatchObject({ bottleNo, blockedCode: null });
      const line = (await floor.ann.get("/api/lines/A/paste")).body;
      expect(line.refusal).toMatchObject({
        code: "TIME_RULE_EXPIRED",
        context: { ruleCode: rule.code },
      });
      await floor.ann.delete("/api/lines/A/paste", {});
      const again = await floor.bind(floor.ann, bottleNo);
      expect([again.status, again.body.code]).toEqual([409, "TIME_RULE_EXPIRED"]);
      const { actions, clocks } = await floor.read(bottleNo);
      const bind = actions.find((row: { action: string }) => row.action === "BIND");
      expect(bind).toMatchObject({ allowed: false, refusal: { code: "TIME_RULE_EXPIRED" } });
      const blocking = clocks.find((row: { ruleCode: string }) => row.ruleCode === rule.code);
      const manager = await floor.app.as("plant_manager");
      const reason = "tested again, viscosity is fine";
      expect((await manager.post(`/api/clocks/${blocking.id}/waive`, { reason })).status).toBe(200);
      expect((await floor.bind(floor.ann, bottleNo)).status).toBe(200);
      expect((await scan()).status).toBe(200);
    });
  });
});
