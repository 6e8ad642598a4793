import type { Tx } from "@lineside/db";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { idempotencyDays } from "./idempotency.ts";
import { defineCron, defineJob, type JobContext } from "./jobs/job.ts";
import { enqueue } from "./jobs/queue.ts";

/** Rows of a kind a unit of work removes at most, so that no scan waits behind the broom. */
const sweepMax = 1_000;

/** How long jobs that are over are kept, in days. Open work is never removed by age. */
const jobDays = { quick: 7, timeRule: 30, external: 90, case: 400 } as const;

/** Longer than any lock: a failed sign-in counts for a day. */
const failureDays = 2;

export interface Swept {
  answers: number;
  sessions: number;
  jobs: number;
}

/** Every hour, a few minutes past it: what has served its time goes. */
export const retentionCron = defineCron({
  name: "retention.sweep",
  pattern: "7 * * * *",
  run: sweepAndGoOn,
});

/** The next portion, when one was not enough. */
export const retentionJob = defineJob({
  kind: "retention.sweepMore",
  lane: "system",
  payload: z.object({}),
  run: sweepAndGoOn,
});

async function sweepAndGoOn(jx: JobContext): Promise<Swept> {
  const swept = await sweep(jx.tx, jx.now);
  if (swept.answers === sweepMax || swept.jobs === sweepMax)
    await enqueue(jx, retentionJob, { payload: {} });
  return swept;
}

/**
 * One portion of what has served its time: answers kept for repeated calls after seven days, sessions
 * and verifications after they expired, finished jobs after their days. The event trail is never
 * touched. Returns what was removed.
 */
export async function sweep(tx: Tx, now: Instant): Promise<Swept> {
  const answers = await sweepAnswers(tx, daysBefore(now, idempotencyDays));
  await tx.k.deleteFrom("auth_verification").where("expiresAt", "<", now).execute();
  await tx.k
    .deleteFrom("auth_sign_in_failure")
    .where("lastFailedAt", "<", daysBefore(now, failureDays))
    .execute();
  const done = await tx.k
    .deleteFrom("auth_session")
    .where("expiresAt", "<", now)
    .executeTakeFirst();
  const jobs = await sweepJobs(tx, now);
  return { answers, sessions: Number(done.numDeletedRows), jobs };
}

async function sweepAnswers({ k }: Tx, before: Instant): Promise<number> {
  const old = k
    .selectFrom("platform_idempotency_key")
    .select("key")
    .where("createdAt", "<", before)
    .orderBy("createdAt")
    .limit(sweepMax);
  const done = await k
    .deleteFrom("platform_idempotency_key")
    .where("key", "in", old)
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** Their attempts go with them; a job somebody decided about stays as long as its case. */
async function sweepJobs({ k }: Tx, now: Instant): Promise<number> {
  const old = k
    .selectFrom("platform_job as j")
    .select("j.id")
    .where("j.state", "in", ["COMPLETED", "CANCELLED"])
    .where("j.finishedAt", "<", daysBefore(now, jobDays.quick))
    .where((eb) =>
      eb.or([
        eb.and([
          eb("j.lane", "in", ["event", "ingest", "system"]),
          eb.or([eb("j.subject", "is", null), eb("j.subject", "not like", "clock:%")]),
        ]),
        eb.and([
          eb("j.subject", "like", "clock:%"),
          eb("j.lane", "=", "event"),
          eb("j.finishedAt", "<", daysBefore(now, jobDays.timeRule)),
        ]),
        eb("j.finishedAt", "<", daysBefore(now, jobDays.external)),
      ]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("platform_job_case as kept")
            .select("kept.id")
            .whereRef("kept.jobId", "=", "j.id")
            .where((of) =>
              of.or([
                of("kept.closedAt", "is", null),
                of("kept.closedAt", ">=", daysBefore(now, jobDays.case)),
              ]),
            ),
        ),
      ),
    )
    .orderBy("j.finishedAt")
    .limit(sweepMax);
  const done = await k.deleteFrom("platform_job").where("id", "in", old).executeTakeFirst();
  return Number(done.numDeletedRows);
}

const daysBefore = (now: Instant, days: number) => addMinutes(now, -days * 24 * 60);
