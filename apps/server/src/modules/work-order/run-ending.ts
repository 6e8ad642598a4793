import type { CommandContext } from "../../platform/command.ts";

/** Called in the unit of work that ends runs by hand, to end what still waits in them. */
export type RunEnding = (
  cx: Pick<CommandContext, "tx" | "now" | "emit">,
  runIds: readonly string[],
) => Promise<void>;

const endings: RunEnding[] = [];

/** Lets the owner of the units hear that runs end: orders and runs may not call it (architecture §2). */
export function whenRunsEnd(ending: RunEnding): void {
  endings.push(ending);
}

export async function endWaitingUnits(
  cx: Pick<CommandContext, "tx" | "now" | "emit">,
  runIds: readonly string[],
): Promise<void> {
  if (runIds.length > 0) for (const ending of endings) await ending(cx, runIds);
}
