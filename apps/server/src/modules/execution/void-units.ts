import { type RunEnding, runSubject } from "../work-order/index.ts";
import { voidUnits } from "./run-units-store.ts";

/** Units that never were in a station are voided when a person ends their run: one event a run. */
export const voidWaitingUnits: RunEnding = async (cx, runs) => {
  const ids = runs.map((run) => run.id);
  const voided = await voidUnits(cx.tx, ids, cx.now);
  for (const run of runs) {
    const quantity = voided.get(run.id) ?? 0;
    if (quantity > 0)
      cx.emit({ ...runSubject(run), type: "unit.voided", data: { runNo: run.runNo, quantity } });
  }
};
