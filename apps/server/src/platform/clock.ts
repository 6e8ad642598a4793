import { type Instant, toInstant } from "@lineside/domain/kernel";

/** The only source of "now" in the server; tests bring their own. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => toInstant(Date.now()) };

/** For durations only: never goes back, means nothing as an instant. */
export function monotonicMs(): number {
  return performance.now();
}

export function elapsedSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) * 10) / 10;
}
