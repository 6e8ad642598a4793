import { type Params, statement, type Tx } from "@lineside/db";
import { elapsedMs, type Instant } from "@lineside/domain/kernel";
import { newId } from "../ids.ts";
import { version } from "../version.ts";
import type { ClaimedJob } from "./claim.ts";
import { type Failure, fingerprintOf, type Verdict } from "./failure.ts";

/** Which life of a job: after a re-claim the epoch is another one. */
interface Held {
  id: string;
  leaseEpoch: number;
}

const fenceJob = statement((k, p: Params<Held & { now: Instant }>) =>
  k
    .updateTable("platform_job")
    .set({
      state: "COMPLETED",
      waitReason: null,
      waitKey: null,
      runningKey: null,
      uniqueKey: null,
      leaseUntil: null,
      errorCode: null,
      errorContext: null,
      finishedAt: p("now"),
    })
    .where("id", "=", p("id"))
    .where("state", "=", "RUNNING")
    .where("leaseEpoch", "=", p("leaseEpoch")),
);

/**
 * First statement of the effect's unit of work: one row, or the job is somebody else's by now and
 * nothing the unit writes will exist. A late finish of a job nobody has taken is as good as any.
 */
export async function fence(tx: Tx, job: Held, now: Instant): Promise<boolean> {
  const { id, leaseEpoch } = job;
  return (await tx.change(fenceJob, { id, leaseEpoch, now })) === 1;
}

export async function keepResult(tx: Tx, jobId: string, result: object): Promise<void> {
  await tx.k.updateTable("platform_job").set({ result }).where("id", "=", jobId).execute();
}

/** Guarded like the fence: puts the job back, or declares it dead. */
export async function applyVerdict(
  tx: Tx,
  job: ClaimedJob,
  { verdict, failure, now }: { verdict: Verdict; failure: Failure; now: Instant },
): Promise<boolean> {
  const { outcome: _, ...changes } = verdict;
  const isDead = verdict.state === "FAILED";
  return guarded(tx, job, {
    ...changes,
    losses: 0,
    errorCode: failure.code,
    errorContext: failure.context,
    finishedAt: isDead ? now : null,
  });
}

/** Back to the queue without a mark: the node stops. */
export function putBack(tx: Tx, job: Held): Promise<boolean> {
  return guarded(tx, job, { state: "QUEUED" });
}

/** Its worker fell silent. */
export function putLost(
  tx: Tx,
  job: ClaimedJob,
  { failure, now, notBefore }: { failure: Failure | null; now: Instant; notBefore: Instant },
): Promise<boolean> {
  const losses = job.losses + 1;
  if (!failure) return guarded(tx, job, { state: "QUEUED", losses, looks: 0, notBefore });
  return guarded(tx, job, {
    state: "FAILED",
    losses,
    errorCode: failure.code,
    errorContext: failure.context,
    finishedAt: now,
  });
}

async function guarded(tx: Tx, { id, leaseEpoch }: Held, changes: object): Promise<boolean> {
  const done = await tx.k
    .updateTable("platform_job")
    .set({ ...changes, runningKey: null, leaseUntil: null, worker: null })
    .where("id", "=", id)
    .where("state", "=", "RUNNING")
    .where("leaseEpoch", "=", leaseEpoch)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

const insertAttempt = statement((k, p: Params<ReturnType<typeof attemptRow>>) =>
  k.insertInto("platform_job_attempt").values({
    id: p("id"),
    jobId: p("jobId"),
    kind: p("kind"),
    lane: p("lane"),
    generation: p("generation"),
    attempt: p("attempt"),
    leaseEpoch: p("leaseEpoch"),
    worker: p("worker"),
    version: p("version"),
    startedAt: p("startedAt"),
    endedAt: p("endedAt"),
    outcome: p("outcome"),
    failureClass: p("failureClass"),
    errorCode: p("errorCode"),
    errorMessage: p("errorMessage"),
    errorContext: p("errorContext"),
    fingerprint: p("fingerprint"),
    waitMs: p("waitMs"),
  }),
);

export interface Ended {
  outcome: "COMPLETED" | "LOST" | "RELEASED" | Verdict["outcome"];
  failure?: Failure | null;
  now: Instant;
}

function attemptRow(job: ClaimedJob, { outcome, failure = null, now }: Ended) {
  const startedAt = job.startedAt ?? now;
  return {
    id: newId(),
    jobId: job.id,
    kind: job.kind,
    lane: job.lane,
    generation: job.generation,
    attempt: job.attempt,
    leaseEpoch: job.leaseEpoch,
    worker: job.worker ?? "",
    version,
    startedAt,
    endedAt: now,
    outcome,
    failureClass: failure?.failure ?? null,
    errorCode: failure?.code ?? null,
    errorMessage: failure?.message ?? null,
    errorContext: failure?.context ?? null,
    fingerprint: failure ? fingerprintOf(job.kind, failure) : null,
    // An integer of PostgreSQL ends after 24 days; who waited longer has waited long.
    waitMs: Math.min(2_147_483_647, Math.max(0, elapsedMs(job.notBefore, startedAt))),
  };
}

/** Every attempt leaves one row, written with its outcome: a silent worker's by the reaper. */
export async function keepAttempt(tx: Tx, job: ClaimedJob, ended: Ended): Promise<void> {
  await tx.change(insertAttempt, attemptRow(job, ended));
}

/** A dead job has exactly one open case: `openJobId` is unique. */
export async function openCase(
  tx: Tx,
  job: ClaimedJob,
  { failure, now }: { failure: Failure; now: Instant },
): Promise<string> {
  const id = newId();
  await tx.k
    .insertInto("platform_job_case")
    .values({
      id,
      jobId: job.id,
      openJobId: job.id,
      kind: job.kind,
      fingerprint: fingerprintOf(job.kind, failure),
      code: failure.code,
      context: failure.context,
      state: "OPEN",
      openedAt: now,
    })
    .execute();
  return id;
}

/** What a definition asks for, unless people decided otherwise. */
export async function ensureCaps(
  tx: Tx,
  jobs: readonly { kind: string; cap?: number }[],
  now: Instant,
): Promise<void> {
  for (const { kind, cap } of jobs)
    if (cap !== undefined)
      await tx.k
        .insertInto("platform_job_kind")
        .values({ kind, cap, updatedAt: now })
        .onConflict((conflict) => conflict.column("kind").doNothing())
        .execute();
}
