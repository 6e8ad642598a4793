import { describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { safetyPoll } from "./safety-poll.ts";
import { nextStrike } from "./timetable.ts";

describe("when a timetable strikes next, on the plant's clock", () => {
  // pattern, time zone, now, next; the last row: 2:30 does not exist that night
  const rows: [string, string, string, string][] = [
    ["* * * * *     ", "Asia/Shanghai", "2026-11-22T02:00:00.000Z", "2026-11-22T02:01:00.000Z"],
    ["7 * * * *     ", "Asia/Shanghai", "2026-11-22T02:07:00.000Z", "2026-11-22T03:07:00.000Z"],
    ["0 3 * * *     ", "Asia/Shanghai", "2026-11-22T02:00:00.000Z", "2026-11-22T19:00:00.000Z"],
    ["0 3 * * *     ", "Etc/UTC      ", "2026-11-22T02:00:00.000Z", "2026-11-22T03:00:00.000Z"],
    ["*/30 * * * * *", "Etc/UTC      ", "2026-11-22T02:00:00.001Z", "2026-11-22T02:00:30.000Z"],
    ["30 2 * * *    ", "Europe/Berlin", "2026-03-28T12:00:00.000Z", "2026-03-29T01:30:00.000Z"],
  ];
  test.each(rows)("%s %s after %s is %s", (...row) => {
    const [pattern, timezone, now, next] = row;
    expect(nextStrike(pattern.trim(), now, timezone.trim())).toBe(next);
  });
});

test("every half minute the engine is told to look for itself", () => {
  let looks = 0;
  const { safetyPoll: poll } = new Elysia().use(safetyPoll({ wakeUp: () => looks++ })).store.cron;
  try {
    const waitMs = poll.msToNext() ?? Number.POSITIVE_INFINITY;
    expect(waitMs).toBeLessThanOrEqual(30_000);
    poll.trigger();
    expect(looks).toBe(1);
  } finally {
    poll.stop();
  }
});
