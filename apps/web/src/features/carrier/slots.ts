import type { Slot } from "~/ui/slots.tsx";
import type { Lying } from "./load-loop.ts";

/** More places than this are not drawn empty: a rack without numbers has thousands. */
const drawnMax = 200;

/** Every place of a carrier in order; of one without a limit only those that are taken. */
export function slotsOf(
  { capacity, units }: { capacity: number | null; units: readonly Lying[] },
  fresh: readonly Lying[] = [],
): Slot[] {
  const taken = new Map<number, string>();
  const loose: string[] = [];
  for (const { sn, position } of units) {
    if (position === null || taken.has(position)) loose.push(sn);
    else taken.set(position, sn);
  }
  for (const sn of loose) taken.set(firstFree(taken), sn);
  const last = Math.max(0, ...taken.keys());
  const end = Math.max(last, Math.min(capacity ?? 0, drawnMax));
  const isNew = (sn: string) => fresh.some((one) => one.sn === sn);
  return Array.from({ length: end }, (_, at) => {
    const sn = taken.get(at + 1) ?? null;
    return { number: at + 1, sn, isNew: sn !== null && isNew(sn) };
  }).filter(({ sn }) => capacity !== null || sn !== null);
}

function firstFree(taken: ReadonlyMap<number, string>): number {
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}
