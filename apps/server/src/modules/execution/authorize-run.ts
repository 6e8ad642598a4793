import { unwrap } from "@lineside/domain/kernel";
import { gateReportOf } from "@lineside/domain/readiness";
import { signedCommands } from "@lineside/domain/signature";
import { authorizeRun, runAnswer } from "@lineside/domain/work-order";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { keepFormal, readinessToDecide } from "../readiness/index.ts";
import {
  answerRun,
  enterRun,
  keepAuthorization,
  lockRun,
  runParams,
  runSubject,
  saveRun,
} from "../work-order/index.ts";

/**
 * Opens mass production of a run when its preparation passes now; of two at once the second changes
 * nothing. The evaluation is made here and kept with its evidence: no earlier one counts (D16).
 */
export const authorizeRunCommand = defineCommand({
  name: "run.authorize",
  permission: "run:authorize",
  scope: "line",
  input: z.object(runParams),
  output: runAnswer,
  signs: signedCommands.authorizeRun,
  async run(cx, { runNo }) {
    const { tx, now, actor } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const readiness = await readinessToDecide(tx, runNo, now);
    const report = gateReportOf(readiness.evaluation.items);
    const { items } = readiness.evaluation;
    const patch = unwrap(authorizeRun({ run, order: run.order, report, items }, now));
    if (patch) {
      await saveRun(tx, run, { patch, now });
      const kept = await keepFormal(cx, readiness);
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
      const { planQty, routeVersionId, lineId } = run;
      const what = { runNo, planQty, routeVersionId, lineId };
      // How old something is changes while somebody types a password; what was found does not.
      const found = report.findings.map(({ check, severity, code }) => ({ check, severity, code }));
      await cx.sign({
        subject,
        seen: { ...what, found },
        content: { ...what, runId: run.id, evidence: report, evaluationId: kept.id },
      });
      const before = { state: run.state };
      const data = { before, after: patch, evidence: report, evaluationId: kept.id };
      cx.emit({ ...subject, type: "run.authorized", data });
    }
    return await answerRun(cx, runNo);
  },
});
