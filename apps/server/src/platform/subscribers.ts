import type { Tx } from "@lineside/db";
import { assert, type Instant } from "@lineside/domain/kernel";
import type { DomainEvent } from "./events.ts";
import type { Settings } from "./settings.ts";

/** What everything that changes something has in its unit of work: commands, jobs, subscribers. */
export interface UnitContext {
  readonly tx: Tx;
  readonly now: Instant;
  readonly settings: Settings;
  readonly timezone: string;
  emit(event: DomainEvent): void;
  newId(): string;
}

/**
 * Hears an event inside the unit of work that caused it: what it writes commits with the change or
 * not at all. It must be quick and never refuse; slow or failing work belongs in a job.
 */
export interface Subscriber {
  /** Event types it hears, e.g. unit.trackedOut */
  readonly events: readonly string[];
  hear(cx: UnitContext, event: DomainEvent): Promise<void>;
}

/** A chain of events longer than this is a circle. */
const depthMax = 8;

export class Subscribers {
  readonly #byType = new Map<string, Subscriber[]>();

  register(subscribers: readonly Subscriber[]): void {
    for (const subscriber of subscribers)
      for (const type of subscriber.events)
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), subscriber]);
  }

  /** Lets everyone hear the events, and those they emit in turn; returns all of them in order. */
  async hear(cx: Omit<UnitContext, "emit">, events: DomainEvent[]): Promise<DomainEvent[]> {
    const all = events;
    let heard = 0;
    for (let depth = 0; heard < all.length; depth++) {
      assert(depth < depthMax, `events go round in a circle: ${all.at(-1)?.type}`);
      const round = all.slice(heard);
      heard = all.length;
      for (const event of round.filter(({ isHeard }) => !isHeard))
        for (const subscriber of this.#byType.get(event.type) ?? [])
          await subscriber.hear({ ...cx, emit: (next) => void all.push(next) }, event);
    }
    return all;
  }
}
