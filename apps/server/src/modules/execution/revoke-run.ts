import { unwrap } from "@lineside/domain/kernel";
import { gateReportOf } from "@lineside/domain/readiness";
import { revokeRun, runAnswer, runRevokeInput } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { readinessOf } from "../readiness/index.ts";
import {
  answerRun,
  enterRun,
  keepAuthorization,
  lockRun,
  runParams,
  runSubject,
  saveRun,
} from "../work-order/index.ts";

/** Closes mass production again before the first board; what the gate says by then is kept with it. */
export const revokeRunCommand = defineCommand({
  name: "run.revoke",
  permission: "run:revoke",
  scope: "line",
  input: runRevokeInput.extend(runParams),
  output: runAnswer,
  async run(cx, { runNo, reason }) {
    const { tx, now, actor } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const patch = unwrap(revokeRun(run));
    const { evaluation } = await readinessOf(tx, runNo, now);
    const evidence = gateReportOf(evaluation.items);
    await saveRun(tx, run, { patch, now });
    await keepAuthorization(tx, {
      id: cx.newId(),
      runId: run.id,
      action: "REVOKE",
      actorId: actor.id,
      actorName: actor.name,
      at: now,
      reason,
      evidence,
    });
    cx.emit({
      ...subject,
      type: "run.revoked",
      data: { before: { state: run.state, authorizedAt: run.authorizedAt }, after: patch, reason },
    });
    return await answerRun(cx, runNo);
  },
});
