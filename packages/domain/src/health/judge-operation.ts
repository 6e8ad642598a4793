import { toMs } from "../kernel/index.ts";
import { healthThresholds as limits } from "./checks.ts";
import { fine, hoursSince, type Judge, later, levelOf } from "./judgement.ts";

export type OperationCode =
  | "BACKUP_AGE"
  | "JOBS_DEAD"
  | "JOBS_LATE"
  | "ENDPOINTS_SILENT"
  | "INGEST_DEAD"
  | "AUDIT_SEALS";

/** How what the server does by itself goes. */
export const judgeOperation: { [Code in OperationCode]: Judge<Code> } = {
  BACKUP_AGE({ everyHours, ageLimitHours, verifiedAt, firstAt, hasLastFailed }, now) {
    if (everyHours === 0) return { level: "WARNING", reason: "OFF", context: { verifiedAt } };
    const since = verifiedAt ?? firstAt;
    // Before its first hour a new plant has none, and nobody could have made one.
    if (since === null) return fine({ ageLimitHours }, undefined, "NOT_YET");
    const hours = hoursSince(since, now);
    const context = { verifiedAt, hours, ageLimitHours };
    if (hours >= ageLimitHours) {
      const reason = verifiedAt === null ? "NONE" : "LATE";
      return { level: "ALARM", reason, context, value: hours };
    }
    if (hasLastFailed) return { level: "WARNING", reason: "FAILED", context, value: hours };
    if (verifiedAt === null) return fine(context, undefined, "NOT_YET");
    return fine(context, hours);
  },

  JOBS_DEAD({ count, oldestAt, kinds }, now) {
    if (count === 0 || oldestAt === null) return fine({ count: 0 }, 0);
    const { alarmCount, alarmHours } = limits.JOBS_DEAD;
    const isAlarm = count >= alarmCount || hoursSince(oldestAt, now) >= alarmHours;
    const context = { count, oldestAt, kinds: kinds.slice(0, 5).join(", ") };
    return { level: isAlarm ? "ALARM" : "WARNING", reason: "DEAD", context, value: count };
  },

  JOBS_LATE({ count, oldestAt, lane, unclaimable }, now) {
    if (unclaimable.length > 0) {
      const context = { count: unclaimable.length, kinds: unclaimable.slice(0, 5).join(", ") };
      return { level: "WARNING", reason: "UNCLAIMABLE", context };
    }
    if (oldestAt === null) return fine({ seconds: 0 }, 0);
    const seconds = Math.max(0, Math.round((toMs(now) - toMs(oldestAt)) / 1000));
    const { warningSeconds, alarmSeconds } = limits.JOBS_LATE;
    const level = levelOf(seconds, warningSeconds, alarmSeconds);
    const context = { seconds, count, lane };
    return level === null
      ? fine(context, seconds)
      : { level, reason: "LATE", context, value: seconds };
  },

  ENDPOINTS_SILENT({ count, total, handles }) {
    if (total === 0) return fine({}, undefined, "NONE");
    if (count === 0) return fine({ total }, 0);
    const context = { count, total, handles: handles.slice(0, 5).join(", ") };
    // One that is silent is a machine that is off; half of them are a network that is.
    const isMany = count >= 3 && count / total >= limits.ENDPOINTS_SILENT.alarmShare;
    if (isMany) return { level: "ALARM", reason: "MANY", context, value: count };
    return { level: "WARNING", reason: "SILENT", context, value: count };
  },

  INGEST_DEAD({ count, oldestAt }) {
    if (count === 0) return fine({ count }, 0);
    const isMany = count >= limits.INGEST_DEAD.alarmCount;
    const context = { count, oldestAt };
    if (isMany) return { level: "ALARM", reason: "MANY", context, value: count };
    return { level: "WARNING", reason: "DEAD", context, value: count };
  },

  AUDIT_SEALS(facts, now) {
    const { brokenSeal, openSince, sealedTo, verifiedAt, firstSealedAt, runningSince } = facts;
    if (brokenSeal !== null)
      return { level: "ALARM", reason: "BROKEN", context: { seal: brokenSeal } };
    const { lateHours, unverifiedHours } = limits.AUDIT_SEALS;
    const isLate = openSince !== null && hoursSince(openSince, now) >= lateHours;
    // Sealed every hour: two hours after a start at the latest.
    if (isLate && (runningSince === null || hoursSince(runningSince, now) >= 2))
      return { level: "WARNING", reason: "LATE", context: { openSince, sealedTo } };
    if (firstSealedAt === null) return fine({}, undefined, "NOT_YET");
    if (hoursSince(later(verifiedAt ?? firstSealedAt, runningSince), now) >= unverifiedHours)
      return { level: "WARNING", reason: "UNVERIFIED", context: { verifiedAt } };
    return fine({ sealedTo, verifiedAt });
  },
};
