import type { Actor, Caller } from "./actor.ts";
import type { CommandDeps, PrepareContext } from "./command.ts";

export function prepareContext(deps: CommandDeps, actor: Actor, caller: Caller): PrepareContext {
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
