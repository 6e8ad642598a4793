import { describe, expect, test } from "bun:test";
import {
  alarmAudience,
  type HealthCode,
  type HealthFacts,
  healthChecks,
  healthCodes,
  healthFix,
  healthName,
  healthSentence,
  healthTexts,
  judgeHealth,
  spokenBy,
  worstLevel,
} from "./index.ts";

const now = "2026-11-22T08:00:00.000Z";
const hoursAgo = (hours: number) => new Date(Date.parse(now) - hours * 3_600_000).toISOString();
const inDays = (days: number) => hoursAgo(-24 * days);

type Row<Code extends HealthCode = HealthCode> = {
  [C in Code]: [code: C, facts: HealthFacts[C], level: string, reason: string];
}[Code];

const disk = (freeBytes: number, totalBytes: number) => ({
  places: [
    { place: "files" as const, folder: "/srv/files", freeBytes: 900e9, totalBytes: 1e12 },
    { place: "database" as const, folder: "/srv/data", freeBytes, totalBytes },
  ],
});
const folder = (kind: string | null, isNetworked = false, isVolatile = false) => ({
  places: [{ place: "database" as const, folder: "/srv/data", kind, isNetworked, isVolatile }],
});
const schema = { schema: "0008", newer: null, changed: null, pending: 0, differences: [] };
const differs = (kind: "MISSING" | "FOREIGN" | "DIFFERENT") => ({
  ...schema,
  differences: [
    { kind: "FOREIGN" as const, name: "their_table" },
    { kind, name: "execution_unit.sn" },
  ],
});
const pages = {
  checksumFailures: null,
  lookedAt: hoursAgo(5),
  found: "ok",
  runningSince: hoursAgo(999),
};
const backup = {
  everyHours: 4,
  ageLimitHours: 26,
  verifiedAt: hoursAgo(3),
  firstAt: hoursAgo(999),
  hasLastFailed: false,
};
const jobs = { count: 0, oldestAt: null, lane: null, unclaimable: [] };
const dead = (count: number, hours: number) => ({
  count,
  oldestAt: hoursAgo(hours),
  kinds: ["file.sweep"],
});
const silent = (count: number, total: number) => ({ count, total, handles: ["AOI.1"] });
const seals = {
  brokenSeal: null,
  openSince: hoursAgo(1),
  sealedTo: hoursAgo(1),
  verifiedAt: hoursAgo(4),
  firstSealedAt: hoursAgo(999),
  runningSince: null,
};
const clock = { apartMs: null, jump: null, isSynchronised: true };
const memory = { rssBytes: 110e6, leftBytes: 6e9, totalBytes: 16e9 };

describe("how each check is judged", () => {
  // biome-ignore format: one row per case
  const rows: Row[] = [
    ["DATABASE", { ms: 1, why: null },                          "OK",      "OK"],
    ["DATABASE", { ms: 1_000, why: null },                      "WARNING", "SLOW"],
    ["DATABASE", { ms: null, why: "connection refused" },       "ALARM",   "DOWN"],
    ["SCHEMA",   schema,                                        "OK",      "OK"],
    ["SCHEMA",   { ...schema, differences: null },              "OK",      "OK"],
    ["SCHEMA",   { ...schema, newer: "0009", pending: 1 },      "ALARM",   "NEWER"],
    ["SCHEMA",   { ...schema, changed: "0003", pending: 1 },    "ALARM",   "CHANGED"],
    ["SCHEMA",   { ...schema, pending: 2 },                     "WARNING", "BEHIND"],
    ["SCHEMA",   differs("MISSING"),                            "ALARM",   "MISSING"],
    ["SCHEMA",   differs("DIFFERENT"),                          "ALARM",   "DIFFERENT"],
    ["SCHEMA",   differs("FOREIGN"),                            "WARNING", "FOREIGN"],
    ["INTEGRITY", pages,                                        "OK",      "OK"],
    ["INTEGRITY", { ...pages, found: "row 3 missing" },         "ALARM",   "BROKEN"],
    ["INTEGRITY", { ...pages, lookedAt: hoursAgo(72) },         "WARNING", "STALE"],
    ["INTEGRITY", { ...pages, lookedAt: hoursAgo(99), runningSince: hoursAgo(71) }, "OK", "OK"],
    ["INTEGRITY", { ...pages, lookedAt: null, found: null },    "WARNING", "STALE"],
    ["INTEGRITY", { ...pages, lookedAt: null, found: null, runningSince: hoursAgo(9) }, "OK", "NOT_YET"],
    ["INTEGRITY", { ...pages, checksumFailures: 0 },            "OK",      "SERVER"],
    ["INTEGRITY", { ...pages, checksumFailures: 2 },            "ALARM",   "CHECKSUMS"],
    ["DISK_SPACE", disk(400e9, 1e12),                           "OK",      "OK"],
    ["DISK_SPACE", disk(60e9, 1e12),                            "OK",      "OK"],
    ["DISK_SPACE", disk(45e9, 1e12),                            "WARNING", "SHORT"],
    ["DISK_SPACE", disk(1.9e9, 10e9),                           "WARNING", "SHORT"],
    ["DISK_SPACE", disk(19e9, 1e12),                            "ALARM",   "SHORT"],
    ["DISK_SPACE", disk(0.4e9, 1e9),                            "ALARM",   "SHORT"],
    ["DISK_SPACE", disk(0, 0),                                  "ALARM",   "SHORT"],
    ["FILE_SYSTEM", folder("ext4"),                             "OK",      "OK"],
    ["FILE_SYSTEM", folder(null),                               "OK",      "UNTOLD"],
    ["FILE_SYSTEM", { places: [] },                             "OK",      "ELSEWHERE"],
    ["FILE_SYSTEM", folder("tmpfs", false, true),               "WARNING", "VOLATILE"],
    ["FILE_SYSTEM", folder("nfs4", true),                       "ALARM",   "NETWORKED"],
    ["FSYNC",    null,                                          "OK",      "ELSEWHERE"],
    ["FSYNC",    { p50Ms: 1, p99Ms: 49 },                       "OK",      "OK"],
    ["FSYNC",    { p50Ms: 9, p99Ms: 50 },                       "WARNING", "SLOW"],
    ["FSYNC",    { p50Ms: 9, p99Ms: 250 },                      "ALARM",   "SLOW"],
    ["COMMIT_LATENCY", { p50Ms: null, p99Ms: null },            "OK",      "IDLE"],
    ["COMMIT_LATENCY", { p50Ms: 2, p99Ms: 20 },                 "OK",      "OK"],
    ["COMMIT_LATENCY", { p50Ms: 2, p99Ms: 250 },                "WARNING", "SLOW"],
    ["COMMIT_LATENCY", { p50Ms: 2, p99Ms: 2_000 },              "ALARM",   "SLOW"],
    ["WAL_SIZE", { bytes: 4e6 },                                "OK",      "OK"],
    ["WAL_SIZE", { bytes: 256e6 },                              "WARNING", "LARGE"],
    ["WAL_SIZE", { bytes: 1e9 },                                "ALARM",   "LARGE"],
    ["WAL_SIZE", { heldBytes: 256e6 },                          "OK",      "HELD_OK"],
    ["WAL_SIZE", { heldBytes: 1e9 },                            "WARNING", "HELD"],
    ["WAL_SIZE", { heldBytes: 10e9 },                           "ALARM",   "HELD"],
    ["BACKUP_AGE", backup,                                      "OK",      "OK"],
    ["BACKUP_AGE", { ...backup, everyHours: 0 },                "WARNING", "OFF"],
    ["BACKUP_AGE", { ...backup, verifiedAt: hoursAgo(26) },     "ALARM",   "LATE"],
    ["BACKUP_AGE", { ...backup, verifiedAt: null },             "ALARM",   "NONE"],
    ["BACKUP_AGE", { ...backup, hasLastFailed: true },          "WARNING", "FAILED"],
    ["BACKUP_AGE", { ...backup, verifiedAt: null, firstAt: null }, "OK",   "NOT_YET"],
    ["BACKUP_AGE", { ...backup, verifiedAt: null, firstAt: hoursAgo(1) }, "OK", "NOT_YET"],
    ["JOBS_DEAD", { count: 0, oldestAt: null, kinds: [] },      "OK",      "OK"],
    ["JOBS_DEAD", dead(1, 1),                                   "WARNING", "DEAD"],
    ["JOBS_DEAD", dead(20, 1),                                  "ALARM",   "DEAD"],
    ["JOBS_DEAD", dead(1, 24),                                  "ALARM",   "DEAD"],
    ["JOBS_LATE", jobs,                                         "OK",      "OK"],
    ["JOBS_LATE", { ...jobs, oldestAt: hoursAgo(0.01) },        "OK",      "OK"],
    ["JOBS_LATE", { ...jobs, oldestAt: hoursAgo(0.04) },        "WARNING", "LATE"],
    ["JOBS_LATE", { ...jobs, oldestAt: hoursAgo(0.25) },        "ALARM",   "LATE"],
    ["JOBS_LATE", { ...jobs, unclaimable: ["new.kind"] },       "WARNING", "UNCLAIMABLE"],
    ["ENDPOINTS_SILENT", silent(0, 0),                          "OK",      "NONE"],
    ["ENDPOINTS_SILENT", silent(0, 9),                          "OK",      "OK"],
    ["ENDPOINTS_SILENT", silent(1, 1),                          "WARNING", "SILENT"],
    ["ENDPOINTS_SILENT", silent(4, 9),                          "WARNING", "SILENT"],
    ["ENDPOINTS_SILENT", silent(5, 9),                          "ALARM",   "MANY"],
    ["INGEST_DEAD", { count: 0, oldestAt: null },               "OK",      "OK"],
    ["INGEST_DEAD", { count: 99, oldestAt: hoursAgo(1) },       "WARNING", "DEAD"],
    ["INGEST_DEAD", { count: 100, oldestAt: hoursAgo(1) },      "ALARM",   "MANY"],
    ["AUDIT_SEALS", seals,                                      "OK",      "OK"],
    ["AUDIT_SEALS", { ...seals, brokenSeal: 7 },                "ALARM",   "BROKEN"],
    ["AUDIT_SEALS", { ...seals, openSince: hoursAgo(26) },      "WARNING", "LATE"],
    ["AUDIT_SEALS", { ...seals, openSince: hoursAgo(99), runningSince: hoursAgo(1) }, "OK", "OK"],
    ["AUDIT_SEALS", { ...seals, openSince: hoursAgo(99), runningSince: hoursAgo(2) }, "WARNING", "LATE"],
    ["AUDIT_SEALS", { ...seals, verifiedAt: hoursAgo(99), runningSince: hoursAgo(71) }, "OK", "OK"],
    ["AUDIT_SEALS", { ...seals, verifiedAt: hoursAgo(72) },     "WARNING", "UNVERIFIED"],
    ["AUDIT_SEALS", { ...seals, verifiedAt: null },             "WARNING", "UNVERIFIED"],
    ["AUDIT_SEALS", { ...seals, firstSealedAt: null },          "OK",      "NOT_YET"],
    ["CERTIFICATE", null,                                       "OK",      "NO_TLS"],
    ["CERTIFICATE", { endsAt: inDays(21) },                     "OK",      "OK"],
    ["CERTIFICATE", { endsAt: inDays(20) },                     "WARNING", "ENDS_SOON"],
    ["CERTIFICATE", { endsAt: inDays(2) },                      "ALARM",   "ENDS_SOON"],
    ["CERTIFICATE", { endsAt: now },                            "ALARM",   "ENDED"],
    ["CLOCK",    clock,                                         "OK",      "OK"],
    ["CLOCK",    { ...clock, isSynchronised: null },            "OK",      "UNTOLD"],
    ["CLOCK",    { ...clock, isSynchronised: false },           "WARNING", "UNSYNCED"],
    ["CLOCK",    { ...clock, jump: { ms: -9_000, at: hoursAgo(0.5) } }, "WARNING", "JUMPED"],
    ["CLOCK",    { ...clock, jump: { ms: -9_000, at: hoursAgo(1) } },   "OK",      "OK"],
    ["CLOCK",    { ...clock, apartMs: -1_000 },                 "WARNING", "APART"],
    ["CLOCK",    { ...clock, apartMs: 30_000 },                 "ALARM",   "APART"],
    ["MEMORY",   memory,                                        "OK",      "OK"],
    ["MEMORY",   { ...memory, rssBytes: null },                 "OK",      "MACHINE"],
    ["MEMORY",   { ...memory, rssBytes: 800e6 },                "WARNING", "HIGH"],
    ["MEMORY",   { ...memory, leftBytes: 1.6e9 },               "WARNING", "SHORT"],
    ["MEMORY",   { ...memory, leftBytes: 0.6e9 },               "ALARM",   "SHORT"],
    ["CONFIG",   { faults: [] },                                "OK",      "OK"],
    ["CONFIG",   { faults: [{ fault: "INVALID", detail: "PORT" }] }, "ALARM", "INVALID"],
    ["CONFIG",   { faults: [{ fault: "PLAIN_HTTP", detail: "0.0.0.0" }] }, "WARNING", "PLAIN_HTTP"],
    ["CONFIG",   { faults: [{ fault: "SECRET_READABLE", detail: "/f" }] }, "WARNING", "SECRET_READABLE"],
    ["CONFIG",   { faults: [{ fault: "PROXY_ANY", detail: "*" }] },  "WARNING", "PROXY_ANY"],
    ["CONFIG",   { faults: [{ fault: "UPGRADE_BACKUP_OFF", detail: null }] }, "WARNING", "UPGRADE_BACKUP_OFF"],
    ["CONFIG",   { faults: [{ fault: "BACKUPS_SAME_DISK", detail: "/b" }] },  "WARNING", "BACKUPS_SAME_DISK"],
  ];

  test.each(rows)("%s %j: %s %s", (...[code, facts, level, reason]) => {
    const judged = judgeHealth(code, { facts } as never, now);
    expect([judged.level, judged.reason]).toEqual([level as never, reason]);
  });

  test("every sentence that can be said was judged here, and none other", () => {
    const judged = new Set(rows.map(([code, , , reason]) => `${code}.${reason}`));
    const written = healthCodes.flatMap((code) =>
      Object.keys(healthTexts[code].says).map((reason) => `${code}.${reason}`),
    );
    expect([...judged].sort()).toEqual(written.toSorted());
  });

  test.each(rows)("%s %j is said in both languages, trouble with what to do", (...row) => {
    const [code, facts] = row;
    const { level, reason, context } = judgeHealth(code, { facts } as never, now);
    const told = { code, reason, context };
    for (const language of ["en", "zh-CN"] as const) {
      expect(healthName(code, language)).not.toBe("");
      const sentence = healthSentence(told, language, "Asia/Shanghai");
      expect(sentence).not.toMatch(/\{\{|undefined|null|NaN/);
      expect(/[一-鿿]/.test(sentence)).toBe(language === "zh-CN");
      const fix = healthFix(told, language, "Asia/Shanghai");
      expect(fix === null).toBe(level === "OK");
      expect(fix ?? "").not.toMatch(/\{\{|undefined|null/);
    }
  });
});

test("what could not be looked at is not taken for well", () => {
  const judged = judgeHealth("FSYNC", { why: "timed out after 5 s" }, now);
  expect(judged).toEqual({
    level: "UNKNOWN",
    reason: "UNSEEN",
    context: { why: "timed out after 5 s" },
  });
  expect(healthSentence({ code: "FSYNC", ...judged }, "en", "UTC")).toBe(
    "Could not be looked at: timed out after 5 s",
  );
});

test("numbers are said as people read them", () => {
  const { reason, context } = judgeHealth("DISK_SPACE", { facts: disk(1_940_000_000, 10e9) }, now);
  const told = { code: "DISK_SPACE" as const, reason, context };
  expect(healthSentence(told, "en", "UTC")).toBe(
    "The disk of the database folder /srv/data has 1.9 GB left (19.4 %)",
  );
  expect(healthSentence(told, "zh-CN", "UTC")).toBe(
    "数据库目录 /srv/data 所在磁盘仅剩 1.9 GB（19.4 %）",
  );
  const late = {
    code: "BACKUP_AGE" as const,
    reason: "LATE",
    context: { verifiedAt: now, hours: 27.5, ageLimitHours: 26 },
  };
  expect(healthSentence(late, "en", "Asia/Shanghai")).toBe(
    "The newest verified backup is of 2026-11-22 16:00, 27.5 hours ago; the limit is 26",
  );
});

test("the whole is as well as its worst part", () => {
  expect(worstLevel([])).toBe("OK");
  expect(worstLevel(["OK", "UNKNOWN"])).toBe("UNKNOWN");
  expect(worstLevel(["WARNING", "UNKNOWN", "OK"])).toBe("WARNING");
  expect(worstLevel(["WARNING", "ALARM"])).toBe("ALARM");
});

test("one voice for each trouble, and somebody who may put it right", () => {
  expect(spokenBy("BACKUP_AGE", "LATE")).toBe("BACKUP_LATE");
  expect(spokenBy("BACKUP_AGE", "OFF")).toBeNull();
  expect(spokenBy("ENDPOINTS_SILENT", "SILENT")).toBe("ENDPOINT_SILENT");
  expect(spokenBy("ENDPOINTS_SILENT", "MANY")).toBeNull();
  expect(spokenBy("JOBS_DEAD", "DEAD")).toBeNull();
  expect(alarmAudience("BACKUP_AGE")).toBe("backup:operate");
  expect(alarmAudience("AUDIT_SEALS")).toBe("audit:hold");
  expect(alarmAudience("DISK_SPACE")).toBe("ops:operate");
  expect(Object.keys(healthChecks)).toEqual([...healthCodes]);
});
