import { completesByItself } from "@lineside/domain/work-order";
import type { CommandContext } from "../../platform/command.ts";
import { lockEndingRun, saveRun } from "./run-store.ts";
import { hasOpenUnits, unitCountsOf } from "./unit-count-queries.ts";

/**
 * Completes a run whose whole plan is done or scrapped (D37). Called when a unit became DONE or
 * SCRAPPED; costs two statements until the last one. True: the run is completed now.
 */
export async function completeRunIfFinished(
  cx: Pick<CommandContext, "tx" | "now" | "emit">,
  runId: string,
): Promise<boolean> {
  const { tx, now } = cx;
  const run = await lockEndingRun(tx, runId);
  if (run?.state !== "IN_PROGRESS" || (await hasOpenUnits(tx, runId))) return false;
  const counts = (await unitCountsOf(tx.k, [runId]))(runId);
  if (!completesByItself(run, counts)) return false;
  await saveRun(tx, run, { patch: { state: "COMPLETED", endedAt: now }, now });
  cx.emit({
    type: "run.completed",
    entityType: "run",
    entityId: run.id,
    entityKey: run.runNo,
    lineId: run.lineId,
    workOrderId: run.workOrderId,
    runId: run.id,
    data: { before: { state: run.state }, after: { state: "COMPLETED" }, counts },
  });
  return true;
}
