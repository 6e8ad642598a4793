import { addMs, elapsedMs, toInstant } from "@lineside/domain/kernel";
import { formatTime } from "./format.ts";

/** An instant as a date-and-time field shows it: the plant's wall clock, `2026-11-22T10:30`. */
export function toPlantText(instant: string): string {
  return formatTime(instant, "minute").replace(" ", "T");
}

/** The instant a date-and-time field means, on the plant's wall clock; null: it means none. */
export function fromPlantText(text: string): string | null {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.exec(text);
  const ms = shape ? Date.parse(`${shape[0]}:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) return null;
  const wanted = toInstant(ms);
  let guess = wanted;
  // Two rounds settle every offset, also on days when the clock changes.
  for (let round = 0; round < 2; round++) {
    const shown = toInstant(Date.parse(`${toPlantText(guess)}:00Z`));
    guess = addMs(guess, elapsedMs(shown, wanted));
  }
  return guess;
}
