import type { Tx } from "@lineside/db";
import { assert, type Instant } from "@lineside/domain/kernel";
import { type Actor, type Caller, systemActor } from "../actor.ts";
import { elapsedSince, monotonicMs } from "../clock.ts";
import type { CommandDeps } from "../command.ts";
import type { Config } from "../config.ts";
import { type DomainEvent, type Teller, writeEvents } from "../events.ts";
import { newId } from "../ids.ts";
import { describeError, type Logger } from "../logger.ts";
import { endpointOf, noteArrival, noteOutage } from "./breaker.ts";
import type { ClaimedJob } from "./claim.ts";
import { noteStrike } from "./cron-store.ts";
import { afterFailure, asFailure, type Failure } from "./failure.ts";
import { type JobContext, JobFailure, type JobHead } from "./job.ts";
import { lanes } from "./lanes.ts";
import type { AnyJob, JobRegistry } from "./registry.ts";
import { applyVerdict, fence, keepAttempt, keepResult, openCase } from "./store.ts";

export interface JobDeps
  extends Pick<
    CommandDeps,
    "db" | "clock" | "settings" | "timezone" | "subscribers" | "announce" | "metrics"
  > {
  readonly config: Config;
  readonly log: Logger;
  readonly registry: JobRegistry;
  /** 0 ≤ random < 1: spreads what failed together. */
  readonly random: () => number;
}

export type Outcome = "COMPLETED" | "FAILED" | "PUT_BACK" | "NOT_OURS";

/** One attempt, from the claim to its row. Never throws: what cannot be settled is left to the reaper. */
export async function runJob(
  deps: JobDeps,
  job: ClaimedJob,
  signal: AbortSignal,
): Promise<Outcome> {
  const outcome = await attemptJob(deps, job, signal);
  const attempts = deps.metrics.counter("lineside_job_attempts_total");
  attempts.of(job.lane, outcome.toLowerCase()).add();
  return outcome;
}

async function attemptJob(deps: JobDeps, job: ClaimedJob, signal: AbortSignal): Promise<Outcome> {
  const definition = deps.registry.find(job);
  try {
    assert(
      definition,
      `${job.kind} ${job.payloadVersion} was claimed by a node that cannot run it`,
    );
    if (deps.settings.pending) await deps.settings.pending;
    const payload = readPayload(definition, job);
    const sent = definition.send && (await send(deps, { job, definition, payload, signal }));
    const isOurs = await deps.db.unit((tx) =>
      effect(deps, tx, { job, definition, payload, sent, isSent: definition.send !== undefined }),
    );
    return isOurs ? "COMPLETED" : "NOT_OURS";
  } catch (error) {
    const failure = asFailure(error);
    deps.log.debug("job attempt failed", { ...aboutJob(job), ...describeError(error) });
    return settle(deps, { job, failure, definition });
  }
}

function readPayload(definition: AnyJob, job: ClaimedJob): unknown {
  const { value } = job.payload as { value: unknown };
  const read = definition.payload.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new JobFailure("permanent", "PARAM_INVALID", {
    context: { field, reason: issue?.message ?? "" },
  });
}

interface Sending {
  job: ClaimedJob;
  definition: AnyJob;
  payload: unknown;
  signal: AbortSignal;
}

/** Outside any unit of work, for as long as the lane allows. */
async function send(deps: JobDeps, { job, definition, payload, signal }: Sending) {
  const { timeoutMs } = lanes[job.lane as keyof typeof lanes];
  const ends = new AbortController();
  const started = monotonicMs();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const context = { seconds: Math.round(elapsedSince(started) / 1000) };
    ends.abort();
    // It may have arrived: the same key again, or a person.
    late.reject(new JobFailure("ambiguous", "JOB_TIMEOUT", { context }));
  }, timeoutMs);
  const { config, db, clock, settings } = deps;
  const sx = {
    job: headOf(job),
    now: clock.now(),
    settings: settings.current(),
    config,
    idempotencyKey: job.id,
    db,
    signal: AbortSignal.any([signal, ends.signal]),
  };
  try {
    return await Promise.race([definition.send?.(sx, payload), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

interface Effect {
  job: ClaimedJob;
  definition: AnyJob;
  payload: unknown;
  sent: unknown;
  isSent: boolean;
}

/** Fence first: a zombie gets zero rows here, and nothing it would write ever exists. */
async function effect(deps: JobDeps, tx: Tx, given: Effect): Promise<boolean> {
  const { job, definition, payload, sent } = given;
  const now = deps.clock.now();
  if (!(await fence(tx, job, now))) return false;
  const work = (jx: JobContext) => definition.run(jx, payload, sent);
  const result = plain(await inUnit(deps, tx, { job, now, work }));
  if (result) await keepResult(tx, job.id, result);
  if (given.isSent) await noteArrival(tx, endpointOf(job), now);
  await noteStrike(tx, job, { now, result, error: null });
  await keepAttempt(tx, job, { outcome: "COMPLETED", now });
  return true;
}

interface Work {
  job: ClaimedJob;
  now: Instant;
  work(jx: JobContext): Promise<unknown>;
}

/** A job's own code in an open unit of work: what it emits is heard, written and announced. */
async function inUnit(deps: JobDeps, tx: Tx, { job, now, work }: Work): Promise<unknown> {
  const events: DomainEvent[] = [];
  const { timezone } = deps;
  const unit = { tx, now, settings: deps.settings.current(), timezone, newId };
  const emit = (event: DomainEvent) => void events.push(event);
  const result = await work({ ...unit, job: headOf(job), actor: systemJobs, emit });
  await deps.subscribers.hear(unit, events);
  await tell(deps, tx, { job, events, now });
  return result;
}

/** Facts a job tells about its run; what its last statement returned is none. */
function plain(value: unknown): object | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.getPrototypeOf(value) === Object.prototype ? value : null;
}

interface Settling {
  job: ClaimedJob;
  failure: Failure;
  definition: AnyJob | undefined;
}

/** The attempt failed: its row, what becomes of the job, and its case when it is dead. */
async function settle(deps: JobDeps, given: Settling): Promise<Outcome> {
  const { job, failure, definition } = given;
  try {
    return await deps.db.unit(async (tx) => {
      const now = deps.clock.now();
      const verdict = afterFailure({ ...job, lane: job.lane as keyof typeof lanes }, failure, {
        now,
        random: deps.random,
        attempts: definition?.attempts,
        isRepeatable: definition?.isRepeatable !== false,
      });
      if (!(await applyVerdict(tx, job, { verdict, failure, now }))) return "NOT_OURS";
      await keepAttempt(tx, job, { outcome: verdict.outcome, failure, now });
      if (failure.failure === "outage")
        await noteOutage(tx, { key: endpointOf(job), code: failure.code, now });
      await noteStrike(tx, job, { now, result: null, error: failure.code });
      await tellJob(deps, tx, { ...given, isFinal: verdict.state === "FAILED", now });
      if (verdict.state === "QUEUED") return "PUT_BACK";
      await bury(deps, tx, { job, failure, now });
      return "FAILED";
    });
  } catch (error) {
    deps.log.warn("job attempt not settled; its lease will end", {
      ...aboutJob(job),
      ...describeError(error),
    });
    return "NOT_OURS";
  }
}

/** What the job is about may keep its own account of how it went. */
export async function tellJob(
  deps: JobDeps,
  tx: Tx,
  { job, failure, definition, isFinal, now }: Settling & { isFinal: boolean; now: Instant },
): Promise<void> {
  const { failed, payload } = definition ?? {};
  const read = payload?.safeParse((job.payload as { value: unknown }).value);
  if (!failed || !read?.success) return;
  const { code, context } = failure;
  const work = (jx: JobContext) => failed(jx, read.data, { code, context, isFinal });
  await inUnit(deps, tx, { job, now, work });
}

/** A dead job: one open case, and everybody who watches hears of it. */
export async function bury(
  deps: Pick<JobDeps, "announce" | "log">,
  tx: Tx,
  { job, failure, now }: { job: ClaimedJob; failure: Failure; now: Instant },
): Promise<void> {
  const caseId = await openCase(tx, job, { failure, now });
  const data = { caseId, code: failure.code, context: failure.context, subject: job.subject };
  const event = { type: "job.failed", entityType: "job", entityId: job.id, entityKey: job.kind };
  await tell(deps, tx, { job, events: [{ ...event, data }], now });
  tx.onCommit(() =>
    deps.log.warn("job failed", { ...aboutJob(job), code: failure.code, reason: failure.message }),
  );
}

interface Telling {
  job: ClaimedJob;
  events: DomainEvent[];
  now: Instant;
}

/** Events of a job are written and announced like those of a command. */
async function tell(
  deps: Pick<JobDeps, "announce">,
  tx: Tx,
  { job, events, now }: Telling,
): Promise<void> {
  if (events.length === 0) return;
  const by: Teller = { caller: callerOf(job), ...teller, now };
  await deps.announce(tx, await writeEvents(tx, events, by));
}

export const systemJobs: Actor = systemActor("system", {});

/** The server itself, where it calls an internal command outside a job. */
export const systemCaller = (requestId = newId()): Caller => ({
  ...{ actor: systemJobs, sessionId: null, ip: null, idempotencyKey: null },
  requestId,
});

const teller = { actorId: null, actorName: systemJobs.name, actorKind: "SYSTEM" };

const callerOf = (job: ClaimedJob): Caller => systemCaller(`job-${job.id}`);

function headOf(job: ClaimedJob): JobHead {
  const { id, kind, attempt, looks, subject, causationId, createdAt, notBefore } = job;
  return { id, kind, attempt, looks, subject, causationId, createdAt, notBefore };
}

const aboutJob = ({ id, kind, attempt }: ClaimedJob) => ({ job: id, kind, attempt });
