import type { Database, Tx } from "@lineside/db";
import { FakeClock } from "@lineside/testkit/clock";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import { createLogger } from "../logger.ts";
import { settingsSchema } from "../settings.ts";
import { Subscribers } from "../subscribers.ts";
import { type EngineOptions, JobEngine } from "./engine.ts";
import { defineJob } from "./job.ts";
import { enqueue, type NewJob } from "./queue.ts";
import type { AnyJob } from "./registry.ts";

/** An engine on a database of its own, without the rest of the house. */
export function makeEngine(
  db: Database,
  { clock = new FakeClock() as Clock, ...options }: EngineOptions & { clock?: Clock } = {},
) {
  const settings = {
    current: () => settingsSchema.parse({}),
    reload: async () => {},
    pending: null,
  };
  return new JobEngine(
    {
      db,
      clock,
      settings,
      timezone: "Asia/Shanghai",
      subscribers: new Subscribers(),
      announce: async () => {},
      // biome-ignore lint/suspicious/noExplicitAny: no job of these tests reads it
      config: {} as any,
      log: createLogger("silent", () => ""),
    },
    { random: () => 0.5, ...options },
  );
}

/** Adds a job as a command would. */
export function add<P>(
  db: Database,
  job: AnyJob,
  given: NewJob<P> & { now: string },
): Promise<string | null> {
  return db.unit((tx) => enqueue({ tx, now: given.now, newId }, job, given));
}

/** The effect the fault tests count: one row per job that took effect. */
export function markEffect(tx: Tx, key: string, now: string): Promise<unknown> {
  return tx.k.insertInto("platform_setting").values({ key, value: {}, updatedAt: now }).execute();
}

export const noted = defineJob({
  kind: "test.note",
  lane: "event",
  payload: z.object({ key: z.string() }),
  run: (jx, { key }) => markEffect(jx.tx, `${key}#${jx.newId()}`, jx.now),
});

export async function effectsOf(db: Database): Promise<string[]> {
  const rows = await db.read.selectFrom("platform_setting").select("key").orderBy("key").execute();
  return rows.map(({ key }) => key);
}

export async function jobsOf(db: Database) {
  return db.read.selectFrom("platform_job").selectAll().orderBy("id").execute();
}

export async function attemptsOf(db: Database) {
  return db.read.selectFrom("platform_job_attempt").selectAll().orderBy("id").execute();
}
