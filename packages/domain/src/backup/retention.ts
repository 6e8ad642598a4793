import { addMinutes, type Instant, plantDayStart, plantParts, toMs } from "../kernel/index.ts";

export interface RetentionCounts {
  readonly hourly: number;
  readonly daily: number;
  readonly weekly: number;
}

export interface Kept {
  readonly id: string;
  readonly createdAt: Instant;
  readonly isVerified: boolean;
}

/**
 * Which backups have served their time: kept are the newest of each of the last so many hours, days and
 * weeks that have one (plant time), and always the newest verified one. One that was not verified
 * holds no place that a verified one of the same hour, day or week could hold. One of a time that has
 * not come, made while a clock was ahead, takes no younger one's place: people remove it.
 */
export function expiredBackups(
  backups: readonly Kept[],
  counts: RetentionCounts,
  { timeZone, now }: { timeZone: string; now: Instant },
): string[] {
  const past = backups.filter(({ createdAt }) => createdAt <= now);
  const newestFirst = past.toSorted((a, b) =>
    a.isVerified === b.isVerified
      ? toMs(b.createdAt) - toMs(a.createdAt)
      : Number(b.isVerified) - Number(a.isVerified),
  );
  const keep = new Set<string>();
  const newestVerified = newestFirst.find((each) => each.isVerified);
  if (newestVerified) keep.add(newestVerified.id);
  const spans: [number, (at: Instant) => string][] = [
    [counts.hourly, (at) => at.slice(0, 13)],
    [counts.daily, (at) => plantDayStart(at, timeZone)],
    [counts.weekly, (at) => weekStart(at, timeZone)],
  ];
  for (const [count, spanOf] of spans) {
    const bySpan = new Map<string, Kept>();
    for (const each of newestFirst) {
      const span = spanOf(each.createdAt);
      if (!bySpan.has(span)) bySpan.set(span, each);
    }
    const newestSpans = [...bySpan.keys()].sort().toReversed().slice(0, count);
    for (const span of newestSpans) keep.add(bySpan.get(span)?.id ?? "");
  }
  return past.filter(({ id }) => !keep.has(id)).map(({ id }) => id);
}

/** Monday of the plant's week. */
function weekStart(at: Instant, timeZone: string): string {
  const day = plantDayStart(at, timeZone);
  const [year, month, date] = plantParts(addMinutes(day, 12 * 60), timeZone);
  const weekday = (new Intl.DateTimeFormat("en-US", { timeZone: "UTC", weekday: "short" })
    .formatToParts(Date.UTC(year, month - 1, date))
    .find(({ type }) => type === "weekday")?.value ?? "Mon") as keyof typeof sinceMonday;
  return plantDayStart(addMinutes(day, 12 * 60 - sinceMonday[weekday] * 24 * 60), timeZone);
}

const sinceMonday = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 } as const;

export interface Schedule {
  /** 0: never. Divides a day. */
  readonly everyHours: number;
  readonly atHour: number;
}

/** Whether the strike of this hour makes a backup; one that was missed is made up for. */
export function isBackupDue(
  { everyHours, atHour }: Schedule,
  last: Instant | null,
  { now, timeZone }: { now: Instant; timeZone: string },
): boolean {
  if (everyHours === 0) return false;
  if (last === null) return true;
  const age = toMs(now) - toMs(last);
  if (age < hourMs / 2) return false;
  const hour = plantParts(now, timeZone)[3];
  const isHour = (((hour - atHour) % everyHours) + everyHours) % everyHours === 0;
  return isHour || age > (everyHours + 1) * hourMs;
}

const hourMs = 3_600_000;
