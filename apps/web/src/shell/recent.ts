import type { Hit } from "./find.ts";

export type RecentThing = Hit;
const KEY = "lineside.recent";

/** The last things opened from the palette, newest first. */
export function readRecent(): RecentThing[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]") as RecentThing[];
  } catch {
    return [];
  }
}

export function rememberRecent(thing: RecentThing): void {
  const others = readRecent().filter((it) => it.kind !== thing.kind || it.key !== thing.key);
  localStorage.setItem(KEY, JSON.stringify([thing, ...others].slice(0, 8)));
}
