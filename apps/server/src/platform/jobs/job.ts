import type { Database } from "@lineside/db";
import type { Lane } from "@lineside/domain/job";
import type { Instant } from "@lineside/domain/kernel";
import type { z } from "zod";
import type { Actor } from "../actor.ts";
import type { Config } from "../config.ts";
import type { UnitContext } from "../subscribers.ts";

/** Kinds of work with leases, budgets and back-off of their own. queue.md, "States". */
export type { Lane };

export interface JobContext extends UnitContext {
  readonly job: JobHead;
  /** The server itself. */
  readonly actor: Actor;
}

export interface JobHead {
  readonly id: string;
  readonly kind: string;
  readonly attempt: number;
  /** How often it looked for what it waits for since it was last woken. */
  readonly looks: number;
  readonly subject: string | null;
  readonly causationId: string | null;
  readonly createdAt: Instant;
  /** When it was due. */
  readonly notBefore: Instant;
}

/** What an external effect has: no unit of work is open while it talks to the outside. */
export interface SendContext {
  readonly job: JobHead;
  readonly now: Instant;
  readonly settings: UnitContext["settings"];
  readonly config: Config;
  /** The same for every attempt of this job: lets a receiver recognise a repetition. */
  readonly idempotencyKey: string;
  /** Committed state. */
  readonly db: Database;
  readonly signal: AbortSignal;
}

export interface JobDefinition<P = unknown, R = unknown> {
  /** noun.verbNoun, e.g. clock.expire */
  readonly kind: string;
  readonly lane: Lane;
  /** Raised when the payload changes its meaning; a node claims only versions it knows. */
  readonly version: number;
  readonly payload: z.ZodType<P>;
  /** How often it is tried before it becomes a case; default: as its lane. */
  readonly attempts?: number;
  /** How many of the kind run at once on all nodes together; people may change it. */
  readonly cap?: number;
  /** What it is about: jobs about the same that a node claimed run in their order, see Turns. */
  readonly turns?: (payload: P) => readonly string[];
  /**
   * false: the receiver would do it twice. When nobody knows whether it arrived, the job is not sent
   * again but becomes a case for a person.
   */
  readonly isRepeatable?: boolean;
  /** Talks to the outside world before the unit of work opens: at least once. */
  readonly send?: (sx: SendContext, payload: P) => Promise<R>;
  /** The effect, in the unit of work whose first statement is the fence: exactly once. */
  readonly run: (jx: JobContext, payload: P, sent: R) => Promise<unknown>;
  /** Hears that an attempt failed, in the unit of work that records it; it must not refuse. */
  readonly failed?: (jx: JobContext, payload: P, failure: FailedAttempt) => Promise<void>;
}

export interface FailedAttempt {
  readonly code: string;
  readonly context: Record<string, unknown>;
  /** No attempt follows until somebody decides. */
  readonly isFinal: boolean;
}

export function defineJob<P, R = undefined>(
  job: Omit<JobDefinition<P, R>, "version"> & { version?: number },
): JobDefinition<P, R> {
  return { version: 1, ...job };
}

export type FailureClass =
  | "permanent"
  | "early"
  | "transient"
  | "throttled"
  | "outage"
  | "ambiguous";

/** Says how a job failed; anything else that is thrown counts as transient, an AppError as permanent. */
export class JobFailure extends Error {
  override readonly name = "JobFailure";

  constructor(
    readonly failure: FailureClass,
    readonly code: string,
    readonly more: {
      context?: Record<string, unknown>;
      /** early: what it waits for; the transaction that creates it calls wake() with the same key. */
      waitKey?: string;
      /** throttled: not before so long. early: looks again after so long, where that is sooner. */
      retryAfterMs?: number;
      cause?: unknown;
    } = {},
  ) {
    super(code, { cause: more.cause });
  }
}

/** A timetable: every time it strikes, one job of the lane "system" runs. */
export interface CronDefinition {
  readonly name: string;
  /** Five or six fields, in the plant's time zone. */
  readonly pattern: string;
  /** What is not the database's, before the unit of work opens. */
  // biome-ignore lint/suspicious/noExplicitAny: handed on to run as it is
  readonly send?: (sx: SendContext) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly run: (jx: JobContext, sent: any) => Promise<unknown>;
}

export function defineCron(cron: CronDefinition): CronDefinition {
  return cron;
}
