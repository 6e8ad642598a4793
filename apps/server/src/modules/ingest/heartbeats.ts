import { cfxNames } from "@lineside/domain/cfx";
import { elapsedMs, type Instant } from "@lineside/domain/kernel";
import type { Platform } from "../../platform/platform.ts";
import type { NewEvent } from "./event-store.ts";

/** A machine may beat every second and say the same each time: once an hour that is kept. */
const keptEveryMs = 3_600_000;
/** Handles come from machines: what is remembered of them stays bounded. */
const rememberedMax = 5_000;

/** The heartbeats that were kept last. The registry of endpoints hears every one of them. */
class Beats {
  readonly #kept = new Map<string, { hash: string; at: Instant }>();

  isKept(event: Omit<NewEvent, "occurredAt" | "flags">, now: Instant): boolean {
    if (event.messageName !== cfxNames.heartbeat) return false;
    const last = this.#kept.get(heardFrom(event));
    return last?.hash === event.payloadHash && Math.abs(elapsedMs(last.at, now)) < keptEveryMs;
  }

  /** Only once it is durable: a heartbeat that was lost is not passed over next time. */
  keep({ event }: { event: NewEvent }, now: Instant): void {
    if (event.messageName !== cfxNames.heartbeat) return;
    if (this.#kept.size > rememberedMax) this.#kept.clear();
    this.#kept.set(heardFrom(event), { hash: event.payloadHash, at: now });
  }
}

/** Another key's heartbeat is another's, whatever it says. */
const heardFrom = ({ sourceSystem, keyId }: Pick<NewEvent, "sourceSystem" | "keyId">) =>
  `${sourceSystem}\n${keyId}`;

const beats = new WeakMap<Platform, Beats>();

export function beatsOf(platform: Platform): Beats {
  const known = beats.get(platform) ?? new Beats();
  beats.set(platform, known);
  return known;
}
