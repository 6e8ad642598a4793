import { type Instant, toMs } from "../kernel/index.ts";
import type { HealthCode } from "./checks.ts";
import type { HealthFacts } from "./facts.ts";
import type { HealthLevel } from "./states.ts";

/** What is to be said of a check. */
export interface Judgement {
  readonly level: HealthLevel;
  /** Names its sentence. */
  readonly reason: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** The point of its trend. */
  readonly value?: number;
}

export type Judge<Code extends HealthCode> = (facts: HealthFacts[Code], now: Instant) => Judgement;

export const fine = (context: object = {}, value?: number, reason = "OK"): Judgement => ({
  level: "OK",
  reason,
  context: { ...context },
  ...(value !== undefined && { value }),
});

/** The worse level whose limit is reached; null: neither is. */
export function levelOf(value: number, warning: number, alarm: number): "WARNING" | "ALARM" | null {
  if (value >= alarm) return "ALARM";
  return value >= warning ? "WARNING" : null;
}

const hourMs = 3_600_000;

/** A server that was off over the holidays is given its time to make up for it. */
export const later = (at: Instant, runningSince: Instant | null): Instant =>
  runningSince !== null && runningSince > at ? runningSince : at;

export const hoursSince = (since: Instant, now: Instant): number =>
  Math.round(((toMs(now) - toMs(since)) / hourMs) * 10) / 10;
