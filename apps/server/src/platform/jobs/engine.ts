import { assert, elapsedMs, type Instant } from "@lineside/domain/kernel";
import { describeError } from "../logger.ts";
import { type ClaimedJob, Claims } from "./claim.ts";
import { pullBackJobs, SetBack } from "./clock-set-back.ts";
import { enqueueStrike, saveTimetables, takeStrike } from "./cron-store.ts";
import { beat } from "./heartbeat.ts";
import type { CronDefinition, Lane } from "./job.ts";
import { laneOrder, slotsOf } from "./lanes.ts";
import { nextDue } from "./next-due.ts";
import { enterNode, leaveNode, nodeGoneMs, seeNode } from "./node-store.ts";
import { onWork } from "./queue.ts";
import { reap, reapAll, reapGone, release } from "./reaper.ts";
import { type AnyJob, JobRegistry } from "./registry.ts";
import { type JobDeps, type Outcome, runJob } from "./run.ts";
import { ensureCaps } from "./store.ts";
import { nextStrike } from "./timetable.ts";
import { workerName } from "./worker-name.ts";

const upkeepEveryMs = 5_000;
const beatEveryMs = 10_000;
/** Nothing is forgotten for longer than this, whatever hint was missed. */
const safetyMs = 30_000;
/** How often a node asks for what others enqueued: from busy to idle. PostgreSQL only. */
const pollMs = { busy: 50, idle: 2_000 };
/** More in one drain is a job that enqueues itself without end. */
const drainMax = 100_000;
const drainAtOnce = 200;

export interface EngineOptions {
  random?: () => number;
  /** Names this process among the nodes. */
  worker?: string;
  /** How often it looks for silent workers. */
  upkeepEveryMs?: number;
}

interface Running {
  job: ClaimedJob;
  done: Promise<Outcome>;
  lost: AbortController;
}

/** Runs what was enqueued: claims, leases, retries, timetables. ADR 0011. */
export class JobEngine {
  readonly registry = new JobRegistry();
  readonly worker: string;
  readonly #deps: JobDeps;
  readonly #upkeepEveryMs: number;
  readonly #running = new Map<string, Running>();
  #claims: Claims | null = null;
  #isStarted = false;
  #isPassing = false;
  #passed: Promise<void> = Promise.resolve();
  readonly #toLook = new Set<Lane>();
  #pollMs = pollMs.idle;
  #lastBeat: Instant | null = null;
  #lastSeen: Instant | null = null;
  readonly #setBack = new SetBack();
  #timer: Timer | undefined;
  #wakeAt: Instant | null = null;
  #cronAt: Instant = "";
  #upkeep: Timer | undefined;
  #forget: () => void = () => {};

  constructor(deps: Omit<JobDeps, "registry" | "random">, options: EngineOptions = {}) {
    const random = options.random ?? Math.random;
    this.#deps = { ...deps, registry: this.registry, random };
    this.#upkeepEveryMs = options.upkeepEveryMs ?? upkeepEveryMs;
    this.worker = options.worker ?? workerName();
  }

  register(jobs: readonly AnyJob[], crons: readonly CronDefinition[] = []): void {
    assert(!this.#claims, "jobs are registered before the first one runs");
    this.registry.add(jobs);
    this.registry.addCrons(crons);
  }

  /** Starts the background loops; without it nothing runs but what drain() is asked to. */
  async start(): Promise<void> {
    assert(!this.#isStarted, "the job engine is started once");
    await this.#prepare();
    // The file is locked for this process alone: whatever still runs in it is a crash's.
    if (this.#deps.db.dialect === "sqlite") await reapAll(this.#deps);
    else await reapGone(this.#deps, this.worker);
    this.#isStarted = true;
    this.#forget = onWork((at, lane) => this.#hear(at, lane));
    this.#upkeep = setInterval(() => void this.#keepUp(), this.#upkeepEveryMs);
    this.wakeUp();
  }

  /** Claims nothing more, gives what runs some time, and puts the rest back without a mark. */
  async stop(graceMs: number): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#forget();
    clearTimeout(this.#timer);
    const running = () => [...this.#running.values()];
    const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref?.());
    await this.#passed;
    await Promise.race([Promise.all(running().map(({ done }) => done)), grace]);
    clearInterval(this.#upkeep);
    const left = running();
    const jobs = left.map(({ job }) => job);
    const told = (error: unknown) => this.#deps.log.warn("jobs not released", describeError(error));
    await release(this.#deps, jobs).catch(told);
    for (const { lost } of left) lost.abort();
    await leaveNode(this.#deps.db, this.worker).catch(() => {});
  }

  get isRunning(): boolean {
    return this.#isStarted;
  }

  /** A hint that there may be something to do, in one lane or in any. */
  wakeUp(lane: string | null = null): void {
    if (!this.#isStarted) return;
    for (const each of laneOrder) if (lane === null || each === lane) this.#toLook.add(each);
    if (!this.#isPassing) this.#passed = this.#pass();
  }

  /** Runs everything that is due until nothing is ready; returns how many attempts that took. */
  async drain(): Promise<number> {
    const claims = await this.#prepare();
    let count = 0;
    for (let before = -1; before !== count; ) {
      before = count;
      await reap(this.#deps);
      for (const lane of laneOrder)
        for (const job of await this.#claim(claims, lane, drainAtOnce)) {
          await runJob(this.#deps, job, new AbortController().signal);
          count++;
        }
      assert(count < drainMax, "jobs enqueue each other without end");
    }
    return count;
  }

  /** Strikes a timetable now, whatever it says. Null when its last strike is still under way. */
  async strike(name: string): Promise<string | null> {
    await this.#prepare();
    assert(
      this.registry.crons.some((cron) => cron.name === name),
      `no cron is called ${name}`,
    );
    const { db, clock } = this.#deps;
    return db.unit((tx) => enqueueStrike(tx, name, clock.now()));
  }

  /** Strikes every timetable that is due. */
  async strikeDue(): Promise<void> {
    await this.#prepare();
    const { db, clock, timezone } = this.#deps;
    const now = clock.now();
    const due = await db.read
      .selectFrom("platform_cron")
      .select(["name", "pattern"])
      .where("nextAt", "<=", now)
      .execute();
    const known = new Set(this.registry.crons.map(({ name }) => name));
    for (const { name, pattern } of due) {
      if (!known.has(name)) continue;
      const nextAt = nextStrike(pattern, now, timezone);
      await db.unit((tx) => takeStrike(tx, { name, now, nextAt }));
    }
  }

  /** Once, before the first claim, and when the clock was set back: timetables and caps of this release have their rows. */
  async #prepare(): Promise<Claims> {
    const { db, clock, timezone } = this.#deps;
    const now = clock.now();
    if (!this.#setBack.noticedAt(now) && this.#claims) return this.#claims;
    const claims = new Claims(this.registry);
    this.#claims = claims;
    await db.unit(async (tx) => {
      await saveTimetables(tx, this.registry.crons, { now, timezone });
      await pullBackJobs(tx, now);
      await ensureCaps(tx, this.registry.jobs, now);
    });
    this.#lastSeen = now;
    await enterNode(db, { worker: this.worker, jobs: this.registry.jobs, now });
    return claims;
  }

  async #claim(claims: Claims, lane: Lane, limit: number): Promise<ClaimedJob[]> {
    const { db, clock } = this.#deps;
    const now = clock.now();
    if (limit <= 0 || !(await claims.mayFind(db, { lane, now }))) return [];
    return db.unit((tx) => claims.claim(tx, { lane, now, worker: this.worker, limit }));
  }

  /** One pass over timetables and lanes; a wake-up meanwhile makes it go round again. */
  async #pass(): Promise<void> {
    this.#isPassing = true;
    clearTimeout(this.#timer);
    let claimed = 0;
    let isWell = true;
    try {
      const claims = await this.#prepare();
      while (this.#toLook.size > 0 && this.#isStarted) {
        if (this.#cronAt <= this.#deps.clock.now()) await this.strikeDue();
        for (const lane of laneOrder)
          if (this.#toLook.delete(lane)) claimed += await this.#fill(claims, lane);
      }
    } catch (error) {
      isWell = false;
      this.#deps.log.warn("job pass failed", describeError(error));
    }
    this.#isPassing = false;
    if (claimed > 0) this.#pollMs = pollMs.busy;
    if (this.#isStarted) await this.#plan(isWell);
  }

  async #fill(claims: Claims, lane: Lane): Promise<number> {
    if (!this.#isStarted) return 0;
    const busy = [...this.#running.values()].filter(({ job }) => job.lane === lane).length;
    const jobs = await this.#claim(claims, lane, slotsOf(lane, this.#deps.db.dialect) - busy);
    for (const job of jobs) this.#run(job);
    return jobs.length;
  }

  #run(job: ClaimedJob): void {
    const lost = new AbortController();
    const work = () => runJob(this.#deps, job, lost.signal);
    const done = this.registry.inTurn(job, work).finally(() => {
      this.#running.delete(job.id);
      // Its slot is free; what waited behind its key or its receiver may be of any lane.
      this.wakeUp(job.orderKey === null && job.endpoint === null ? job.lane : null);
    });
    this.#running.set(job.id, { job, done, lost });
  }

  /** Sleeps until the next thing is due that it knows of. */
  async #plan(isWell: boolean): Promise<void> {
    const { db, clock, random } = this.#deps;
    const now = clock.now();
    this.#wakeAt = null;
    const due = isWell ? await nextDue(db, now).catch(() => null) : null;
    // What was committed while it asked was heard, but may not have been found.
    const at = [due?.at, this.#wakeAt].filter((each) => each != null).toSorted()[0] ?? null;
    this.#cronAt = due?.cronAt ?? now;
    if (!this.#isStarted || this.#isPassing) return;
    let delayMs = at === null ? safetyMs : Math.min(Math.max(elapsedMs(now, at), 1), safetyMs);
    if (db.dialect === "postgresql") {
      delayMs = Math.min(delayMs, this.#pollMs * (0.75 + random() / 2));
      this.#pollMs = Math.min(this.#pollMs * 2, pollMs.idle);
    }
    if (!isWell) delayMs = 1_000;
    else if (this.#toLook.size > 0) delayMs = 0;
    this.#wakeAt = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wakeUp(), delayMs);
  }

  /** Work was committed in this process: now, or for later. */
  #hear(at: Instant, lane: string | null): void {
    const now = this.#deps.clock.now();
    if (at <= now) this.wakeUp(lane);
    if (at <= now || this.#isPassing || (this.#wakeAt !== null && this.#wakeAt <= at)) return;
    const delayMs = elapsedMs(now, at);
    if (delayMs > safetyMs) return;
    this.#wakeAt = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wakeUp(), delayMs);
  }

  /** Every five seconds: silent workers, and a sign of life for what runs here. */
  async #keepUp(): Promise<void> {
    try {
      if ((await reap(this.#deps)) > 0) this.wakeUp();
      await this.#beat();
      await this.#seeNode();
    } catch (error) {
      this.#deps.log.warn("job upkeep failed", describeError(error));
    }
  }

  async #beat(): Promise<void> {
    const { db, clock } = this.#deps;
    const now = clock.now();
    const held = [...this.#running.values()];
    const isFresh =
      this.#lastBeat !== null && Math.abs(elapsedMs(this.#lastBeat, now)) < beatEveryMs;
    if (held.length === 0 || isFresh) return;
    this.#lastBeat = now;
    const jobs = held.map(({ job }) => job);
    const kept = await db.unit((tx) => beat(tx, jobs, { worker: this.worker, now }));
    for (const { job, lost } of held) if (!kept.has(job.id)) lost.abort();
  }

  /** Other nodes know by it that this one is there; a SQLite file has no other. */
  async #seeNode(): Promise<void> {
    const { db, clock } = this.#deps;
    const now = clock.now();
    if (db.dialect === "sqlite" || !this.#isStarted) return;
    if (this.#lastSeen !== null && Math.abs(elapsedMs(this.#lastSeen, now)) < nodeGoneMs / 3)
      return;
    this.#lastSeen = now;
    await seeNode(db, this.worker, now);
  }
}
