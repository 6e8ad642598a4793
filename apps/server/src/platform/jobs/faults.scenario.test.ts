import { expect, test } from "bun:test";
import { type Database, DatabaseError, type Tx } from "@lineside/db";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { z } from "zod";
import { newId } from "../ids.ts";
import {
  add,
  attemptsOf,
  casesOf,
  effectsOf,
  jobsOf,
  markEffect,
  noted,
  outcomesOf,
  statesOf,
  Worker,
} from "./bench.fixture.ts";
import { defineJob, JobFailure } from "./job.ts";
import { enqueue } from "./queue.ts";
import { reap, release } from "./reaper.ts";
import type { AnyJob } from "./registry.ts";

const payload = z.object({ key: z.string() });
const lease = 30;

eachDatabase((dialect, open) => {
  const start = async (job: AnyJob = noted) => {
    const db = await open();
    const clock = new FakeClock();
    const [first, second] = ["first", "second"].map(
      (name) => new Worker(name, { db, clock, jobs: [job] }),
    ) as [Worker, Worker];
    await add(db, job, { payload: { key: "a" }, now: clock.now() });
    return { db, clock, first, second };
  };

  test("a worker that fell silent loses the job; when it finishes after all, it is refused", async () => {
    const { db, clock, first, second } = await start();
    const [held] = await first.claim();
    expect(await second.claim()).toEqual([]);
    clock.advance(lease + 1);
    expect(await reap(second.deps)).toBe(1);
    clock.advance(1);
    const [taken] = await second.claim();
    expect(await first.run(held)).toBe("NOT_OURS");
    expect(await effectsOf(db)).toEqual([]);
    expect(await second.run(taken)).toBe("COMPLETED");
    expect(await first.run(held)).toBe("NOT_OURS");
    expect(await effectsOf(db)).toEqual(["a"]);
    expect(await outcomesOf(db)).toEqual(["LOST", "COMPLETED"]);
  });

  test("finished late but not yet taken back: it counts", async () => {
    const { db, clock, first, second } = await start();
    const [held] = await first.claim();
    clock.advance(10 * lease);
    expect(await first.run(held)).toBe("COMPLETED");
    expect(await reap(second.deps)).toBe(0);
    expect(await effectsOf(db)).toEqual(["a"]);
  });

  test("released at a stop it is nobody's fault; lost three times it is a case", async () => {
    const { db, clock, first, second } = await start();
    const [held] = await first.claim();
    expect(await release(first.deps, [held ?? never()])).toBe(1);
    for (let loss = 1; loss <= 3; loss++) {
      clock.advance(2);
      expect((await first.claim()).length).toBe(1);
      clock.advance(lease + 1);
      expect(await reap(second.deps)).toBe(1);
    }
    expect(await second.claim()).toEqual([]);
    expect(await outcomesOf(db)).toEqual(["RELEASED", "LOST", "LOST", "LOST"]);
    expect(await casesOf(db)).toMatchObject([
      { code: "JOB_CRASH_LOOP", context: { losses: 3, worker: "first" } },
    ]);
  });

  test("what must not be sent twice is not, when nobody knows whether it was", async () => {
    const once = { ...noted, isRepeatable: false };
    const { db, clock, first, second } = await start(once);
    await first.claim();
    clock.advance(lease + 1);
    expect(await reap(second.deps)).toBe(1);
    expect(await casesOf(db)).toMatchObject([{ code: "JOB_OUTCOME_UNKNOWN" }]);
  });

  // what fails at COMMIT, and whether the transaction was committed all the same
  const commits: [string, DatabaseError, boolean][] = [
    ["busy           ", new DatabaseError("DATABASE_BUSY", "another program"), false],
    ["full           ", new DatabaseError("DATABASE_FULL", "no space"), false],
    ["lost, not there", new DatabaseError("DATABASE_UNREACHABLE", "cut"), false],
    ["lost, but there", new DatabaseError("DATABASE_UNREACHABLE", "cut"), true],
  ];
  test.each(commits)("COMMIT %s: one effect, one completed attempt", async (...row) => {
    const [, error, isThere] = row;
    const { db, clock, first, second } = await start();
    const [held] = await first.claim();
    first.deps = { ...first.deps, db: failingOnce(db, error, isThere) };
    expect(await first.run(held)).toBe(isThere ? "NOT_OURS" : "PUT_BACK");
    clock.advance(2);
    const [again] = await second.claim();
    if (again) await second.run(again);
    expect(await effectsOf(db)).toEqual(["a"]);
    const outcomes = (await outcomesOf(db)).filter((outcome) => outcome === "COMPLETED");
    expect(outcomes).toEqual(["COMPLETED"]);
    expect(await statesOf(db)).toEqual(["COMPLETED"]);
  });

  if (dialect === "sqlite")
    test("the disk is full: nothing half is kept, and it goes on when there is room", async () => {
      const big = defineJob({
        kind: "test.big",
        lane: "event",
        payload,
        run: async (jx, { key }) => {
          const row = { key, value: { text: "x".repeat(400_000) }, updatedAt: jx.now };
          await jx.tx.k.insertInto("platform_setting").values(row).execute();
          await markEffect(jx.tx, key);
        },
      });
      const { db, clock, first, second } = await start(big);
      const { writer } = db as unknown as { writer: { db: { run(sql: string): void } } };
      const [held] = await first.claim();
      writer.db.run("PRAGMA max_page_count = 1");
      await first.run(held);
      expect(await effectsOf(db)).toEqual([]);
      writer.db.run("PRAGMA max_page_count = 1000000");
      clock.advance(lease + 1);
      await reap(second.deps);
      clock.advance(1);
      const [again] = await second.claim();
      expect(await second.run(again)).toBe("COMPLETED");
      expect((await effectsOf(db)).length).toBe(2);
    });

  test("clocks ten minutes apart take jobs from each other, and still each has one effect", async () => {
    const db = await open();
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const held = defineJob({
      kind: "test.held",
      lane: "outbox",
      payload,
      send: async (sx) => gates.get(sx.job.id)?.promise,
      run: (jx, { key }) => markEffect(jx.tx, key),
    });
    const nodes = [0, 600, -600].map((seconds) => {
      const clock = new FakeClock();
      clock.advance(seconds);
      return new Worker(`${seconds}`, { db, clock, jobs: [held] });
    }) as [Worker, Worker, Worker];
    const [right, fast, slow] = nodes;
    for (let n = 0; n < 20; n++)
      await add(db, held, { payload: { key: `${n}` }, now: "2026-11-22T01:00:00.000Z" });
    const running = [];
    for (const job of await right.claim(20, "outbox")) {
      gates.set(job.id, Promise.withResolvers());
      running.push(right.run(job));
    }
    expect(await reap(slow.deps)).toBe(0);
    expect(await reap(fast.deps)).toBe(20);
    for (const gate of gates.values()) gate.resolve();
    (fast.deps.clock as FakeClock).advance(1);
    const stolen = (await fast.claim(10, "outbox")).map((job) => fast.run(job));
    const outcomes = await Promise.all([...running, ...stolen]);
    // Taken back for a clock ten minutes ahead, they are not due for one that is behind.
    expect(await slow.claim(20, "outbox")).toEqual([]);
    for (const job of await fast.claim(20, "outbox")) await fast.run(job);
    expect(outcomes.filter((outcome) => outcome === "COMPLETED").length).toBe(10);
    expect((await effectsOf(db)).map(Number).toSorted((a, b) => a - b)).toEqual([
      ...Array(20).keys(),
    ]);
  });

  test("the receiver is down for six hours: 2,000 messages wait, none dies, the order is kept", async () => {
    const db = await open();
    const clock = new FakeClock();
    const upAt = clock.advance(6 * 3_600);
    clock.advance(-6 * 3_600);
    const received: string[] = [];
    let tries = 0;
    const message = defineJob({
      kind: "test.message",
      lane: "outbox",
      payload,
      send: async (sx, { key }) => {
        tries++;
        if (sx.now < upAt) throw new JobFailure("outage", "RECEIVER_DOWN");
        received.push(key);
      },
      run: async () => {},
    });
    const worker = new Worker("only", { db, clock, jobs: [message] });
    const runDue = async () => {
      const jobs = await worker.claim(200, "outbox");
      for (let at = 0; at < jobs.length; at += 8)
        await Promise.all(jobs.slice(at, at + 8).map((job) => worker.run(job)));
      return jobs.length;
    };
    const breaker = () =>
      db.read.selectFrom("platform_job_endpoint").selectAll().executeTakeFirst();
    const keys = Array.from({ length: 2_000 }, (_, n) => ({
      line: n % 100,
      key: `${n % 100}:${n}`,
    }));
    await db.unit(async (tx) => {
      for (const { line, key } of keys) {
        const given = { payload: { key }, orderKey: `line:${line}`, endpoint: "erp" };
        await enqueue({ tx, now: clock.now(), newId }, message, given);
      }
    });
    for (let at = clock.now(); at < upAt; at = clock.advance(600)) await runDue();
    expect(received).toEqual([]);
    // A hundred lines tried before the breaker opened, then one probe each time.
    expect([tries, (await breaker())?.isOpen]).toEqual([100 + 35, true]);
    while ((await runDue()) > 0) clock.advance(600);
    expect((await breaker())?.isOpen).toBe(false);
    expect(received.length).toBe(2_000);
    for (let line = 0; line < 100; line++) {
      const of = (list: string[]) => list.filter((key) => key.startsWith(`${line}:`));
      expect(of(received)).toEqual(of(keys.map(({ key }) => key)));
    }
    expect(await casesOf(db)).toEqual([]);
    expect(new Set(await statesOf(db))).toEqual(new Set(["COMPLETED"]));
    expect(Math.max(...(await jobsOf(db)).map(({ spent }) => spent))).toBe(0);
  }, 30_000);

  test("killed between the receiver's 200 and our commit: the same key again, applied once", async () => {
    const applied = new Map<string, number>();
    const sent = defineJob({
      kind: "test.sent",
      lane: "event",
      payload,
      send: async ({ idempotencyKey }) => {
        applied.set(idempotencyKey, (applied.get(idempotencyKey) ?? 0) + 1);
        return { status: 200 };
      },
      run: (jx, { key }, { status }) => markEffect(jx.tx, `${key} ${status}`),
    });
    const { db, clock, first, second } = await start(sent);
    const [held] = await first.claim();
    // The process is gone: neither the effect nor the failure is ever written.
    first.deps = { ...first.deps, db: dead(db) };
    expect(await first.run(held)).toBe("NOT_OURS");
    clock.advance(lease + 1);
    await reap(second.deps);
    clock.advance(1);
    const [again] = await second.claim();
    expect(await second.run(again)).toBe("COMPLETED");
    expect([...applied]).toEqual([[held?.id ?? "", 2]]);
    expect(await effectsOf(db)).toEqual(["a 200"]);
    expect((await attemptsOf(db)).map(({ outcome }) => outcome)).toEqual(["LOST", "COMPLETED"]);
  });
});

function never(): never {
  throw new Error("nothing was claimed");
}

/** The next unit of work ends in the error; whether it is there all the same is for the test to say. */
function failingOnce(db: Database, error: DatabaseError, isThere: boolean): Database {
  let isDone = false;
  const unit = async <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => {
    if (isDone) return db.unit(fn);
    isDone = true;
    if (isThere) await db.unit(fn);
    else
      await db
        .unit(async (tx) => {
          await fn(tx);
          throw error;
        })
        .catch(() => {});
    throw error;
  };
  return over(db, { unit });
}

function dead(db: Database): Database {
  const unit = () => Promise.reject(new Error("the process is gone"));
  return over(db, { unit });
}

const over = (db: Database, own: Partial<Database>): Database =>
  new Proxy(db, {
    get: (target, name) => {
      const value = name in own ? own[name as "unit"] : target[name as "unit"];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
