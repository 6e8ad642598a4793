import { expect, test } from "bun:test";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { add, attemptsOf, effectsOf, jobsOf, makeEngine, noted } from "./bench.fixture.ts";

eachDatabase((_dialect, open) => {
  test("what is due runs once, what is not waits for its time", async () => {
    const db = await open();
    const clock = new FakeClock();
    const engine = makeEngine(db, { clock });
    engine.register([noted]);
    const now = clock.now();
    await add(db, noted, { payload: { key: "a" }, now });
    await add(db, noted, { payload: { key: "b" }, now, notBefore: "2026-11-22T02:01:00.000Z" });
    expect(await engine.drain()).toBe(1);
    expect(await engine.drain()).toBe(0);
    clock.advance(60);
    expect(await engine.drain()).toBe(1);
    expect((await effectsOf(db)).map((key) => key[0])).toEqual(["a", "b"]);
    expect((await jobsOf(db)).map((job) => [job.state, job.attempt])).toEqual([
      ["COMPLETED", 1],
      ["COMPLETED", 1],
    ]);
    expect((await attemptsOf(db)).map(({ outcome, waitMs }) => [outcome, waitMs])).toEqual([
      ["COMPLETED", 0],
      ["COMPLETED", 0],
    ]);
  });
});
