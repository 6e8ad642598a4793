import { unwrap } from "@lineside/domain/kernel";
import { authorizeRun, runAnswer } from "@lineside/domain/work-order";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import {
  answerRun,
  authorizeFacts,
  enterRun,
  keepAuthorization,
  lockRun,
  runParams,
  runSubject,
  saveRun,
} from "../work-order/index.ts";

/** Opens mass production of a run when nothing blocks it now; of two at once the second changes nothing. */
export const authorizeRunCommand = defineCommand({
  name: "run.authorize",
  permission: "run:authorize",
  scope: "line",
  input: z.object(runParams),
  output: runAnswer,
  async run(cx, { runNo }) {
    const { tx, now, actor } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const { run: patch, report } = unwrap(authorizeRun(await authorizeFacts(tx, run), now));
    if (patch) {
      await saveRun(tx, run, { patch, now });
      await keepAuthorization(tx, {
        id: cx.newId(),
        runId: run.id,
        action: "AUTHORIZE",
        actorId: actor.id,
        actorName: actor.name,
        at: now,
        reason: null,
        evidence: report,
      });
      const data = { before: { state: run.state }, after: patch, evidence: report };
      cx.emit({ ...subject, type: "run.authorized", data });
    }
    return await answerRun(tx, runNo);
  },
});
