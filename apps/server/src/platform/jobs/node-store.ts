import type { Database } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import { version } from "../version.ts";
import type { AnyJob } from "./registry.ts";

/** A node that was not seen for so long is gone, on PostgreSQL; a SQLite file has one at a time. */
export const nodeGoneMs = 60_000;

/** Tells everybody that this process runs jobs, and which; forgets those that are gone. */
export async function enterNode(
  db: Database,
  { worker, jobs, now }: { worker: string; jobs: readonly AnyJob[]; now: Instant },
): Promise<void> {
  const runs = jobs.map((job) => `${job.kind} ${job.version}`).toSorted();
  await db.unit(async ({ k, dialect }) => {
    let gone = k.deleteFrom("platform_job_node").where("worker", "!=", worker);
    if (dialect === "postgresql")
      gone = gone.where("lastSeenAt", "<", addMs(now, -10 * nodeGoneMs));
    await gone.execute();
    await k
      .insertInto("platform_job_node")
      .values({ worker, version, runs, startedAt: now, lastSeenAt: now })
      .onConflict((conflict) => conflict.column("worker").doUpdateSet({ runs, lastSeenAt: now }))
      .execute();
  });
}

export async function seeNode(db: Database, worker: string, now: Instant): Promise<void> {
  await db.unit(async ({ k }) => {
    const seen = { lastSeenAt: now };
    await k.updateTable("platform_job_node").set(seen).where("worker", "=", worker).execute();
  });
}

export async function leaveNode(db: Database, worker: string): Promise<void> {
  await db.unit(async ({ k }) => {
    await k.deleteFrom("platform_job_node").where("worker", "=", worker).execute();
  });
}
