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
      clock.advance(-year);
      expect(elapsedMs(clock.now(), await nextAt())).toBeGreaterThan(60_000);
      await node.strikeDue();
      expect(elapsedMs(clock.now(), await nextAt())).toBeLessThanOrEqual(60_000);
      clock.advance(60);
      await node.strikeDue();
      await node.drain();
      expect(new Set(await statesOf(db))).toEqual(new Set(["COMPLETED"]));
    }
  });
});
