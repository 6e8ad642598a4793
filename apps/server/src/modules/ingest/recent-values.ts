import type { Tx } from "@lineside/db";
import type { StoredEvent } from "./contract.ts";
import { type EventRow, lockEvents, readBody } from "./event-store.ts";

/**
 * What was taken a moment ago need not be read and parsed again to be carried out: deciding it is
 * guarded by its state. Bounded by bytes; what is no longer here is read from the database.
 */
export class RecentEvents {
  readonly #events = new Map<string, { event: StoredEvent; bytes: number }>();
  #bytes = 0;

  constructor(readonly bytesMax: number) {}

  keep(event: StoredEvent, bytes: number): void {
    if (bytes > this.bytesMax) return;
    this.#bytes += bytes;
    this.#events.set(event.id, { event, bytes });
    // The oldest go first: another node may have carried them out, and nobody will ask for them here.
    for (const old of this.#events.keys()) {
      if (this.#bytes <= this.bytesMax) return;
      this.take(old);
    }
  }

  /** Once: whoever has to try again reads how things stand by then. */
  take(id: string): StoredEvent | undefined {
    const found = this.#events.get(id);
    if (found && this.#events.delete(id)) this.#bytes -= found.bytes;
    return found?.event;
  }
}

export const recent = new RecentEvents(16 * 1024 * 1024);

/** Events with their text as JSON, in the order they came. */
export async function eventsToExecute(tx: Tx, ids: readonly string[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  const others: string[] = [];
  for (const id of ids) {
    const known = recent.take(id);
    if (known) events.push(known);
    else others.push(id);
  }
  if (others.length > 0) events.push(...(await eventsAsTheyStand(tx, others)));
  return events.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What waits may have been taken here and parked by another node: what was taken is old by then. */
export async function eventsAsTheyStand(tx: Tx, ids: readonly string[]): Promise<StoredEvent[]> {
  return await withValues(tx, await lockEvents(tx, ids));
}

async function withValues(tx: Tx, rows: readonly EventRow[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (const row of rows) {
    const body = await readBody(tx, row.id);
    events.push({ ...row, value: JSON.parse(body ?? "null") });
  }
  return events;
}
