import { describe, expect, test } from "bun:test";
import { faults } from "../kernel/index.ts";
import { expiredBackups, isBackupDue, type Kept } from "./retention.ts";
import { backupStates } from "./states.ts";

test("every state of a backup is reached and known", () => {
  expect(faults(backupStates, "QUEUED")).toEqual([]);
});

const at = (day: number, hour: number, isVerified = true): Kept => ({
  id: `${day}/${hour}${isVerified ? "" : "?"}`,
  createdAt: `2026-11-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:17:00.000Z`,
  isVerified,
});

describe("which backups have served their time", () => {
  const none = { hourly: 0, daily: 0, weekly: 0 };
  // 1 November 2026 is a Sunday; the zone is UTC.
  // biome-ignore format: one row per case
  test.each([
    ["nothing of nothing",                   [],                                   { ...none, hourly: 3 },          []],
    ["the newest verified one is never",     [at(1, 1), at(1, 2)],                 none,                            ["1/1"]],
    ["hours",                                [at(1, 1), at(1, 2), at(1, 3)],       { ...none, hourly: 2 },          ["1/1"]],
    ["hours without a backup do not count",  [at(1, 1), at(1, 9), at(2, 3)],       { ...none, hourly: 2 },          ["1/1"]],
    ["the newest of each day",               [at(1, 1), at(1, 9), at(2, 3)],       { ...none, daily: 2 },           ["1/1"]],
    ["the newest of each week",              [at(1, 1), at(2, 1), at(3, 1)],       { ...none, weekly: 2 },          ["2/1"]],
    ["hours and days together",              [at(1, 1), at(2, 1), at(2, 2)],       { ...none, hourly: 1, daily: 2 }, ["2/1"]],
    ["a verified one before an unverified",  [at(1, 1), at(1, 9, false)],          { ...none, daily: 1 },           ["1/9?"]],
    ["an unverified one is better than none", [at(1, 1), at(2, 9, false)],         { ...none, daily: 2 },           []],
    ["one of a time to come takes no place", [at(1, 1), at(2, 1), at(9, 1)],       { ...none, daily: 1 },           ["1/1"]],
    ["without a verified one: by count",     [at(1, 1, false), at(2, 1, false)],   { ...none, daily: 1 },           ["1/1?"]],
  ] as const)("%s", (_, ...[backups, counts, expired]) => {
    const now = "2026-11-03T12:00:00.000Z";
    expect(expiredBackups(backups, counts, { timeZone: "UTC", now })).toEqual([...expired]);
  });
});

describe("when the next one is due", () => {
  const daily = { everyHours: 24, atHour: 2 };
  // biome-ignore format: one row per case
  test.each([
    ["never, when switched off",         { everyHours: 0, atHour: 2 },  null,                       "2026-11-02T02:17:00.000Z", false],
    ["at once, when there is none",      daily,                         null,                       "2026-11-02T15:17:00.000Z", true],
    ["at its hour",                      daily,                         "2026-11-01T02:17:00.000Z", "2026-11-02T02:17:00.000Z", true],
    ["not at another hour",              daily,                         "2026-11-01T02:17:00.000Z", "2026-11-02T01:17:00.000Z", false],
    ["not twice in its hour",            daily,                         "2026-11-02T02:01:00.000Z", "2026-11-02T02:17:00.000Z", false],
    ["later, when its hour was missed",  daily,                         "2026-11-01T02:17:00.000Z", "2026-11-02T09:17:00.000Z", true],
    ["every eight hours",                { everyHours: 8, atHour: 2 },  "2026-11-01T02:17:00.000Z", "2026-11-01T10:17:00.000Z", true],
    ["not between them",                 { everyHours: 8, atHour: 2 },  "2026-11-01T02:17:00.000Z", "2026-11-01T09:17:00.000Z", false],
  ] as const)("%s", (_, ...[schedule, last, now, expected]) => {
    expect(isBackupDue(schedule, last, { now, timeZone: "UTC" })).toBe(expected);
  });
});
