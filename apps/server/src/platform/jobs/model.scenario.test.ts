import { expect, test } from "bun:test";
import type { Database, Tx } from "@lineside/db";
import { addMs } from "@lineside/domain/kernel";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { newId } from "../ids.ts";
import { noted, Worker } from "./bench.fixture.ts";
import type { ClaimedJob } from "./claim.ts";
import { bringToRest, loadCase, openCaseOf, requeue } from "./decisions.ts";
import { afterFailure, type Failure } from "./failure.ts";
import { beat } from "./heartbeat.ts";
import type { FailureClass } from "./job.ts";
import { Model } from "./model.fixture.ts";
import { cancelJobs, enqueue } from "./queue.ts";
import { takeBack } from "./reaper.ts";
import { bury, systemJobs } from "./run.ts";
import { applyVerdict, ensureCaps, fence, putBack } from "./store.ts";

const capped = { ...noted, kind: "test.capped", cap: 2 };
const steps = { sqlite: 100_000, postgresql: 4_000 };
const stepsPerUnit = 250;
const openMax = 24;
const classes: FailureClass[] = ["permanent", "early", "transient", "transient", "throttled"];

eachDatabase((dialect, open) => {
  test(`${steps[dialect]} random steps leave what the model says`, async () => {
    const seed = 20_261_122;
    const run = await Run.start(await open(), seed);
    for (let step = 0; step < steps[dialect]; step += stepsPerUnit) await run.more(stepsPerUnit);
    expect(run.model.completed).toBeGreaterThan(steps[dialect] / 50);
    // The walk reached what it is for.
    expect(Object.entries(run.seen).filter(([, count]) => count < 10)).toEqual([]);
  }, 60_000);
});

/** One walk: the same step is taken in the tables and in the model, and both must answer the same. */
class Run {
  readonly clock = new FakeClock();
  readonly model = new Model({ [capped.kind]: capped.cap });
  readonly worker: Worker;
  readonly seen = {
    claims: 0,
    stale: 0,
    finished: 0,
    dead: 0,
    reaped: 0,
    cancelled: 0,
    decided: 0,
  };
  #held: ClaimedJob[] = [];
  #state: number;

  private constructor(
    readonly db: Database,
    seed: number,
  ) {
    this.#state = seed;
    this.worker = new Worker("model", { db, clock: this.clock, jobs: [noted, capped] });
  }

  static async start(db: Database, seed: number): Promise<Run> {
    const run = new Run(db, seed);
    await db.unit((tx) => ensureCaps(tx, [capped], run.clock.now()));
    return run;
  }

  /** Many steps in one unit of work: what is tested is the statements, not the fsync. */
  async more(count: number): Promise<void> {
    await this.db.unit(async (tx) => {
      for (let n = 0; n < count; n++) await this.#step(tx);
      await this.#compare(tx);
    });
  }

  async #step(tx: Tx): Promise<void> {
    this.clock.advance(this.#below(4));
    const dice = this.#below(100);
    if (dice < 22) return this.#enqueue(tx);
    if (dice < 46) return this.#claim(tx);
    if (dice < 52) return this.#beat(tx);
    if (dice < 74) return this.#finish(tx);
    if (dice < 86) return this.#fail(tx);
    if (dice < 90) return this.#reap(tx);
    if (dice < 93) return this.#cancel(tx);
    if (dice < 95) return this.#release(tx);
    return this.#decide(tx);
  }

  async #enqueue(tx: Tx): Promise<void> {
    if (this.model.open.size >= openMax) return;
    const now = this.clock.now();
    const job = this.#below(4) === 0 ? capped : noted;
    const orderKey = this.#below(2) === 0 ? `key ${this.#below(4)}` : null;
    const notBefore = addMs(now, this.#below(3) === 0 ? this.#below(60_000) : 0);
    const id = newId();
    const given = { payload: { key: id }, notBefore, subject: id, ...(orderKey && { orderKey }) };
    expect(await enqueue({ tx, now, newId: () => id }, job, given)).toBe(id);
    this.model.enqueue({ id, kind: job.kind, orderKey, notBefore });
  }

  async #claim(tx: Tx): Promise<void> {
    const now = this.clock.now();
    const limit = 1 + this.#below(3);
    const expected = this.model.claim(limit, now);
    const given = { lane: "event", now, worker: "model", limit } as const;
    const jobs = await this.worker.claims.claim(tx, given);
    expect(jobs.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
    this.#held = [...jobs, ...this.#held].slice(0, 12);
    this.seen.claims += jobs.length;
  }

  async #beat(tx: Tx): Promise<void> {
    const job = this.#pick(this.#held);
    if (!job) return;
    const now = this.clock.now();
    const isHeld = this.model.isHeld(job);
    expect((await beat(tx, [job], { worker: "model", now })).has(job.id)).toBe(isHeld);
    if (isHeld) this.model.beat(job.id, now);
  }

  async #finish(tx: Tx): Promise<void> {
    const job = this.#pick(this.#held);
    if (!job) return;
    const isHeld = this.model.isHeld(job);
    expect(await fence(tx, job, this.clock.now())).toBe(isHeld);
    if (isHeld) this.model.complete(job.id);
    this.seen[isHeld ? "finished" : "stale"]++;
  }

  async #fail(tx: Tx): Promise<void> {
    const job = this.#pick(this.#held);
    if (!job) return;
    const now = this.clock.now();
    const failure: Failure = {
      ...{ failure: this.#pick(classes) ?? "transient", code: "X", message: "", context: {} },
      retryAfterMs: 5_000,
    };
    const at = { now, random: () => 0.5, isRepeatable: true, attempts: 4 };
    const verdict = afterFailure({ ...job, lane: "event" }, failure, at);
    const isHeld = this.model.isHeld(job);
    expect(await applyVerdict(tx, job, { verdict, failure, now })).toBe(isHeld);
    if (!isHeld) return;
    this.model.fail(job.id, verdict);
    if (verdict.state === "QUEUED") return;
    await bury(this.worker.deps, tx, { job, failure, now });
    this.seen.dead++;
  }

  async #reap(tx: Tx): Promise<void> {
    const now = this.clock.advance(this.#below(40));
    const expected = this.model.reap(now);
    expect(await takeBack(this.worker.deps, tx, { now, before: now })).toBe(expected);
    this.seen.reaped += expected;
  }

  async #cancel(tx: Tx): Promise<void> {
    const id = this.#pick([...this.model.open.keys()]);
    if (!id) return;
    const done = await cancelJobs({ tx, now: this.clock.now() }, id);
    expect(done).toBe(this.model.cancel(id));
    this.seen.cancelled += done;
  }

  async #release(tx: Tx): Promise<void> {
    const job = this.#pick(this.#held);
    if (!job) return;
    const isHeld = this.model.isHeld(job);
    expect(await putBack(tx, job)).toBe(isHeld);
    if (isHeld) this.model.release(job.id);
  }

  async #decide(tx: Tx): Promise<void> {
    const dead = this.#pick(this.model.failed());
    if (!dead) return;
    const now = this.clock.now();
    const open = await openCaseOf(tx, dead.id);
    const found = await loadCase(tx, open?.id ?? "");
    const by = { now, actor: systemJobs, reason: "decided" };
    this.seen.decided++;
    if (this.#below(2) === 0) {
      await requeue(tx, found, by);
      this.model.requeue(dead.id, now);
      return;
    }
    await bringToRest(tx, found, { ...by, event: "discard" });
    this.model.discard(dead.id);
  }

  async #compare(tx: Tx): Promise<void> {
    const rows = await tx.k
      .selectFrom("platform_job")
      .select(["id", "kind", "state", "orderKey", "notBefore", "leaseUntil", "leaseEpoch"])
      .select(["attempt", "spent", "losses", "looks", "parkedAt", "generation", "runningKey"])
      .where("state", "in", ["QUEUED", "RUNNING", "FAILED"])
      .orderBy("id")
      .execute();
    for (const { state, orderKey, runningKey } of rows)
      expect(runningKey).toBe(state === "RUNNING" ? orderKey : null);
    const plain = rows.map(({ runningKey: _, ...row }) => row);
    const expected = [...this.model.open.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(plain as object[]).toEqual(expected);
    const { count } = await tx.k
      .selectFrom("platform_job")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("state", "=", "COMPLETED")
      .executeTakeFirstOrThrow();
    expect(count).toBe(this.model.completed);
    const cases = await tx.k
      .selectFrom("platform_job_case")
      .select("openJobId")
      .where("state", "=", "OPEN")
      .orderBy("openJobId")
      .execute();
    const dead = this.model.failed().map(({ id }) => id);
    expect(cases.map(({ openJobId }) => openJobId)).toEqual(dead.toSorted());
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[this.#below(from.length)];
  }

  /** mulberry32: the same walk every time, so that a failure can be looked at again. */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }
}
