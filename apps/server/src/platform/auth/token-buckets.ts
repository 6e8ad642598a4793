import { elapsedMs, type Instant } from "@lineside/domain/kernel";

interface Bucket {
  tokens: number;
  at: Instant;
}

/**
 * A bucket per key: it holds a minute's worth, so that a burst after silence passes, and fills up
 * evenly. In this node's memory: several nodes allow the rate each.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one; otherwise the milliseconds until there is one. */
  take(key: string, ratePerMinute: number, now: Instant): number {
    const bucket = this.#buckets.get(key) ?? { tokens: ratePerMinute, at: now };
    this.#buckets.set(key, bucket);
    const perMs = ratePerMinute / 60_000;
    // A clock that was set back fills nothing and takes nothing away.
    const filled = bucket.tokens + Math.max(0, elapsedMs(bucket.at, now)) * perMs;
    bucket.tokens = Math.min(ratePerMinute, filled);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
    bucket.tokens -= 1;
    return 0;
  }
}
