import { addMs, plantDayStart as dayStartOf, toInstant } from "@lineside/domain/kernel";
import { plantZone } from "./format.ts";

/** A moment that falls on the typed day in every zone from UTC-10 to UTC+13. */
function within(day: string): number {
  return Date.parse(`${day}T10:30:00Z`);
}

/** `2026-11-22`, as typed in a date field: the instant this plant day begins. */
export function plantDayStart(day: string): string | undefined {
  const moment = within(day);
  return Number.isNaN(moment) ? undefined : dayStartOf(toInstant(moment), plantZone());
}

/** The last millisecond of the plant day. Days with a change of clocks are 23 or 25 hours long. */
export function plantDayEnd(day: string): string | undefined {
  const moment = within(day);
  if (Number.isNaN(moment)) return undefined;
  return addMs(dayStartOf(toInstant(moment + 86_400_000), plantZone()), -1);
}
