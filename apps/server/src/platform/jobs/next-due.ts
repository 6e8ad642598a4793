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

/** When the next waiting job or timetable is due; null = nothing waits. */
export async function nextDue(db: Database, now: Instant): Promise<Instant | null> {
  const [byLane] = await db.query(soonest, { now });
  const cron = await db.read
    .selectFrom("platform_cron")
    .select((eb) => eb.fn.min("nextAt").as("at"))
    .executeTakeFirst();
  const all = [...Object.values(byLane ?? {}), cron?.at].filter((at) => typeof at === "string");
  return all.toSorted()[0] ?? null;
}
