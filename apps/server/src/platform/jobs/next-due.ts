import { type Database, type Params, statement } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { laneOrder } from "./lanes.ts";

/** One index seek per lane; a minimum over all lanes would read every waiting row. */
const soonest = statement((k, p: Params<{ now: Instant }>) =>
  k.selectNoFrom((eb) =>
    laneOrder.map((lane) =>
      eb
        .selectFrom("platform_job")
        .select((job) => job.fn.min("notBefore").as("at"))
        .where("state", "=", "QUEUED")
        .where("lane", "=", lane)
        .where("notBefore", ">", p("now"))
        .as(lane),
    ),
  ),
);

export interface NextDue {
  /** The next waiting job or timetable; null = nothing waits. */
  at: Instant | null;
  cronAt: Instant | null;
}

export async function nextDue(db: Database, now: Instant): Promise<NextDue> {
  const [byLane] = await db.query(soonest, { now });
  const [cron] = await db.query(nextCron, {});
  const cronAt = cron?.at ?? null;
  const all = [...Object.values(byLane ?? {}), cronAt].filter((at) => typeof at === "string");
  return { at: all.toSorted()[0] ?? null, cronAt };
}

const nextCron = statement((k) =>
  k.selectFrom("platform_cron").select((eb) => eb.fn.min("nextAt").as("at")),
);
