import type { Row, Tx } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import { newId } from "../ids.ts";
import type { ClaimedJob } from "./claim.ts";
import { setBackMs } from "./clock-set-back.ts";
import { enqueue } from "./queue.ts";
import { cronKind, cronName } from "./registry.ts";
import { nextStrike } from "./timetable.ts";

export type CronRow = Row<"platform_cron">;

/**
 * Every timetable of this release has a row; a changed pattern strikes next as it says now. So does one
 * whose next strike lies beyond what its pattern can say: it was written down by a clock that was ahead.
 */
export async function saveTimetables(
  tx: Tx,
  crons: readonly { name: string; pattern: string }[],
  { now, timezone }: { now: Instant; timezone: string },
): Promise<void> {
  for (const { name, pattern } of crons) {
    const nextAt = nextStrike(pattern, now, timezone);
    const latest = nextStrike(pattern, addMs(now, setBackMs), timezone);
    await tx.k
      .insertInto("platform_cron")
      .values({ name, pattern, nextAt })
      .onConflict((conflict) =>
        conflict
          .column("name")
          .doUpdateSet({ pattern, nextAt })
          .where((x) =>
            x.or([
              x("platform_cron.pattern", "!=", pattern),
              ...(latest === null ? [] : [x("platform_cron.nextAt", ">", latest)]),
            ]),
          ),
      )
      .execute();
  }
}

interface Strike {
  name: string;
  now: Instant;
  /** The strike after this one. */
  nextAt: Instant | null;
}

/** However many nodes see a strike, one takes it: moving `nextAt` on is the guard. */
export async function takeStrike(tx: Tx, { name, now, nextAt }: Strike): Promise<boolean> {
  const done = await tx.k
    .updateTable("platform_cron")
    .set({ nextAt })
    .where("name", "=", name)
    .where("nextAt", "<=", now)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await enqueueStrike(tx, name, now);
  return true;
}

/** Null when one is still under way. A failed strike is made up for by this one: its case closes. */
export async function enqueueStrike(tx: Tx, name: string, now: Instant): Promise<string | null> {
  const kind = cronKind(name);
  await supersedeDead(tx, kind, now);
  const job = { kind, lane: "system", version: 1 } as const;
  return enqueue({ tx, now, newId }, job, { payload: {}, uniqueKey: kind });
}

/** Dead jobs of a recurring kind make way for the next one, which does the same work: their cases close. */
export async function supersedeDead(tx: Tx, kind: string, now: Instant): Promise<void> {
  const failed = await tx.k
    .selectFrom("platform_job")
    .select("id")
    .where("state", "=", "FAILED")
    .where("kind", "=", kind)
    .execute();
  for (const { id } of failed) await supersede(tx, id, now);
}

async function supersede(tx: Tx, jobId: string, now: Instant): Promise<void> {
  await tx.k
    .updateTable("platform_job")
    .set({ state: "CANCELLED", uniqueKey: null, finishedAt: now })
    .where("id", "=", jobId)
    .where("state", "=", "FAILED")
    .execute();
  await tx.k
    .updateTable("platform_job_case")
    .set({
      state: "CLOSED",
      openJobId: null,
      resolution: "SUPERSEDED",
      closedAt: now,
      closedByName: "system",
    })
    .where("openJobId", "=", jobId)
    .execute();
}

/** How the last strike went; anything but a cron's job is none of its business. */
export async function noteStrike(
  tx: Tx,
  job: Pick<ClaimedJob, "id" | "kind" | "startedAt">,
  { now, result, error }: { now: Instant; result: object | null; error: string | null },
): Promise<void> {
  const name = cronName(job.kind);
  if (name === null) return;
  await tx.k
    .updateTable("platform_cron")
    .set({
      lastStartedAt: job.startedAt,
      lastFinishedAt: now,
      lastOutcome: error === null ? "COMPLETED" : "FAILED",
      lastError: error,
      lastResult: result,
      lastJobId: job.id,
    })
    .where("name", "=", name)
    .execute();
}
