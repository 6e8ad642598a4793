import { type Params, statement, type Tx } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import type { ClaimedJob } from "./claim.ts";
import { noteStrike } from "./cron-store.ts";
import type { Failure } from "./failure.ts";
import { backOffMs, lossesMax } from "./lanes.ts";
import { bury, type JobDeps, tellJob } from "./run.ts";
import { keepAttempt, putBack, putLost } from "./store.ts";
import { isGone } from "./worker-name.ts";

/** Rows one pass takes back at most. */
const reapMax = 200;

const findSilent = statement((k, p: Params<{ now: Instant }>) =>
  k
    .selectFrom("platform_job")
    .select("id")
    .where("state", "=", "RUNNING")
    .where("leaseUntil", "<", p("now"))
    .limit(1),
);

/** Takes back what workers hold who have not answered for a lease. One cheap read when there is none. */
export async function reap(deps: JobDeps): Promise<number> {
  const now = deps.clock.now();
  if ((await deps.db.query(findSilent, { now })).length === 0) return 0;
  return deps.db.unit((tx) => takeBack(deps, tx, { now, before: now }));
}

/** A process that holds the database alone finds no other worker alive: it need not wait for leases. */
export async function reapAll(deps: JobDeps): Promise<number> {
  const now = deps.clock.now();
  return deps.db.unit((tx) => takeBack(deps, tx, { now, before: null }));
}

/**
 * After a crash the same machine starts again within seconds: what a process of it held that is there
 * no more need not wait for its leases either.
 */
export async function reapGone(deps: JobDeps, own: string): Promise<number> {
  const now = deps.clock.now();
  const holders = await deps.db.query(findHolders, {});
  const workers = holders.flatMap(({ worker }) => (worker && isGone(worker, own) ? worker : []));
  if (workers.length === 0) return 0;
  return deps.db.unit((tx) => takeBack(deps, tx, { now, before: null, workers }));
}

const findHolders = statement((k) =>
  k.selectFrom("platform_job").select("worker").distinct().where("state", "=", "RUNNING"),
);

/** The reaper's unit of work; `before: null` takes every lease for ended, or those of `workers`. */
export async function takeBack(
  deps: JobDeps,
  tx: Tx,
  { now, before, workers }: { now: Instant; before: Instant | null; workers?: string[] },
): Promise<number> {
  let silent = tx.k
    .selectFrom("platform_job")
    .selectAll()
    .where("state", "=", "RUNNING")
    .orderBy("id")
    .limit(reapMax);
  if (before) silent = silent.where("leaseUntil", "<", before);
  if (workers) silent = silent.where("worker", "in", workers);
  // Whoever finishes right now holds the row and wins: a late finish is as good as any.
  const rows = await silent.forUpdate().skipLocked().execute();
  let taken = 0;
  for (const job of rows) if (await declareLost(deps, tx, { job, now })) taken++;
  return taken;
}

async function declareLost(
  deps: JobDeps,
  tx: Tx,
  { job, now }: { job: ClaimedJob; now: Instant },
): Promise<boolean> {
  const failure = whyDead(deps, job);
  // What was lost together does not come back together: one of them may end its process again.
  const notBefore = addMs(now, backOffMs("event", job.losses + 1, deps.random));
  if (!(await putLost(tx, job, { failure, now, notBefore }))) return false;
  await keepAttempt(tx, job, { outcome: "LOST", failure, now });
  deps.log.warn("worker lost", { job: job.id, kind: job.kind, worker: job.worker });
  if (!failure) return true;
  await noteStrike(tx, job, { now, result: null, error: failure.code });
  const definition = deps.registry.find(job);
  await tellJob(deps, tx, { job, failure, definition, isFinal: true, now });
  await bury(deps, tx, { job, failure, now });
  return true;
}

/** A job that ends its process again and again, or one that may have been sent and must not be twice. */
function whyDead(deps: JobDeps, job: ClaimedJob): Failure | null {
  const context = { losses: job.losses + 1, worker: job.worker };
  if (job.losses + 1 >= lossesMax) {
    const message = "its worker fell silent again and again";
    return { failure: "permanent", code: "JOB_CRASH_LOOP", message, context };
  }
  if (deps.registry.find(job)?.isRepeatable !== false) return null;
  const message = "its worker fell silent; nobody knows whether it was sent";
  return { failure: "ambiguous", code: "JOB_OUTCOME_UNKNOWN", message, context };
}

/** The node stops: its jobs go back without a mark against them. */
export async function release(
  deps: Pick<JobDeps, "db" | "clock">,
  jobs: readonly ClaimedJob[],
): Promise<number> {
  if (jobs.length === 0) return 0;
  return deps.db.unit(async (tx) => {
    const now = deps.clock.now();
    let released = 0;
    for (const job of jobs) {
      if (!(await putBack(tx, job))) continue;
      await keepAttempt(tx, job, { outcome: "RELEASED", now });
      released++;
    }
    return released;
  });
}
