import { refusalError } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";
import type { StoredRun } from "./run-store.ts";
import { hasOpenUnits } from "./unit-count-queries.ts";

export type EndedRun = Pick<StoredRun, "id" | "runNo" | "lineId" | "workOrderId">;

/** Called in the unit of work that ends runs by hand, to end what still waits in them. */
export type RunEnding = (
  cx: Pick<CommandContext, "tx" | "now" | "emit">,
  runs: readonly EndedRun[],
) => Promise<void>;

const endings: RunEnding[] = [];

/** Lets the owner of the units hear that runs end: orders and runs may not call it (architecture §2). */
export function whenRunsEnd(ending: RunEnding): void {
  endings.push(ending);
}

/** Ends what waits in the runs; a unit that was tracked in meanwhile keeps its run from ending. */
export async function endWaitingUnits(
  cx: Pick<CommandContext, "tx" | "now" | "emit">,
  runs: readonly EndedRun[],
): Promise<void> {
  if (runs.length === 0) return;
  for (const ending of endings) await ending(cx, runs);
  for (const { id, runNo } of runs)
    if (await hasOpenUnits(cx.tx, id))
      throw refusalError({ code: "CONCURRENT_CHANGE", context: { runNo } });
}
