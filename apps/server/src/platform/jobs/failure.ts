import { DatabaseError, violation } from "@lineside/db";
import {
  AppError,
  addMs,
  type ErrorContext,
  elapsedMs,
  type Instant,
} from "@lineside/domain/kernel";
import { type FailureClass, JobFailure, type Lane } from "./job.ts";
import { backOffMs, lanes, lookAgainMs, parkedMaxMs } from "./lanes.ts";

/** Why an attempt failed, in the words of its row. */
export interface Failure {
  readonly failure: FailureClass;
  readonly code: string;
  /** English, for the log. */
  readonly message: string;
  readonly context: ErrorContext;
  readonly waitKey?: string;
  readonly retryAfterMs?: number;
}

/** What was thrown, as a class: only what says so itself, or can never succeed, is not tried again. */
export function asFailure(error: unknown): Failure {
  if (error instanceof JobFailure) {
    const { failure, code, more } = error;
    const { context = {}, waitKey, retryAfterMs } = more;
    return { failure, code, message: sentence(error), context, waitKey, retryAfterMs };
  }
  if (error instanceof AppError) return fromAppError(error);
  const message = sentence(error);
  if (error instanceof DatabaseError)
    return { failure: "transient", code: error.code, message, context: {} };
  if (violation(error))
    return { failure: "transient", code: "CONCURRENT_CHANGE", message, context: {} };
  return { failure: "transient", code: "JOB_THREW", message, context: { message } };
}

const passing = new Set(["busy", "conflict", "too_many"]);

function fromAppError(error: AppError): Failure {
  const failure = passing.has(error.kind) ? "transient" : "permanent";
  return { failure, code: error.code, message: sentence(error), context: error.context };
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 500);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`.slice(0, 500);
}

/** The same for failures of one cause: kind, code and message without what differs from job to job. */
export function fingerprintOf(kind: string, { code, message }: Failure): string {
  const shape = code === "JOB_THREW" ? message.replace(/[0-9a-f-]{36}|\d+/gi, "#") : "";
  return new Bun.CryptoHasher("sha256")
    .update(`${kind}\n${code}\n${shape}`)
    .digest("hex")
    .slice(0, 16);
}

export interface Failed {
  readonly lane: Lane;
  readonly attempt: number;
  readonly spent: number;
  readonly looks: number;
  readonly parkedAt: Instant | null;
}

/** What becomes of a job after a failed attempt. */
export interface Verdict {
  readonly state: "QUEUED" | "FAILED";
  readonly outcome: "RETRY" | "PARKED" | "THROTTLED" | "FAILED";
  readonly notBefore: Instant;
  readonly waitReason: "RETRY" | "PARKED" | null;
  readonly waitKey: string | null;
  readonly parkedAt: Instant | null;
  readonly looks: number;
  readonly spent: number;
}

export interface Judging {
  readonly now: Instant;
  readonly random: () => number;
  /** How often it is tried; default: as the lane. */
  readonly attempts?: number | undefined;
  /** false: whether it arrived is for a person to find out. */
  readonly isRepeatable: boolean;
}

/** queue.md, "Failure classes". An outage, a throttle and an early job do not use up the budget. */
export function afterFailure(job: Failed, failure: Failure, at: Judging): Verdict {
  const { now, random } = at;
  const { spent, looks, parkedAt } = job;
  const dead = { ...waiting, parkedAt, looks, spent, state: "FAILED", outcome: "FAILED" } as const;
  const fails = { ...dead, notBefore: now, waitReason: null };
  const again = { ...dead, state: "QUEUED", waitReason: "RETRY", outcome: "RETRY" } as const;
  switch (failure.failure) {
    case "permanent":
      return fails;
    case "early":
      return parked(job, failure, now) ?? fails;
    case "throttled": {
      const delayMs = failure.retryAfterMs ?? backOffMs(job.lane, 1, random);
      return { ...again, outcome: "THROTTLED", notBefore: addMs(now, Math.max(delayMs, 100)) };
    }
    case "outage":
      return { ...again, notBefore: addMs(now, backOffMs(job.lane, job.attempt, random)) };
    case "ambiguous":
      if (!at.isRepeatable) return fails;
      break;
  }
  const used = spent + 1;
  if (used >= (at.attempts ?? lanes[job.lane].retry.attempts)) return { ...fails, spent: used };
  return { ...again, spent: used, notBefore: addMs(now, backOffMs(job.lane, used, random)) };
}

const waiting = { waitKey: null };

function parked(job: Failed, { waitKey, retryAfterMs }: Failure, now: Instant): Verdict | null {
  const parkedAt = job.parkedAt ?? now;
  if (elapsedMs(parkedAt, now) >= parkedMaxMs) return null;
  return {
    state: "QUEUED",
    outcome: "PARKED",
    waitReason: "PARKED",
    waitKey: waitKey ?? null,
    parkedAt,
    looks: job.looks + 1,
    spent: job.spent,
    notBefore: addMs(now, Math.min(lookAgainMs(job.looks), retryAfterMs ?? parkedMaxMs)),
  };
}
