import type { Database } from "@lineside/db";
import { monotonicMs } from "../clock.ts";
import type { Metrics } from "./metrics.ts";

/** From now on every unit of work and every commit is measured. */
export function watchDatabase(metrics: Metrics, db: Database): void {
  const units = metrics.histogram("lineside_unit_duration_seconds");
  const committed = units.of("committed");
  const undone = units.of("undone");
  const commits = metrics.histogram("lineside_commit_duration_seconds").of();
  const batches = metrics.histogram("lineside_commit_batch_units").of();
  const failed = metrics.counter("lineside_commits_failed_total").of();
  db.observe({
    committed(count, startedMs, endedMs) {
      commits.observe((endedMs - startedMs) / 1000, endedMs);
      batches.observe(count, endedMs);
    },
    commitFailed: () => failed.add(),
    unitEnded: (isCommitted, askedMs, endedMs) =>
      (isCommitted ? committed : undone).observe((endedMs - askedMs) / 1000, endedMs),
  });
}

const tickMs = 500;

/** From now on it is measured how late timers come; returns how to stop. */
export function watchEventLoop(metrics: Metrics): () => void {
  const lag = metrics.histogram("lineside_event_loop_lag_seconds").of();
  let dueMs = monotonicMs() + tickMs;
  const timer = setInterval(() => {
    const nowMs = monotonicMs();
    lag.observe(Math.max(0, nowMs - dueMs) / 1000, nowMs);
    dueMs = nowMs + tickMs;
  }, tickMs);
  timer.unref?.();
  return () => clearInterval(timer);
}
