import { expect, test } from "bun:test";
import { elapsedMs } from "@lineside/domain/kernel";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { add, makeEngine, noted, statesOf } from "./bench.fixture.ts";
import { defineCron } from "./job.ts";

eachDatabase((_, open) => {
  test("a clock that was a year ahead and is set right: timetables and jobs go on", async () => {
    const db = await open();
    const clock = new FakeClock();
    const engine = makeEngine(db, { clock });
    const cron = defineCron({ name: "test.tick", pattern: "* * * * *", run: async () => {} });
    const other = makeEngine(db, { clock, worker: "after a restart" });
    for (const each of [engine, other]) each.register([noted], [cron]);
    const year = 365 * 24 * 3_600;
    const nextAt = async () => {
      const row = await db.read.selectFrom("platform_cron").select("nextAt").executeTakeFirst();
      return row?.nextAt ?? "";
    };
    for (const node of [engine, other]) {
      clock.advance(year);
      await engine.strikeDue();
      await add(db, noted, { now: clock.now(), payload: { key: "of next year" } });
      const away = { key: "erp", failures: 5, isOpen: true, updatedAt: clock.now() };
      const probe = { openedAt: clock.now(), probeAt: clock.now() };
      await db.unit(({ k }) =>
        k
          .insertInto("platform_job_endpoint")
          .values({ ...away, ...probe })
          .onConflict((conflict) => conflict.column("key").doUpdateSet(probe))
          .execute(),
      );
      clock.advance(-year);
      expect(elapsedMs(clock.now(), await nextAt())).toBeGreaterThan(60_000);
      await node.strikeDue();
      expect(elapsedMs(clock.now(), await nextAt())).toBeLessThanOrEqual(60_000);
      const known = db.read.selectFrom("platform_job_endpoint").select("probeAt");
      expect(await known.execute()).toEqual([{ probeAt: clock.now() }]);
      clock.advance(60);
      await node.strikeDue();
      await node.drain();
      expect(new Set(await statesOf(db))).toEqual(new Set(["COMPLETED"]));
    }
  });
});
