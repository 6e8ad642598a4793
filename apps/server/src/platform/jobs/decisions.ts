import type { Row, Tx } from "@lineside/db";
import { jobCaseStates, jobStates } from "@lineside/domain/job";
import { AppError, type Instant, refusalError, refuse, unwrap } from "@lineside/domain/kernel";
import type { Actor } from "../actor.ts";
import type { ClaimedJob } from "./claim.ts";
import { tellEngines } from "./queue.ts";

export type CaseRow = Row<"platform_job_case">;
type Resolution = "REQUEUED" | "DISCARDED" | "RESOLVED";

interface Deciding {
  now: Instant;
  actor: Actor;
  reason: string | null;
}

export async function loadJob(tx: Tx, id: string): Promise<ClaimedJob> {
  const job = await tx.k
    .selectFrom("platform_job")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return job ?? missing("JOB_NOT_FOUND", { id });
}

/** The case with its job, both locked. */
export async function loadCase(tx: Tx, id: string): Promise<{ case: CaseRow; job: ClaimedJob }> {
  const found = await tx.k
    .selectFrom("platform_job_case")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return missing("JOB_CASE_NOT_FOUND", { id });
  return { case: found, job: await loadJob(tx, found.jobId) };
}

export async function openCaseOf(tx: Tx, jobId: string): Promise<CaseRow | undefined> {
  return tx.k
    .selectFrom("platform_job_case")
    .selectAll()
    .where("openJobId", "=", jobId)
    .forUpdate()
    .executeTakeFirst();
}

/** The dead job lives again with a fresh budget; what it blocked goes on after it. */
export async function requeue(
  tx: Tx,
  { case: dead, job }: { case: CaseRow; job: ClaimedJob },
  by: Deciding,
): Promise<void> {
  unwrap(jobCaseStates.next(dead.state, "requeue"));
  unwrap(jobStates.next(job.state, "requeue"));
  await close(tx, dead, { ...by, resolution: "REQUEUED" });
  await change(tx, job, {
    state: "QUEUED",
    generation: job.generation + 1,
    notBefore: by.now,
    ...{ spent: 0, losses: 0, looks: 0, parkedAt: null, waitReason: null, waitKey: null },
    finishedAt: null,
  });
  tx.onCommit(() => tellEngines(by.now));
}

/** It is not run any more: given up for a reason, or put right by hand. What it blocked goes on. */
export async function bringToRest(
  tx: Tx,
  { case: dead, job }: { case: CaseRow; job: ClaimedJob },
  by: Deciding & { event: "discard" | "resolve" },
): Promise<void> {
  unwrap(jobCaseStates.next(dead.state, by.event));
  unwrap(jobStates.next(job.state, "discard"));
  const resolution = by.event === "discard" ? "DISCARDED" : "RESOLVED";
  await close(tx, dead, { ...by, resolution });
  await change(tx, job, { state: "CANCELLED", uniqueKey: null, finishedAt: by.now });
  tx.onCommit(() => tellEngines(by.now));
}

/** A job that waits for its next try or for something missing looks again at once. */
export async function hurry(tx: Tx, job: ClaimedJob, now: Instant): Promise<void> {
  const waits = job.waitReason === "RETRY" || job.waitReason === "PARKED";
  if (job.state !== "QUEUED" || !waits)
    unwrap(refuse("JOB_STATE_INVALID", { state: job.state, event: "retry" }));
  await change(tx, job, { notBefore: now, waitReason: null });
  tx.onCommit(() => tellEngines(now));
}

export async function pauseKind(
  tx: Tx,
  { kind, isPaused, reason, actor, now }: Deciding & { kind: string; isPaused: boolean },
): Promise<void> {
  const row = {
    isPaused,
    pauseReason: reason,
    updatedAt: now,
    updatedByName: actor.name,
  };
  await tx.k
    .insertInto("platform_job_kind")
    .values({ kind, ...row })
    .onConflict((conflict) =>
      conflict.column("kind").doUpdateSet((eb) => ({
        ...row,
        version: eb("platform_job_kind.version", "+", 1),
      })),
    )
    .execute();
  if (!isPaused) tx.onCommit(() => tellEngines(now));
}

async function close(
  tx: Tx,
  { id, version }: CaseRow,
  { now, actor, reason, resolution }: Deciding & { resolution: Resolution },
): Promise<void> {
  const done = await tx.k
    .updateTable("platform_job_case")
    .set({
      state: "CLOSED",
      openJobId: null,
      resolution,
      reason,
      closedAt: now,
      closedById: actor.id,
      closedByName: actor.name,
      version: version + 1,
    })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  mustBeOne(done.numUpdatedRows);
}

async function change(tx: Tx, job: ClaimedJob, changes: object): Promise<void> {
  const done = await tx.k
    .updateTable("platform_job")
    .set(changes)
    .where("id", "=", job.id)
    .where("state", "=", job.state)
    .where("leaseEpoch", "=", job.leaseEpoch)
    .executeTakeFirst();
  mustBeOne(done.numUpdatedRows);
}

function mustBeOne(rows: bigint): void {
  if (rows !== 1n) throw new AppError("conflict", "CONCURRENT_CHANGE");
}

function missing(code: string, context: object): never {
  throw refusalError({ code, context: { ...context } });
}
