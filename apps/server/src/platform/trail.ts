import type { Tx } from "@lineside/db";
import type { CommandDeps } from "./command.ts";
import {
  type DomainEvent,
  type Subject,
  type Teller,
  writeEvents,
  writeRefusal,
} from "./events.ts";

type Deps = Pick<CommandDeps, "db" | "announce">;

/** For doors that are no commands, e.g. sign-in: the event in a unit of work of its own. */
export async function tell(deps: Deps, event: DomainEvent, by: Teller): Promise<void> {
  await deps.db.unit(async (tx) => {
    await deps.announce(tx, await writeEvents(tx, [event], by));
  });
}

export interface Told {
  readonly events?: readonly DomainEvent[];
  readonly refusal?: { command: string; code: string; context: object; subject: Subject };
}

/** As above, with what it changes: change, refusal and events are kept together or not at all. */
export async function changeAndTell(
  deps: Deps,
  by: Teller,
  change: (tx: Tx) => Promise<Told>,
): Promise<void> {
  await deps.db.unit(async (tx) => {
    const { events = [], refusal } = await change(tx);
    if (refusal) await writeRefusal(tx, refusal, by);
    await deps.announce(tx, await writeEvents(tx, [...events], by));
  });
}
