import { addMinutes, type Instant, ok, plantParts, type Result, refuse } from "../kernel/index.ts";

export interface ShiftTimes {
  readonly id: string;
  readonly code: string;
  /** Minutes after plant midnight, 0 to 1439; an end not after the start is on the next day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** null: for every line that has no shifts of its own. */
  readonly lineId: string | null;
  readonly isActive: boolean;
}

const dayMinutes = 1440;

/**
 * The shift that is on at an instant, by the plant's clock. A line with shifts of its own follows
 * those only. The night shift belongs to the day it began on: `day` is that day, `YYYY-MM-DD`.
 */
export function shiftAt<S extends ShiftTimes>(
  shifts: readonly S[],
  at: { now: Instant; timeZone: string; lineId: string | null },
): { shift: S; day: string } | null {
  const active = shifts.filter((shift) => shift.isActive);
  const own = active.filter((shift) => at.lineId !== null && shift.lineId === at.lineId);
  const followed = own.length > 0 ? own : active.filter((shift) => shift.lineId === null);
  const [, , , hour, minute] = plantParts(at.now, at.timeZone);
  const now = hour * 60 + minute;
  for (const shift of followed) {
    const into = (now - shift.startMinute + dayMinutes) % dayMinutes;
    if (into < shiftMinutes(shift))
      return { shift, day: plantDate(addMinutes(at.now, -into), at.timeZone) };
  }
  return null;
}

/** How long a shift lasts; the same start and end is a whole day. */
export function shiftMinutes({ startMinute, endMinute }: ShiftTimes): number {
  return (endMinute - startMinute + dayMinutes) % dayMinutes || dayMinutes;
}

/** Active shifts of one line (or of the plant) never overlap: every minute has one shift at most. */
export function checkShiftOverlap(shift: ShiftTimes, others: readonly ShiftTimes[]): Result<true> {
  if (!shift.isActive) return ok(true);
  const clash = others.find(
    (other) =>
      other.id !== shift.id &&
      other.isActive &&
      other.lineId === shift.lineId &&
      (startsDuring(shift, other) || startsDuring(other, shift)),
  );
  return clash ? refuse("SHIFT_OVERLAP", { code: shift.code, other: clash.code }) : ok(true);
}

function startsDuring(shift: ShiftTimes, other: ShiftTimes): boolean {
  const into = (shift.startMinute - other.startMinute + dayMinutes) % dayMinutes;
  return into < shiftMinutes(other);
}

function plantDate(instant: Instant, timeZone: string): string {
  const [year, month, day] = plantParts(instant, timeZone);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}`;
}
