import { assert, type Instant, toInstant } from "@lineside/domain/kernel";
import { Cron } from "croner";

/** When a pattern strikes next after `now`, on the plant's clock; null = never again. */
export function nextStrike(pattern: string, now: Instant, timezone: string): Instant | null {
  const timetable = new Cron(pattern, { timezone, paused: true });
  const next = timetable.nextRun(now);
  assert(next === null || toInstant(next) > now, `${pattern} does not go on after ${now}`);
  return next === null ? null : toInstant(next);
}
