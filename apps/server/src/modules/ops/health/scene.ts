import type { Database } from "@lineside/db";
import type { HealthCode, HealthFacts } from "@lineside/domain/health";
import type { Instant } from "@lineside/domain/kernel";
import type { Config } from "../../../platform/config.ts";
import type { Metrics } from "../../../platform/metrics/metrics.ts";
import type { Settings } from "../../../platform/settings.ts";
import type { HealthProbes } from "./probes.ts";

/** What is looked at: the running server's own house, or one that doctor visits. */
export interface HealthScene {
  readonly config: Config;
  readonly db: Pick<Database, "dialect" | "read">;
  readonly now: Instant;
  readonly settings: Pick<Settings, "backupEveryHours" | "backupAgeHours">;
  readonly probes: HealthProbes;
  /** null: nobody serves here. */
  readonly metrics: Metrics | null;
  readonly memory: HealthMemory;
  /** When the certificate that is spoken with ends; undefined: the one of the configuration. */
  readonly certificateEndsAt?: Instant | null;
}

/** What is not asked every minute, and what only shows over time. */
export interface HealthMemory {
  fsync: Kept<HealthFacts["FSYNC"]> | null;
  clockSource: Kept<boolean | null> | null;
  /** The two clocks when they were last compared. */
  clocks: { wallMs: number; monotonicMs: number } | null;
  jump: { ms: number; at: Instant } | null;
  /** Since when this process could have looked. */
  readonly runningSince: Instant | null;
}

interface Kept<T> {
  readonly at: Instant;
  readonly value: T;
}

export const freshMemory = (runningSince: Instant | null): HealthMemory => ({
  ...{ fsync: null, clockSource: null, clocks: null, jump: null, runningSince },
});

export type Look<Code extends HealthCode> = (scene: HealthScene) => Promise<HealthFacts[Code]>;

export const round = (ms: number): number => Math.round(ms * 10) / 10;
