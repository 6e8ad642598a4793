import { unwrap } from "@lineside/domain/kernel";
import { cancelRun, runAnswer, runCancelInput } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "./params.ts";
import { endWaitingUnits } from "./run-ending.ts";
import { answerRun } from "./run-queries.ts";
import { lockRun, saveRun } from "./run-store.ts";
import { before, enter, runSubject } from "./subjects.ts";
import { startedUnits } from "./unit-count-queries.ts";

/** Cancels a run before its first board; its units are voided and its quantity given back. */
export const cancelRunCommand = defineCommand({
  name: "run.cancel",
  permission: "run:cancel",
  scope: "line",
  input: runCancelInput.extend(runParams),
  output: runAnswer,
  async run(cx, { runNo, reason }) {
    const { tx, now } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enter(cx, runSubject(run));
    const { tracked } = await startedUnits(tx.k, run.id);
    const patch = unwrap(cancelRun({ run, trackedUnits: tracked }, { reason }, now));
    await saveRun(tx, run, { patch, now });
    cx.emit({
      ...subject,
      type: "run.cancelled",
      data: { before: before(run, patch), after: patch, reason },
    });
    await endWaitingUnits(cx, [run]);
    return await answerRun(cx, runNo);
  },
});
