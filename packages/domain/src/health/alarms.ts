import type { Permission } from "../auth/index.ts";
import { elapsedMs, type Instant } from "../kernel/index.ts";
import type { NoticeCode } from "../notification/index.ts";
import type { HealthCode } from "./checks.ts";
import { type HealthLevel, isTrouble } from "./states.ts";

/** An episode of trouble, as it is stored. */
export interface KnownAlarm {
  /** The worst it has been. */
  readonly severity: "WARNING" | "ALARM";
  /** What it was last seen for. */
  readonly reason: string;
  readonly sinceAt: Instant;
  /** When it was last seen. */
  readonly seenAt: Instant;
  readonly noticeId: string | null;
  readonly clearedAt: Instant | null;
}

/** What becomes of it; `tells`: people hear of it now. */
export type AlarmStep =
  | {
      readonly to: "OPEN" | "REOPEN" | "SEE";
      readonly severity: "WARNING" | "ALARM";
      readonly tells: boolean;
    }
  | { readonly to: "CLEAR"; readonly tells: boolean };

/** Defaults of this product, in milliseconds: what is looked at every minute must not chatter. */
export const alarmTimes = {
  /** What jumps by nature is told when the next look sees it too. */
  steadyMs: 50_000,
  /** So long nothing may be seen until it counts as over. */
  calmMs: 170_000,
  /** Back within this, it is the same trouble and not told again. */
  againMs: 15 * 60_000,
  /** Others tell the beginning by the hour: what lasted less nobody has heard of. */
  elsewhereMs: 60 * 60_000,
} as const;

const jumpy: ReadonlySet<HealthCode> = new Set([
  "DATABASE",
  "FSYNC",
  "COMMIT_LATENCY",
  "WAL_SIZE",
  "JOBS_LATE",
  "MEMORY",
]);

/** Others speak of these when they begin, to whom it concerns; a second voice would only train people not to listen. */
const spokenElsewhere: {
  readonly [Check in `${HealthCode}.${string}`]?: { by: NoticeCode; endIsTold: boolean };
} = {
  "BACKUP_AGE.LATE": { by: "BACKUP_LATE", endIsTold: true },
  "BACKUP_AGE.NONE": { by: "BACKUP_LATE", endIsTold: true },
  // BACKUP_DAMAGED where it was made and did not pass.
  "BACKUP_AGE.FAILED": { by: "BACKUP_FAILED", endIsTold: true },
  "ENDPOINTS_SILENT.SILENT": { by: "ENDPOINT_SILENT", endIsTold: false },
  "INGEST_DEAD.DEAD": { by: "INGEST_EVENT_DEAD", endIsTold: false },
  "AUDIT_SEALS.BROKEN": { by: "AUDIT_BROKEN", endIsTold: true },
};

/** Who tells people that it began; null: health does. */
export const spokenBy = (code: HealthCode, reason: string): NoticeCode | null =>
  spokenElsewhere[`${code}.${reason}`]?.by ?? null;

/** Who may put it right. */
export function alarmAudience(code: HealthCode): Permission {
  if (code === "BACKUP_AGE") return "backup:operate";
  return code === "AUDIT_SEALS" ? "audit:hold" : "ops:operate";
}

/**
 * What was noted by a clock that has been set back since lies ahead, and counts as long ago: an alarm of
 * then would end, or be told again, only when the wrong time comes. Nodes are apart by less.
 */
function sinceMs(at: Instant, now: Instant): number {
  const ms = elapsedMs(at, now);
  return ms < -alarmTimes.steadyMs ? Number.POSITIVE_INFINITY : ms;
}

interface Trouble {
  readonly code: HealthCode;
  readonly level: HealthLevel;
  readonly reason: string;
}

/**
 * What the newest look means for the alarm of a check: people are told once when it begins, once more
 * if it becomes worse, and once when it is over. Null: nothing changes.
 */
export function settleAlarm(
  known: KnownAlarm | null,
  { code, level, reason }: Trouble,
  now: Instant,
): AlarmStep | null {
  const isOpen = known !== null && known.clearedAt === null;
  if (!isTrouble(level)) {
    // Nobody could look: that does not end it.
    if (!isOpen || level === "UNKNOWN") return null;
    if (sinceMs(known.seenAt, now) < alarmTimes.calmMs) return null;
    const elsewhere = spokenElsewhere[`${code}.${known.reason}`];
    const isHeard = sinceMs(known.sinceAt, now) >= alarmTimes.elsewhereMs;
    const endsElsewhere = elsewhere?.endIsTold === true && isHeard;
    return { to: "CLEAR", tells: known.noticeId !== null || endsElsewhere };
  }
  const mayTell = spokenBy(code, reason) === null;
  const isBack = known?.clearedAt != null && sinceMs(known.clearedAt, now) < alarmTimes.againMs;
  if (!isOpen && !isBack)
    return { to: "OPEN", severity: level, tells: mayTell && !jumpy.has(code) };
  const isWorse = level === "ALARM" && known.severity === "WARNING";
  const isSteady = !jumpy.has(code) || sinceMs(known.sinceAt, now) >= alarmTimes.steadyMs;
  const isNew = known.noticeId === null && isSteady;
  const severity = isWorse ? "ALARM" : known.severity;
  return { to: isOpen ? "SEE" : "REOPEN", severity, tells: mayTell && (isNew || isWorse) };
}
