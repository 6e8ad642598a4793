import { refusalError } from "@lineside/domain/kernel";
import { checkInput, evaluationAnswer } from "@lineside/domain/readiness";
import { runStates } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "../work-order/index.ts";
import { enter } from "./enter.ts";
import { evaluateRun, keepEvaluation } from "./evaluation.ts";

/** Keeps how the preparation stands now because somebody asked for it; authorising judges again (D16). */
export const checkReadiness = defineCommand({
  name: "readiness.check",
  permission: "readiness:check",
  scope: "line",
  input: checkInput.extend(runParams),
  output: evaluationAnswer,
  async run(cx, { runNo, type }) {
    const { head, subject } = await enter(cx, runNo);
    const { state } = head.run;
    // Its board shows what it was authorised on; today's machines say nothing about it.
    if (runStates.isTerminal(state))
      throw refusalError({ code: "RUN_IN_TERMINAL_STATUS", context: { runNo, state } });
    const evaluation = await evaluateRun(cx.tx, head, cx.now);
    const kept = await keepEvaluation(cx, head, { ...evaluation, type });
    const failed = kept.items.filter((item) => item.state === "FAILED");
    cx.emit({
      ...subject,
      type: "readiness.checked",
      data: {
        evaluationId: kept.id,
        type,
        status: kept.status,
        failed: failed.map(({ checkCode, itemKey, finding }) => ({ checkCode, itemKey, finding })),
      },
    });
    return kept;
  },
});
