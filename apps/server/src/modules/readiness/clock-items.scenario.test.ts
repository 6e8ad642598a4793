import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import { Preparing, reason } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(async () => {
    await p.open(dialect);
    await p.machine("PR-1", "NORMAL");
    await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT" });
  }, 60_000);
  afterAll(() => p.close());

  describe("the item of a clock", () => {
    test("D18, D19: expires in production without touching what was kept; waiving it waives the clock", async () => {
      const run = await p.run();
      const clock = await p.clock(run);
      expect((await p.planner.post(`/api/runs/${run.runNo}/authorize`)).status).toBe(200);
      await p.k
        .updateTable("work_order_run")
        .set({ state: "IN_PROGRESS", startedAt: p.now })
        .where("id", "=", run.runId)
        .execute();
      const history = async () =>
        (await p.planner.get(`/api/runs/${run.runNo}/readiness/history`)).body.items;
      const kept = await history();
      p.app.clock.advance(700);
      const board = await p.board(run.runNo);
      expect(board).toMatchObject({ runState: "IN_PROGRESS", status: "FAILED", isLive: true });
      expect(await history()).toEqual(kept);
      const mark = await p.app.mark();
      expect((await p.waive(run.runNo, "TIME_RULE")).body.status).toBe("PASSED");
      expect((await p.app.events(mark)).filter((type) => type !== "notice.sent")).toEqual([
        "readiness.waived",
        "clock.expired",
        "clock.waived",
      ]);
      const row = await p.k
        .selectFrom("time_rule_clock")
        .select(["state", "waiveReason"])
        .where("id", "=", clock)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ state: "WAIVED", waiveReason: reason });
      expect(await p.item(run.runNo, "TIME_RULE", clock)).toMatchObject({
        state: "WAIVED",
        waiver: { reason },
      });
      expect(await history()).toEqual(kept);
    });

    test("waived where it runs, it is waived on the board too; one that may not be stays failed", async () => {
      const run = await p.run();
      const clock = await p.clock(run);
      p.app.clock.advance(700);
      const fixed = await p.clock(run, { isWaivable: false, expiresAt: addMinutes(p.now, -1) });
      expect((await p.manager.post(`/api/clocks/${clock}/waive`, { reason })).status).toBe(200);
      expect((await p.item(run.runNo, "TIME_RULE", clock)).state).toBe("WAIVED");
      expect(await p.item(run.runNo, "TIME_RULE", fixed)).toMatchObject({
        state: "FAILED",
        isWaivable: false,
      });
    });

    test("of the bottle on the line, opened for this run, is one item", async () => {
      const run = await p.run();
      await p.paste("B-CLOCK", addMinutes(p.now, 600));
      const bottle = { subjectType: "PASTE_BOTTLE", subjectId: "B-CLOCK", subjectKey: "B-CLOCK" };
      const clock = await p.clock(run, bottle);
      p.app.clock.advance(700);
      const { items } = await p.board(run.runNo);
      const found = items.filter((item: { itemKey: string }) => item.itemKey === clock);
      expect(found).toMatchObject([{ checkCode: "TIME_RULE", state: "FAILED" }]);
    });
  });
});
