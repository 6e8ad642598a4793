import { expect, test } from "bun:test";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { z } from "zod";
import { add, effectsOf, jobsOf, makeEngine, markEffect, Worker } from "./bench.fixture.ts";
import { defineJob, JobFailure } from "./job.ts";
import { wake } from "./queue.ts";

eachDatabase((dialect, open) => {
  /** A job that waits for "it", held by a worker of its own in the middle of its look. */
  const looking = async () => {
    const db = await open();
    const clock = new FakeClock();
    let isThere = false;
    const early = defineJob({
      kind: "test.early",
      lane: "event",
      payload: z.object({}),
      run: async (jx) => {
        if (!isThere) throw new JobFailure("early", "RESOURCE_NOT_FOUND", { waitKey: "unit:A" });
        await markEffect(jx.tx, "done");
      },
    });
    const engine = makeEngine(db, { clock });
    engine.register([early]);
    await add(db, early, { payload: {}, now: clock.now() });
    await engine.drain();
    const worker = new Worker("w1", { db, clock, jobs: [early] });
    clock.advance(15);
    const [held] = await worker.claim();
    const parked = await worker.run(held);
    expect([parked, (await jobsOf(db))[0]?.state]).toEqual(["PUT_BACK", "QUEUED"]);
    clock.advance(60);
    const [again] = await worker.claim();
    return {
      ...{ db, clock, engine },
      comes: () => {
        isThere = true;
      },
      isMissed: async () => {
        isThere = false;
        const outcome = await worker.run(again);
        isThere = true;
        return outcome;
      },
      wakeIt: () => db.unit((tx) => wake(tx, "unit:A", clock.now())),
    };
  };

  test("what looks while it comes looks once more as soon as it is back", async () => {
    const { db, engine, isMissed, wakeIt } = await looking();
    expect(await wakeIt()).toBe(1);
    expect(await isMissed()).toBe("PUT_BACK");
    await engine.drain();
    expect(await effectsOf(db)).toEqual(["done"]);
    expect((await jobsOf(db)).map(({ state, waitKey }) => [state, waitKey])).toEqual([
      ["COMPLETED", null],
      ["COMPLETED", null],
    ]);
  });

  test("what is at it for longer is not forgotten, and not asked without end", async () => {
    const { db, clock, engine, isMissed, wakeIt } = await looking();
    await wakeIt();
    expect(await engine.drain()).toBe(1);
    clock.advance(0.02);
    expect(await engine.drain()).toBe(1);
    expect(await engine.drain()).toBe(0);
    await isMissed();
    clock.advance(0.04);
    await engine.drain();
    expect(await effectsOf(db)).toEqual(["done"]);
    clock.advance(60);
    expect(await engine.drain()).toBe(0);
  });

  test("what has looked again by itself since is left alone", async () => {
    const { db, clock, engine, comes, isMissed, wakeIt } = await looking();
    await wakeIt();
    await isMissed();
    comes();
    clock.advance(5 * 60);
    await engine.drain();
    expect(await effectsOf(db)).toEqual(["done"]);
    expect((await jobsOf(db))[0]?.attempt).toBe(4);
  });

  test("nobody waits: nothing is written", async () => {
    const db = await open();
    expect(await db.unit((tx) => wake(tx, "unit:B", new FakeClock().now()))).toBe(0);
    expect(await jobsOf(db)).toEqual([]);
  });

  if (dialect === "postgresql")
    test("what is committed while it looks is never seen by that look, but by the next", async () => {
      const { db, clock, engine, isMissed } = await looking();
      const told = Promise.withResolvers<void>();
      const over = Promise.withResolvers<void>();
      const unit = db.unit(async (tx) => {
        await wake(tx, "unit:A", clock.now());
        told.resolve();
        await over.promise;
      });
      await told.promise;
      expect(await isMissed()).toBe("PUT_BACK");
      expect(await engine.drain()).toBe(0);
      over.resolve();
      await unit;
      await engine.drain();
      expect(await effectsOf(db)).toEqual(["done"]);
    });
});
