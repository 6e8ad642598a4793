import { addMinutes, elapsedMs, type Instant } from "../kernel/index.ts";

export interface LockPolicy {
  /** Failures in a row until a name is locked; 0 never locks. */
  readonly failuresMax: number;
  readonly lockMinutes: number;
}

export interface SignInFailures {
  readonly failures: number;
  readonly lastFailedAt: Instant;
  readonly lockedUntil: Instant | null;
}

/** What was mistyped yesterday does not count today. */
const forgottenAfterMs = 24 * 60 * 60_000;

/**
 * A name is locked for some minutes after so many failures in a row; a lock that is over starts the
 * count anew. It holds for names nobody has, too: a lock says nothing about who works here.
 */
export function afterFailure(
  known: SignInFailures | null,
  now: Instant,
  policy: LockPolicy,
): SignInFailures {
  const isFresh =
    known === null ||
    known.lockedUntil !== null ||
    isAhead(known, now) ||
    elapsedMs(known.lastFailedAt, now) >= forgottenAfterMs;
  const failures = isFresh ? 1 : known.failures + 1;
  const isLocked = policy.failuresMax > 0 && failures >= policy.failuresMax;
  return {
    failures,
    lastFailedAt: now,
    lockedUntil: isLocked ? addMinutes(now, policy.lockMinutes) : null,
  };
}

/** Until when nobody may sign in under the name; null: now. */
export function lockedUntil(known: SignInFailures | null, now: Instant): Instant | null {
  if (known !== null && isAhead(known, now)) return null;
  const until = known?.lockedUntil ?? null;
  return until !== null && until > now ? until : null;
}

/** More than the clocks of two nodes are apart by. */
const aheadMs = 5 * 60_000;

/**
 * Counted by a clock that was ahead and was set right since, when codes of every phone were wrong: such a
 * lock would hold until that time comes.
 */
const isAhead = ({ lastFailedAt }: SignInFailures, now: Instant): boolean =>
  elapsedMs(now, lastFailedAt) > aheadMs;
