import type { Database, Tx } from "@lineside/db";
import { FakeClock } from "@lineside/testkit/clock";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import { createLogger } from "../logger.ts";
import { Metrics } from "../metrics/metrics.ts";
import { settingsSchema } from "../settings.ts";
import { Subscribers } from "../subscribers.ts";
import { type ClaimedJob, Claims } from "./claim.ts";
import { type EngineOptions, JobEngine } from "./engine.ts";
import { defineJob, type Lane } from "./job.ts";
import { enqueue, type NewJob } from "./queue.ts";
import { type AnyJob, JobRegistry } from "./registry.ts";
import { type JobDeps, runJob } from "./run.ts";

interface BenchOptions extends EngineOptions {
  clock?: Clock;
}

export function depsOf(db: Database, clock: Clock = new FakeClock()) {
  return {
    db,
    clock,
    settings: { current: () => settingsSchema.parse({}), reload: async () => {}, pending: null },
    timezone: "Asia/Shanghai",
    subscribers: new Subscribers(),
    announce: async () => {},
    // biome-ignore lint/suspicious/noExplicitAny: no job of these tests reads it
    config: {} as any,
    metrics: new Metrics(),
    log: createLogger("silent", () => ""),
  };
}

/** An engine on a database of its own, without the rest of the house. */
export function makeEngine(db: Database, { clock, ...options }: BenchOptions = {}): JobEngine {
  return new JobEngine(depsOf(db, clock), { random: () => 0.5, ...options });
}

/** A worker whose claim and run a test holds apart. */
export class Worker {
  deps: JobDeps;
  readonly claims: Claims;

  constructor(
    readonly name: string,
    given: { db: Database; clock: Clock; jobs: AnyJob[] },
  ) {
    const registry = new JobRegistry();
    registry.add(given.jobs);
    this.deps = { ...depsOf(given.db, given.clock), registry, random: () => 0.5 };
    this.claims = new Claims(registry);
  }

  claim(limit = 1, lane: Lane = "event"): Promise<ClaimedJob[]> {
    const given = { lane, now: this.deps.clock.now(), worker: this.name, limit };
    return this.deps.db.unit((tx) => this.claims.claim(tx, given));
  }

  run(job: ClaimedJob | undefined) {
    if (!job) throw new Error(`${this.name} has no job`);
    return runJob(this.deps, job, new AbortController().signal);
  }
}

/** Adds a job as a command would. */
export function add<P>(
  db: Database,
  job: AnyJob,
  given: NewJob<P> & { now: string },
): Promise<string | null> {
  return db.unit((tx) => enqueue({ tx, now: given.now, newId }, job, given));
}

/** The effect the fault tests count: one row each time a job takes effect. */
export function markEffect(tx: Tx, key: string): Promise<unknown> {
  const row = { key: `${newId()} ${key}`, value: {}, updatedAt: "2026-11-22T02:00:00.000Z" };
  return tx.k.insertInto("platform_setting").values(row).execute();
}

/** Keys of the effects, in the order they happened. */
export async function effectsOf(db: Database): Promise<string[]> {
  const rows = await db.read.selectFrom("platform_setting").select("key").orderBy("key").execute();
  return rows.map(({ key }) => key.slice(key.indexOf(" ") + 1));
}

export const noted = defineJob({
  kind: "test.note",
  lane: "event",
  payload: z.object({ key: z.string() }),
  run: (jx, { key }) => markEffect(jx.tx, key),
});

export async function jobsOf(db: Database) {
  return db.read.selectFrom("platform_job").selectAll().orderBy("id").execute();
}

export async function statesOf(db: Database) {
  return (await jobsOf(db)).map(({ state }) => state);
}

export async function attemptsOf(db: Database) {
  return db.read.selectFrom("platform_job_attempt").selectAll().orderBy("id").execute();
}

export async function outcomesOf(db: Database) {
  return (await attemptsOf(db)).map(({ outcome }) => outcome);
}

export async function casesOf(db: Database) {
  return db.read.selectFrom("platform_job_case").selectAll().orderBy("id").execute();
}
