import { describe, expect, test } from "bun:test";
import { type HealthCode, type HealthLevel, type KnownAlarm, settleAlarm } from "./index.ts";

const now = "2026-11-22T08:00:00.000Z";
const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

const open = (changes: Partial<KnownAlarm> = {}): KnownAlarm => ({
  severity: "WARNING",
  reason: "SHORT",
  sinceAt: ago(10),
  seenAt: ago(1),
  noticeId: "told",
  clearedAt: null,
  ...changes,
});
const over = (minutes: number) => open({ clearedAt: ago(minutes), seenAt: ago(minutes + 3) });
const untold = open({ noticeId: null, sinceAt: ago(1) });

describe("what the newest look means for an alarm", () => {
  // biome-ignore format: one row per case
  const rows: [string, KnownAlarm | null, HealthCode, HealthLevel, string, object | null][] = [
    ["well, and it was",               null,                                   "DISK_SPACE",     "OK",      "OK",     null],
    ["nobody could look",              null,                                   "DISK_SPACE",     "UNKNOWN", "UNSEEN", null],
    ["begins: told at once",           null,                                   "DISK_SPACE",     "WARNING", "SHORT",  { to: "OPEN", severity: "WARNING", tells: true }],
    ["begins, what jumps: not yet",    null,                                   "COMMIT_LATENCY", "ALARM",   "SLOW",   { to: "OPEN", severity: "ALARM", tells: false }],
    ["jumps, seen again: told",        untold,                                 "COMMIT_LATENCY", "WARNING", "SLOW",   { to: "SEE", severity: "WARNING", tells: true }],
    ["jumps, asked again at once",     open({ noticeId: null, sinceAt: now }), "COMMIT_LATENCY", "WARNING", "SLOW",   { to: "SEE", severity: "WARNING", tells: false }],
    ["goes on: told already",          open(),                                 "DISK_SPACE",     "WARNING", "SHORT",  { to: "SEE", severity: "WARNING", tells: false }],
    ["becomes worse: told once more",  open(),                                 "DISK_SPACE",     "ALARM",   "SHORT",  { to: "SEE", severity: "ALARM", tells: true }],
    ["stays worse: told already",      open({ severity: "ALARM" }),            "DISK_SPACE",     "ALARM",   "SHORT",  { to: "SEE", severity: "ALARM", tells: false }],
    ["becomes a little better",        open({ severity: "ALARM" }),            "DISK_SPACE",     "WARNING", "SHORT",  { to: "SEE", severity: "ALARM", tells: false }],
    ["one look without it: not over",  open({ seenAt: ago(2) }),               "DISK_SPACE",     "OK",      "OK",     null],
    ["unseen is not over",             open({ seenAt: ago(60) }),              "DISK_SPACE",     "UNKNOWN", "UNSEEN", null],
    ["three minutes without it: over", open({ seenAt: ago(3) }),               "DISK_SPACE",     "OK",      "OK",     { to: "CLEAR", tells: true }],
    ["over before anybody was told",   open({ seenAt: ago(3), noticeId: null }), "COMMIT_LATENCY", "OK",    "OK",     { to: "CLEAR", tells: false }],
    ["over, and stays so",             over(1),                                "DISK_SPACE",     "OK",      "OK",     null],
    ["back soon: the same trouble",    over(14),                               "DISK_SPACE",     "WARNING", "SHORT",  { to: "REOPEN", severity: "WARNING", tells: false }],
    ["back soon, and worse",           over(14),                               "DISK_SPACE",     "ALARM",   "SHORT",  { to: "REOPEN", severity: "ALARM", tells: true }],
    ["back later: a new one",          over(15),                               "DISK_SPACE",     "WARNING", "SHORT",  { to: "OPEN", severity: "WARNING", tells: true }],
    ["others speak of its beginning",  null,                                   "BACKUP_AGE",     "ALARM",   "LATE",   { to: "OPEN", severity: "ALARM", tells: false }],
    ["others still do",                untold,                                 "BACKUP_AGE",     "ALARM",   "LATE",   { to: "SEE", severity: "ALARM", tells: false }],
    ["over before others told it",     open({ seenAt: ago(3), noticeId: null, reason: "LATE" }), "BACKUP_AGE", "OK", "OK", { to: "CLEAR", tells: false }],
    ["its end is told here",           open({ sinceAt: ago(60), seenAt: ago(3), noticeId: null, reason: "LATE" }), "BACKUP_AGE", "OK", "OK", { to: "CLEAR", tells: true }],
    ["a machine's end is its screen's", open({ seenAt: ago(3), noticeId: null, reason: "SILENT" }), "ENDPOINTS_SILENT", "OK", "OK", { to: "CLEAR", tells: false }],
    ["one machine: its line hears",    null,                                   "ENDPOINTS_SILENT", "WARNING", "SILENT", { to: "OPEN", severity: "WARNING", tells: false }],
    ["the clock was a year ahead: over", open({ sinceAt: ago(-500_000), seenAt: ago(-499_000) }), "CERTIFICATE", "OK", "OK", { to: "CLEAR", tells: true }],
    ["ended a year ahead: a new one",  over(-499_000),                         "DISK_SPACE",     "ALARM",   "SHORT",  { to: "OPEN", severity: "ALARM", tells: true }],
    ["began a year ahead: is steady",  open({ noticeId: null, sinceAt: ago(-499_000) }), "COMMIT_LATENCY", "ALARM", "SLOW", { to: "SEE", severity: "ALARM", tells: true }],
    ["another node's clock is ahead",  open({ seenAt: ago(-0.5) }),            "DISK_SPACE",     "OK",      "OK",     null],
    ["then half of them: told here",   open({ noticeId: null, reason: "SILENT" }), "ENDPOINTS_SILENT", "ALARM", "MANY", { to: "SEE", severity: "ALARM", tells: true }],
  ];

  test.each(rows)("%s", (...[, known, code, level, reason, expected]) => {
    expect(settleAlarm(known, { code, level, reason }, now)).toEqual(expected as never);
  });
});
