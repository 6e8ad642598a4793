import { nowMs } from "~/lib/clock.ts";
import { createStore, useStore } from "~/lib/store.ts";

/** A bottle in the mixer: since when. It outlives a reload, a stir takes minutes. */
export interface Stirring {
  bottleNo: string;
  sinceMs: number;
}

const KEY = "lineside.paste.stirring";

const stirring = createStore<Stirring[]>(read());
stirring.subscribe(() => localStorage.setItem(KEY, JSON.stringify(stirring.get())));

export function useStirring(bottleNo: string): Stirring | undefined {
  return useStore(stirring).find((each) => each.bottleNo === bottleNo);
}

export function startStirring(bottleNo: string): void {
  stirring.set((all) => [...without(all, bottleNo), { bottleNo, sinceMs: nowMs() }]);
}

export function endStirring(bottleNo: string): void {
  stirring.set((all) => without(all, bottleNo));
}

/** Whole seconds it has turned. */
export function stirredSeconds(bottleNo: string): number | null {
  const found = stirring.get().find((each) => each.bottleNo === bottleNo);
  return found ? Math.max(0, Math.floor((nowMs() - found.sinceMs) / 1000)) : null;
}

const without = (all: Stirring[], bottleNo: string) =>
  all.filter((each) => each.bottleNo !== bottleNo);

/** What was started two hours ago and never ended was forgotten. */
const FORGOTTEN_MS = 2 * 3_600_000;

function read(): Stirring[] {
  try {
    const kept = JSON.parse(globalThis.localStorage?.getItem(KEY) ?? "[]") as Stirring[];
    return kept.filter((each) => nowMs() - each.sinceMs < FORGOTTEN_MS);
  } catch {
    return [];
  }
}
