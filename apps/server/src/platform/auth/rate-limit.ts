import { AppError, elapsedMs, type Instant } from "@lineside/domain/kernel";

const windowMs = 5 * 60_000;
/** A person mistypes; a program guesses. Address limits are wider: a floor may share one. */
const limits = { account: 8, address: 40 } as const;
const keysMax = 10_000;

/**
 * Counts failed attempts (sign-in, badge, set-up) per account and per address in a sliding window, in this node's memory:
 * a restart forgives, which costs an attacker's wait but no operator's shift.
 */
export class AttemptLimiter {
  readonly #failures = new Map<string, Instant[]>();

  /** Throws SIGN_IN_RATE_LIMITED with the seconds to wait. */
  check(username: string, ip: string | null, now: Instant): void {
    for (const [key, limit] of keys(username, ip)) {
      const recent = this.#recent(key, now);
      const oldest = recent[0];
      if (recent.length < limit || oldest === undefined) continue;
      const retryAfterSeconds = Math.ceil((windowMs - elapsedMs(oldest, now)) / 1000);
      throw new AppError("too_many", "SIGN_IN_RATE_LIMITED", { retryAfterSeconds });
    }
  }

  failed(username: string, ip: string | null, now: Instant): void {
    if (this.#failures.size > keysMax) this.#failures.clear();
    for (const [key] of keys(username, ip))
      this.#failures.set(key, [...this.#recent(key, now), now]);
  }

  succeeded(username: string): void {
    this.#failures.delete(`account:${username.toLowerCase()}`);
  }

  #recent(key: string, now: Instant): Instant[] {
    return (this.#failures.get(key) ?? []).filter((at) => elapsedMs(at, now) < windowMs);
  }
}

function keys(username: string, ip: string | null): [string, number][] {
  const account: [string, number] = [`account:${username.toLowerCase()}`, limits.account];
  return ip === null ? [account] : [account, [`address:${ip}`, limits.address]];
}
