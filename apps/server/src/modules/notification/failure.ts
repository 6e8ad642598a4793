import { AppError, type Instant, toMs } from "@lineside/domain/kernel";
import { type FailureClass, JobFailure } from "../../platform/jobs/job.ts";
import type { Received } from "./post.ts";

/** How long to leave a receiver alone that says "too many" without saying until when. */
const throttledMs = 60_000;
const throttledMaxMs = 60 * 60_000;

/** What an HTTP answer means for the delivery; returns when it was accepted. */
export function judgeAnswer({ status, retryAfter }: Received, now: Instant): void {
  if (status >= 200 && status < 300) return;
  const context = { status };
  const wait = waitMs(retryAfter, now);
  if (status === 429 || (status === 503 && wait !== null))
    throw new JobFailure("throttled", "CHANNEL_BUSY", {
      context,
      retryAfterMs: Math.min(wait ?? throttledMs, throttledMaxMs),
    });
  if (status >= 500 || status === 408 || status === 425)
    throw new JobFailure("transient", "CHANNEL_REJECTED", { context });
  throw new JobFailure("permanent", "CHANNEL_REJECTED", { context });
}

/** WeCom answers 200 to everything; what it thinks is in `errcode`. */
export function judgeWecom({ text }: Received): void {
  const errcode = errcodeOf(text);
  if (errcode === 0) return;
  const context = { errcode };
  // 45009: more than 20 messages a minute. -1: the system is busy.
  if (errcode === 45_009)
    throw new JobFailure("throttled", "CHANNEL_BUSY", { context, retryAfterMs: throttledMs });
  if (errcode === -1 || errcode === null)
    throw new JobFailure("transient", "CHANNEL_REJECTED", { context });
  throw new JobFailure("permanent", "CHANNEL_REJECTED", { context });
}

function errcodeOf(text: string): number | null {
  try {
    const { errcode } = JSON.parse(text) as { errcode?: unknown };
    return typeof errcode === "number" ? errcode : null;
  } catch {
    return null;
  }
}

/** Retry-After is a number of seconds or a date. */
function waitMs(retryAfter: string | null, now: Instant): number | null {
  if (retryAfter === null) return null;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, at - toMs(now));
}

interface TransportError {
  code?: string;
  name?: string;
  responseCode?: number;
  message?: string;
}

/** Whatever else went wrong on the way, as a failure of the job. */
export function asFailure(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  // A name that is not known may be known in a minute; an address nobody allowed stays that.
  if (error instanceof AppError)
    return failure(error.code === "CHANNEL_HOST_UNKNOWN" ? "outage" : "permanent", error);
  const { code, name, responseCode } = error as TransportError;
  if (responseCode !== undefined) return mailFailure(responseCode, error);
  if (code === "EAUTH" || code === "EENVELOPE" || code === "EMESSAGE")
    return new JobFailure("permanent", "CHANNEL_REJECTED", { cause: error });
  // It may have arrived: it is sent again under the same key.
  if (name === "AbortError" || name === "TimeoutError")
    return new JobFailure("ambiguous", "CHANNEL_TIMED_OUT", { cause: error });
  return new JobFailure("outage", "CHANNEL_UNREACHABLE", { cause: error });
}

function failure(kind: FailureClass, error: AppError): JobFailure {
  return new JobFailure(kind, error.code, { context: error.context, cause: error });
}

/** SMTP: 4xx "not now" (421 and 450-452 while it is busy), 5xx "never". RFC 5321 §4.2.1. */
function mailFailure(reply: number, cause: unknown): JobFailure {
  const context = { reply };
  return new JobFailure(reply >= 500 ? "permanent" : "transient", "CHANNEL_REJECTED", {
    context,
    cause,
  });
}
