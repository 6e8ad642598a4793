import type { Database, Row } from "@lineside/db";
import {
  type BackupRow,
  type BackupStatus,
  isBackupDue,
  zBackupRow,
  zBackupStatus,
} from "@lineside/domain/backup";
import { addMinutes, elapsedMs, type Instant, pageQuery } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import type { Settings } from "../../platform/settings.ts";

export const listBackups = defineQuery({
  name: "ops.listBackups",
  permission: "backup:read",
  input: pageQuery.extend({ state: z.string().max(20).optional() }),
  output: z.object({ items: z.array(zBackupRow), nextCursor: z.string().nullable() }),
  async run({ db }, { state, limit, cursor }) {
    let query = db.read
      .selectFrom("ops_backup")
      .selectAll()
      .orderBy("id", "desc")
      .limit(limit + 1);
    query = state ? query.where("state", "=", state) : query.where("state", "!=", "PRUNED");
    const after = readCursor(cursor, 1);
    if (after) query = query.where("id", "<", String(after[0]));
    const rows = await query.execute();
    const busy = await busyOnes(
      db,
      rows.map(({ id }) => id),
    );
    return toPage(rows, limit, {
      item: (row) => shown(row, busy),
      key: (row) => [row.id],
    });
  },
});

/** Whether a bad day could be repaired, in one look. */
export const readBackupStatus = defineQuery({
  name: "ops.readBackupStatus",
  permission: "backup:read",
  input: z.object({}),
  output: zBackupStatus,
  async run({ db, now, settings, timezone }): Promise<BackupStatus> {
    const verified = await newestOf(db, ["VERIFIED"], { by: "createdAt", now });
    const failed = (await newestOf(db, ["FAILED", "DAMAGED"], { by: "requestedAt", now })) ?? null;
    const attempt = await newestOf(db, ["VERIFIED", "CREATED", "FAILED", "DAMAGED"], {
      by: "requestedAt",
      now,
    });
    const last = await db.read
      .selectFrom("ops_backup")
      .select("requestedAt")
      .where("reason", "=", "SCHEDULED")
      .where("state", "!=", "FAILED")
      .where("requestedAt", "<=", now)
      .orderBy("requestedAt", "desc")
      .limit(1)
      .executeTakeFirst();
    return {
      lastVerified: verified ? shown(verified, new Set()) : null,
      lastFailed: failed ? shown(failed, new Set()) : null,
      verdict: verdictOf(verified, attempt, { now, settings }),
      ageLimitHours: settings.backupAgeHours,
      nextAt: nextStrike(last?.requestedAt ?? null, { now, settings, timezone }),
      policy: policyOf(settings),
    };
  },
});

export const policyOf = (settings: Settings) => ({
  everyHours: settings.backupEveryHours,
  atHour: settings.backupAtHour,
  hourly: settings.backupHourly,
  daily: settings.backupDaily,
  weekly: settings.backupWeekly,
  includesFiles: settings.backupIncludesFiles,
  ageHours: settings.backupAgeHours,
});

function verdictOf(
  verified: Row<"ops_backup"> | undefined,
  attempt: Row<"ops_backup"> | undefined,
  { now, settings }: { now: Instant; settings: Settings },
): BackupStatus["verdict"] {
  if (attempt && (attempt.state === "FAILED" || attempt.state === "DAMAGED")) return "FAILED";
  if (!verified?.createdAt) return "NONE";
  return elapsedMs(verified.createdAt, now) > settings.backupAgeHours * 3_600_000 ? "LATE" : "OK";
}

/** The timetable strikes seventeen minutes past every hour. */
const strikeMinute = 17;

function nextStrike(
  last: Instant | null,
  given: { now: Instant; settings: Settings; timezone: string },
): Instant | null {
  const { everyHours, atHour } = policyOf(given.settings);
  let at: Instant = `${given.now.slice(0, 14)}${strikeMinute}:00.000Z`;
  for (let hour = 0; hour < 50; hour++, at = addMinutes(at, 60)) {
    const when = { now: at, timeZone: given.timezone };
    if (at > given.now && isBackupDue({ everyHours, atHour }, last, when)) return at;
  }
  return null;
}

/** Not those a clock made that was ahead: they would be the newest until then. */
function newestOf(
  db: Database,
  states: string[],
  { by, now }: { by: "createdAt" | "requestedAt"; now: Instant },
) {
  return db.read
    .selectFrom("ops_backup")
    .selectAll()
    .where("state", "in", states)
    .where(by, "<=", now)
    .orderBy(by, "desc")
    .limit(1)
    .executeTakeFirst();
}

export const subjectOfBackup = (id: string) => `backup:${id}`;

async function busyOnes(db: Database, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.read
    .selectFrom("platform_job")
    .select("subject")
    .where("subject", "in", ids.map(subjectOfBackup))
    .where("state", "in", ["QUEUED", "RUNNING"])
    .execute();
  return new Set(rows.map(({ subject }) => subject ?? ""));
}

function shown(row: Row<"ops_backup">, busy: ReadonlySet<string>): BackupRow {
  const { requestedById: _, ...columns } = row;
  return {
    ...columns,
    reason: row.reason as BackupRow["reason"],
    places: row.places as string[],
    findings: row.findings as BackupRow["findings"],
    isBusy: busy.has(subjectOfBackup(row.id)),
  };
}

export async function readBackup(db: Database, id: string): Promise<Row<"ops_backup"> | undefined> {
  return await db.read.selectFrom("ops_backup").selectAll().where("id", "=", id).executeTakeFirst();
}
