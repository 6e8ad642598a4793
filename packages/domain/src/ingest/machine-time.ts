import { type Instant, plantParts, toInstant } from "../kernel/index.ts";

export interface MachineTime {
  readonly at: Instant;
  /** The text named no zone: the plant's was taken. */
  readonly isZoneAssumed: boolean;
}

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/;

/**
 * Reads the time a machine wrote: ISO 8601 with up to nine fractional digits (cut to milliseconds) and
 * a zone, or without one; then the plant's zone holds (cfx.md 4.3 #7). A time the clocks skipped in
 * spring is read with the offset before the change, one that came twice in autumn as the first.
 * null: it is no time.
 */
export function readMachineTime(text: string, timezone: string): MachineTime | null {
  const found = shape.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "", zulu, sign] = found;
  const fields = [year, month, day, hour, minute, second].map(Number) as Fields;
  const wall = wallMs(fields, Number(fraction.padEnd(3, "0").slice(0, 3)));
  if (wall === null) return null;
  if (zulu) return machineTime(wall, false);
  if (sign === undefined) return machineTime(plantMs(wall, timezone), true);
  const minutes = Number(found[10]) * 60 + Number(found[11] ?? 0);
  if (minutes > 14 * 60 || Number(found[11] ?? 0) > 59) return null;
  const ms = wall - (sign === "-" ? -1 : 1) * minutes * 60_000;
  return machineTime(ms, false);
}

/** The last instant of the year 9999: later ones are no text of the form every instant has. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function machineTime(ms: number, isZoneAssumed: boolean): MachineTime | null {
  return ms > lastMs ? null : { at: toInstant(ms), isZoneAssumed };
}

type Fields = [number, number, number, number, number, number];

/** The fields as if they were UTC; null: there is no such day or time. */
function wallMs([year, month, day, hour, minute, second]: Fields, ms: number): number | null {
  if (year < 1970 || month < 1 || month > 12 || day < 1) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const lastDay = month === 2 && isLeap(year) ? 29 : daysOf[month - 1]!;
  return day > lastDay ? null : Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const dayMs = 86_400_000;

/** From the plant's wall clock. Clocks change at most once within two days. */
function plantMs(wall: number, timezone: string): number {
  const before = wall - offsetMs(wall - dayMs, timezone);
  const after = wall - offsetMs(wall + dayMs, timezone);
  if (before === after) return before;
  const fits = [before, after].filter((ms) => ms + offsetMs(ms, timezone) === wall);
  return fits.length > 0 ? Math.min(...fits) : before;
}

function offsetMs(ms: number, timezone: string): number {
  const [year, month, day, hour, minute] = plantParts(toInstant(ms), timezone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / 60_000) * 60_000;
}
