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

export async function tellRefused(
  deps: Deps,
  refusal: { command: string; code: string; context: object; subject: Subject },
  by: Teller,
): Promise<void> {
  await deps.db.unit((tx) => writeRefusal(tx, refusal, by));
}
