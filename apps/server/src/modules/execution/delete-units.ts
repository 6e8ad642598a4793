import { refusalError, unwrap } from "@lineside/domain/kernel";
import { deleteUnits, unitsDeletedAnswer } from "@lineside/domain/work-order";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { enterRun, lockRun, runParams, runSubject, startedUnits } from "../work-order/index.ts";
import { removeUnits, runUnitFacts } from "./run-units-store.ts";

/** Removes every unit of a run, as long as none was ever in a station. */
export const deleteUnitsCommand = defineCommand({
  name: "run.deleteUnits",
  permission: "run:units",
  scope: "line",
  input: z.object(runParams),
  output: unitsDeletedAnswer,
  async run(cx, { runNo }) {
    const { tx } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const { unitCount, notQueued } = await runUnitFacts(tx, run.id);
    const { tracked } = await startedUnits(tx.k, run.id);
    unwrap(deleteUnits({ run, unitCount, notQueued, trackedUnits: tracked }));
    const deleted = await removeUnits(tx, run.id);
    if (deleted !== unitCount)
      throw refusalError({ code: "CONCURRENT_CHANGE", context: { runNo, unitCount, deleted } });
    if (deleted > 0) cx.emit({ ...subject, type: "run.unitsDeleted", data: { deleted } });
    return { runNo, deleted };
  },
});
