import type { Dialect } from "@lineside/db";
import type { IncomingItem } from "./item.ts";

/** Events one job carries out. `turns`: what they are about; jobs about the same follow each other. */
export interface Portion {
  readonly eventIds: string[];
  readonly turns?: string[];
}

type Item = Pick<IncomingItem, "turns"> & { readonly event: { readonly id: string } };

/**
 * Events of one breath as jobs of at most `max` events. On SQLite jobs run one after the other; on
 * PostgreSQL several run at once, and what is told of one unit or one piece of work would overtake
 * itself: it goes into one job, and later jobs about it wait for that one.
 */
export function portionsOf(items: readonly Item[], max: number, dialect: Dialect): Portion[] {
  const each = Math.ceil(items.length / Math.max(1, Math.ceil(items.length / max)));
  return dialect === "sqlite" ? evenly(items, each) : together(items, each);
}

function evenly(items: readonly Item[], each: number): Portion[] {
  const portions: Portion[] = [];
  for (let at = 0; at < items.length; at += each)
    portions.push({ eventIds: items.slice(at, at + each).map(({ event }) => event.id) });
  return portions;
}

interface Growing {
  readonly eventIds: string[];
  readonly turns: Set<string>;
}

function together(items: readonly Item[], each: number): Portion[] {
  const growing: Growing[] = [];
  /** Which portion was last about something. */
  const about = new Map<string, number>();
  for (const item of items) {
    const turns = item.turns().map(short);
    const known = Math.max(-1, ...turns.map((turn) => about.get(turn) ?? -1));
    const at = placeOf(growing, known, each);
    growing[at] ??= { eventIds: [], turns: new Set() };
    growing[at].eventIds.push(item.event.id);
    for (const turn of turns) {
      growing[at].turns.add(turn);
      about.set(turn, at);
    }
  }
  return growing.map(({ eventIds, turns }) =>
    turns.size === 0 ? { eventIds } : { eventIds, turns: [...turns] },
  );
}

/** With what it belongs to, unless that is twice as full as any; never before it. */
function placeOf(growing: readonly Growing[], known: number, each: number): number {
  const sizeOf = (at: number) => growing[at]?.eventIds.length ?? 0;
  if (known >= 0 && sizeOf(known) < each * 2) return known;
  const last = growing.length - 1;
  return last > known && sizeOf(last) < each ? last : growing.length;
}

const short = (turn: string) => Bun.hash(turn).toString(36);
