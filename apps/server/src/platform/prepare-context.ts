import type { Database } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { Actor, Caller } from "./actor.ts";
import type { AttemptLimiter, Trial, Attempt as Trying } from "./auth/rate-limit.ts";
import type { Sealing } from "./auth/sealing.ts";
import type { Clock } from "./clock.ts";
import type { Settings, SettingsStore } from "./settings.ts";

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly sealing: Sealing;
  readonly limiter: AttemptLimiter;
  keyed(text: string): string;
}

/** What a command may use before its unit of work opens. */
export interface PrepareContext {
  readonly db: Database;
  readonly actor: Actor;
  readonly caller: Caller;
  readonly now: Instant;
  readonly settings: Settings;
  readonly sealing: Sealing;
  keyed(text: string): string;
  /** Before a secret is checked. Throws when too many attempts under the key failed lately. */
  attempt(trial: Omit<Trial, "ip">): Trying;
  /** Forgets the failures under a key. */
  forgive(trial: Omit<Trial, "ip">): void;
}

export function prepareContext(deps: Deps, actor: Actor, caller: Caller): PrepareContext {
  return {
    db: deps.db,
    actor,
    caller,
    now: deps.clock.now(),
    settings: deps.settings.current(),
    sealing: deps.sealing,
    keyed: deps.keyed,
    forgive: (trial) => deps.limiter.forgive(trial),
    attempt: (trial) => deps.limiter.begin({ ...trial, ip: caller.ip }, deps.clock.now()),
  };
}
