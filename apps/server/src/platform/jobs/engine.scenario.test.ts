import { expect, test } from "bun:test";
import type { Database } from "@lineside/db";
import { addMs, elapsedMs } from "@lineside/domain/kernel";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { z } from "zod";
import {
  add,
  attemptsOf,
  casesOf,
  effectsOf,
  jobsOf,
  makeEngine,
  markEffect,
  noted,
  outcomesOf,
  statesOf,
  Worker,
} from "./bench.fixture.ts";
import { loadCase, requeue } from "./decisions.ts";
import { defineCron, defineJob, JobFailure } from "./job.ts";
import { cancelJobs, wake } from "./queue.ts";
import type { AnyJob } from "./registry.ts";
import { systemJobs } from "./run.ts";

const payload = z.object({ key: z.string() });

eachDatabase((dialect, open) => {
  const start = async (...jobs: AnyJob[]) => {
    const db = await open();
    const clock = new FakeClock();
    const engine = makeEngine(db, { clock });
    engine.register([noted, ...jobs]);
    return { db, clock, engine, now: clock.now() };
  };

  test("what is due runs once, what is not waits for its time", async () => {
    const { db, clock, engine, now } = await start();
    await add(db, noted, { payload: { key: "a" }, now });
    await add(db, noted, { payload: { key: "b" }, now, notBefore: addMs(now, 60_000) });
    expect(await engine.drain()).toBe(1);
    expect(await engine.drain()).toBe(0);
    clock.advance(60);
    expect(await engine.drain()).toBe(1);
    expect(await effectsOf(db)).toEqual(["a", "b"]);
    expect((await jobsOf(db)).map((job) => [job.state, job.attempt])).toEqual([
      ["COMPLETED", 1],
      ["COMPLETED", 1],
    ]);
    expect((await attemptsOf(db)).map(({ outcome, waitMs }) => [outcome, waitMs])).toEqual([
      ["COMPLETED", 0],
      ["COMPLETED", 0],
    ]);
  });

  test("a failing job is tried ten times, then it is one case; nothing it wrote exists", async () => {
    const broken = defineJob({
      kind: "test.broken",
      lane: "event",
      payload,
      run: async (jx) => {
        await markEffect(jx.tx, "half");
        throw new Error("no such thing");
      },
    });
    const { db, clock, engine, now } = await start(broken);
    await add(db, broken, { payload: { key: "" }, now });
    let tries = await engine.drain();
    for (let hours = 0; hours < 2 * 60; hours++) {
      clock.advance(60);
      tries += await engine.drain();
    }
    expect(tries).toBe(10);
    expect(await outcomesOf(db)).toEqual([...Array(9).fill("RETRY"), "FAILED"]);
    expect(await effectsOf(db)).toEqual([]);
    expect(await casesOf(db)).toMatchObject([
      { state: "OPEN", code: "JOB_THREW", context: { message: "no such thing" } },
    ]);
    const events = await db.read.selectFrom("platform_event").selectAll().execute();
    expect(events).toMatchObject([
      { type: "job.failed", actorName: "system", actorKind: "SYSTEM", entityKey: "test.broken" },
    ]);
  });

  test("a payload that is none is a case at once", async () => {
    const { db, engine, now } = await start();
    await add(db, noted, { payload: { key: 7 }, now });
    expect(await engine.drain()).toBe(1);
    expect(await casesOf(db)).toMatchObject([{ code: "PARAM_INVALID", context: { field: "key" } }]);
  });

  test("too early it is parked; the unit of work that brings what was missing wakes it", async () => {
    const known = new Set<string>();
    const early = defineJob({
      kind: "test.early",
      lane: "ingest",
      payload,
      run: async (jx, { key }) => {
        if (!known.has(key))
          throw new JobFailure("early", "RESOURCE_NOT_FOUND", { waitKey: `unit:${key}` });
        await markEffect(jx.tx, key);
      },
    });
    const { db, clock, engine, now } = await start(early);
    for (const key of ["A", "B"]) await add(db, early, { payload: { key }, now });
    expect(await engine.drain()).toBe(2);
    expect((await jobsOf(db)).map((job) => [job.waitReason, job.waitKey, job.spent])).toEqual([
      ["PARKED", "unit:A", 0],
      ["PARKED", "unit:B", 0],
    ]);
    known.add("A");
    expect(await db.unit((tx) => wake(tx, "unit:A", clock.now()))).toBe(1);
    expect(await engine.drain()).toBe(1);
    expect(await effectsOf(db)).toEqual(["A"]);
    const looks: number[] = [];
    for (let left = await parked(db); left; left = await parked(db)) {
      clock.advance(elapsedMs(clock.now(), left.notBefore) / 1000);
      looks.push(elapsedMs(now, clock.now()) / 60_000);
      expect(await engine.drain()).toBe(1);
    }
    // 15 s, 1 m, 5 m, 15 m, then every hour for a day.
    expect(looks.slice(0, 6)).toEqual([0.25, 1.25, 6.25, 21.25, 81.25, 141.25]);
    expect((await jobsOf(db)).map(({ state }) => state)).toEqual(["COMPLETED", "FAILED"]);
    expect(looks.at(-1)).toBeGreaterThanOrEqual(24 * 60);
    expect(await casesOf(db)).toMatchObject([{ code: "RESOURCE_NOT_FOUND" }]);
  });

  test("one key goes in its order; a dead predecessor blocks its own key only, until it is decided", async () => {
    let isDown = true;
    const ordered = defineJob({
      kind: "test.ordered",
      lane: "event",
      payload,
      run: async (jx, { key }) => {
        if (isDown && key === "A1") throw new JobFailure("permanent", "PARAM_MISSING");
        await markEffect(jx.tx, key);
      },
    });
    const { db, engine, now } = await start(ordered);
    for (const key of ["A1", "A2", "B1", "A3", "B2"])
      await add(db, ordered, { payload: { key }, orderKey: key[0] ?? "", now });
    await engine.drain();
    expect(await effectsOf(db)).toEqual(["B1", "B2"]);
    isDown = false;
    const [dead] = await casesOf(db);
    await db.unit(async (tx) => {
      const found = await loadCase(tx, dead?.id ?? "");
      await requeue(tx, found, { now, actor: systemJobs, reason: null });
    });
    await engine.drain();
    expect((await effectsOf(db)).slice(2)).toEqual(["A1", "A2", "A3"]);
  });

  test("one open job of a unique key; taken back with its subject; added again when it is over", async () => {
    const { db, engine, now } = await start();
    const once = { payload: { key: "u" }, uniqueKey: "only", subject: "clock:1", now };
    expect(await add(db, noted, once)).not.toBeNull();
    expect(await add(db, noted, once)).toBeNull();
    expect(await db.unit((tx) => cancelJobs({ tx, now }, "clock:1"))).toBe(1);
    expect(await engine.drain()).toBe(0);
    expect(await add(db, noted, once)).not.toBeNull();
    expect(await engine.drain()).toBe(1);
    expect(await statesOf(db)).toEqual(["CANCELLED", "COMPLETED"]);
  });

  test("a node claims only the kinds and payload versions it knows", async () => {
    const { db, engine, now } = await start();
    await add(db, { ...noted, version: 2 }, { payload: { key: "new" }, now });
    await add(db, { ...noted, kind: "test.other" }, { payload: { key: "other" }, now });
    expect(await engine.drain()).toBe(0);
    expect(await statesOf(db)).toEqual(["QUEUED", "QUEUED"]);
  });

  test("eight claimers at once never run more of a kind than its cap", async () => {
    const capped = { ...noted, kind: "test.capped", cap: 1 };
    const { db, clock, engine, now } = await start(capped);
    await engine.drain();
    for (let n = 0; n < 12; n++) await add(db, capped, { payload: { key: `${n}` }, now });
    const workers = Array.from(
      { length: 8 },
      (_, n) => new Worker(`w${n}`, { db, clock, jobs: [capped] }),
    );
    for (let round = 0; round < 12; round++) {
      const claims = await Promise.all(workers.map((worker) => worker.claim(4)));
      expect(claims.flat().length).toBe(1);
      const running = (await statesOf(db)).filter((state) => state === "RUNNING");
      expect(running.length).toBe(1);
      const at = claims.findIndex((jobs) => jobs.length > 0);
      expect(await workers[at]?.run(claims[at]?.[0])).toBe("COMPLETED");
    }
    expect((await effectsOf(db)).length).toBe(12);
  });

  test("a timetable strikes once however many nodes see it; a failed strike gives way to the next", async () => {
    const db = await open();
    const clock = new FakeClock();
    let isWell = false;
    const cron = defineCron({
      name: "test.tick",
      pattern: "* * * * *",
      run: async (jx) => {
        if (!isWell) throw new JobFailure("permanent", "PARAM_MISSING");
        await markEffect(jx.tx, "tick");
      },
    });
    const nodes = ["a", "b", "c"].map((worker) => {
      const engine = makeEngine(db, { clock, worker });
      engine.register([], [cron]);
      return engine;
    });
    const strike = () => Promise.all(nodes.map((node) => node.strikeDue()));
    await strike();
    expect(await statesOf(db)).toEqual([]);
    for (const healthy of [false, false, true, true]) {
      isWell = healthy;
      clock.advance(60);
      await strike();
      await strike();
      await nodes[0]?.drain();
    }
    expect(await statesOf(db)).toEqual(["CANCELLED", "CANCELLED", "COMPLETED", "COMPLETED"]);
    expect(await effectsOf(db)).toEqual(["tick", "tick"]);
    expect((await casesOf(db)).map(({ resolution }) => resolution)).toEqual([
      "SUPERSEDED",
      "SUPERSEDED",
    ]);
    const [row] = await db.read.selectFrom("platform_cron").selectAll().execute();
    expect(row).toMatchObject({ lastOutcome: "COMPLETED", nextAt: "2026-11-22T02:05:00.000Z" });
  });

  test("the background loop runs what is enqueued at once, and ends without losing what it holds", async () => {
    const db = await open();
    const gate = Promise.withResolvers<void>();
    const slow = defineJob({
      kind: "test.slow",
      lane: "outbox",
      payload,
      send: () => gate.promise,
      run: (jx, { key }) => markEffect(jx.tx, key),
    });
    const clock = new FakeClock();
    const engine = makeEngine(db, { clock });
    engine.register([noted, slow]);
    await engine.start();
    const now = clock.now();
    await add(db, noted, { payload: { key: "quick" }, now });
    await until(async () => (await effectsOf(db)).length === 1);
    await add(db, slow, { payload: { key: "slow" }, now });
    await until(async () => (await statesOf(db)).includes("RUNNING"));
    await engine.stop(20);
    const [, left] = await jobsOf(db);
    expect(left).toMatchObject({ state: "QUEUED", spent: 0, losses: 0, worker: null });
    expect(await outcomesOf(db)).toEqual(["COMPLETED", "RELEASED"]);
    // The stopped node's run comes to its end all the same, and is refused.
    gate.resolve();
    await Bun.sleep(20);
    expect(await effectsOf(db)).toEqual(["quick"]);
    expect(await db.read.selectFrom("platform_job_node").selectAll().execute()).toEqual([]);
  });

  test("idle it writes nothing and hardly reads", async () => {
    const db = await open();
    const clock = new FakeClock();
    const engine = makeEngine(db, { clock, upkeepEveryMs: 1 });
    engine.register([noted]);
    const now = clock.now();
    await add(db, noted, { payload: { key: "" }, now, notBefore: addMs(now, 3_600_000) });
    await engine.start();
    // Its start is over when it has written nothing for a while, however busy the machine is.
    let { units } = db.stats();
    for (let looks = 0, quiet = 0; looks < 200 && quiet < 10; looks++) {
      await Bun.sleep(20);
      quiet = db.stats().units === units ? quiet + 1 : 0;
      units = db.stats().units;
    }
    await Bun.sleep(50);
    expect(db.stats().units).toBe(units);
    // Work for later does not wake it either.
    const waiting = db.stats().statements;
    await add(db, noted, { payload: { key: "" }, now, notBefore: addMs(now, 3_600_000) });
    if (dialect === "sqlite") expect(db.stats().statements - waiting).toBeLessThan(20);
    await engine.stop(0);
  });
});

const parked = async (db: Database) =>
  (await jobsOf(db)).find(({ waitReason }) => waitReason === "PARKED");

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1_000; n++) {
    if (await isSo()) return;
    await Bun.sleep(5);
  }
  throw new Error("it never came to that");
}
