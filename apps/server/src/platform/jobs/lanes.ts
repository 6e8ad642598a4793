import type { Dialect } from "@lineside/db";
import { assert } from "@lineside/domain/kernel";
import type { Lane } from "./job.ts";

export interface LanePolicy {
  /** Who does not answer for this long has lost the job. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  readonly retry: { firstMs: number; longestMs: number; attempts: number };
  /** Jobs of the lane a node runs at once. */
  readonly slots: number;
}

const second = 1_000;
const minute = 60 * second;

const quick: LanePolicy = {
  leaseMs: 30 * second,
  heartbeatMs: 10 * second,
  timeoutMs: minute,
  retry: { firstMs: second, longestMs: 5 * minute, attempts: 10 },
  slots: 4,
};

const slow: LanePolicy = {
  leaseMs: 120 * second,
  heartbeatMs: 40 * second,
  timeoutMs: 15 * minute,
  retry: { firstMs: 30 * second, longestMs: 30 * minute, attempts: 20 },
  slots: 2,
};

export const laneOrder: readonly Lane[] = ["event", "ingest", "outbox", "pull", "system"];

export const lanes: Readonly<Record<Lane, LanePolicy>> = {
  event: quick,
  ingest: quick,
  outbox: {
    leaseMs: minute,
    heartbeatMs: 20 * second,
    timeoutMs: 15 * second,
    retry: { firstMs: 5 * second, longestMs: 15 * minute, attempts: 40 },
    slots: 8,
  },
  pull: slow,
  system: slow,
};

/**
 * Jobs of a lane a node runs at once. A SQLite file has one writer: several jobs of machine events
 * would not end sooner, and a scan or the next event would wait behind all of them.
 */
export function slotsOf(lane: Lane, dialect: Dialect): number {
  return lane === "ingest" && dialect === "sqlite" ? 1 : lanes[lane].slots;
}

/** When a parked job looks again by itself; the last one repeats until it gave up. */
const lookAfterMs = [15 * second, minute, 5 * minute, 15 * minute, 60 * minute];
export const parkedMaxMs = 24 * 60 * minute;

export function lookAgainMs(looks: number): number {
  return lookAfterMs[Math.min(looks, lookAfterMs.length - 1)] ?? minute;
}

/** Half of the doubled delay is certain, half is chance: whoever failed together does not return together. */
export function backOffMs(lane: Lane, failures: number, random: () => number): number {
  assert(failures > 0, "a delay without a failure");
  const { firstMs, longestMs } = lanes[lane].retry;
  const full = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return Math.round(full / 2 + (full / 2) * random());
}

export const lossesMax = 3;
/** Transport failures in a row after which an endpoint's breaker opens. */
export const breakerAfter = 5;
export const probeEveryMs = minute;
