/** An instant in UTC with millisecond precision, `2026-11-22T04:49:24.123Z`: sorts as text. */
export type Instant = string;

/** From epoch milliseconds, a Date, or any ISO 8601 text with a zone. Throws RangeError on nonsense. */
export function toInstant(value: number | string | Date): Instant {
  return new Date(value).toISOString();
}

export function toMs(instant: Instant): number {
  return Date.parse(instant);
}

export function addMs(instant: Instant, ms: number): Instant {
  return toInstant(toMs(instant) + ms);
}

export function addMinutes(instant: Instant, minutes: number): Instant {
  return addMs(instant, minutes * 60_000);
}

export function elapsedMs(from: Instant, to: Instant): number {
  return toMs(to) - toMs(from);
}

/** The instant at which the plant day containing `now` began, in the plant's time zone. */
export function plantDayStart(now: Instant, timeZone: string): Instant {
  const [year, month, day] = plantParts(now, timeZone);
  let guess = Date.UTC(year, month - 1, day);
  // Two rounds settle every offset, also on days when the clock changes.
  for (let round = 0; round < 2; round++)
    guess = Date.UTC(year, month - 1, day) - offsetMs(guess, timeZone);
  return toInstant(guess);
}

/** [year, month 1-12, day, hour, minute] as the plant's wall clock shows `now`. */
export function plantParts(
  now: Instant,
  timeZone: string,
): [number, number, number, number, number] {
  const parts = wallClock(timeZone).formatToParts(toMs(now));
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return [read("year"), read("month"), read("day"), read("hour"), read("minute")];
}

function offsetMs(ms: number, timeZone: string): number {
  const [year, month, day, hour, minute] = plantParts(toInstant(ms), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / 60_000) * 60_000;
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  let format = wallClocks.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    wallClocks.set(timeZone, format);
  }
  return format;
}
