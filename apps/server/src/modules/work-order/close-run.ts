import { unwrap } from "@lineside/domain/kernel";
import { closeRun, runAnswer, runCloseInput } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "./params.ts";
import { endWaitingUnits } from "./run-ending.ts";
import { answerRun } from "./run-queries.ts";
import { lockRun, saveRun } from "./run-store.ts";
import { before, enter, runSubject } from "./subjects.ts";
import { startedUnits, unitCountsOf } from "./unit-count-queries.ts";

/** Closes a run in progress; closing one that has ended changes nothing. A short close has a reason. */
export const closeRunCommand = defineCommand({
  name: "run.close",
  permission: "run:close",
  scope: "line",
  input: runCloseInput.extend(runParams),
  output: runAnswer,
  async run(cx, { runNo, reason }) {
    const { tx, now } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enter(cx, runSubject(run));
    const counts = (await unitCountsOf(tx.k, [run.id]))(run.id);
    const { neverStarted } = await startedUnits(tx.k, run.id);
    const closed = unwrap(closeRun({ run, counts, neverStarted }, { reason }, now));
    if (closed.run) {
      const patch = closed.run;
      await saveRun(tx, run, { patch, now });
      cx.emit({
        ...subject,
        type: "run.closed",
        data: { before: before(run, patch), after: patch, counts, reason: reason ?? null },
      });
      await endWaitingUnits(cx, [run]);
    }
    return await answerRun(cx, runNo);
  },
});
