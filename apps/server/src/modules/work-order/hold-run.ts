import { unwrap } from "@lineside/domain/kernel";
import { holdRun, resumeRun, runAnswer, runHoldInput } from "@lineside/domain/work-order";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "./params.ts";
import { answerRun } from "./run-queries.ts";
import { lockRun, saveRun } from "./run-store.ts";
import { before, enter, runSubject } from "./subjects.ts";

/** A run stands still: no unit of it is tracked until it is resumed. */
export const holdRunCommand = defineCommand({
  name: "run.hold",
  permission: "run:hold",
  scope: "line",
  input: runHoldInput.extend(runParams),
  output: runAnswer,
  async run(cx, { runNo, code, reason }) {
    const run = await lockRun(cx.tx, runNo);
    const subject = enter(cx, runSubject(run));
    const patch = unwrap(holdRun(run, { code, reason }));
    await saveRun(cx.tx, run, { patch, now: cx.now });
    const data = { before: before(run, patch), after: patch, code, reason };
    cx.emit({ ...subject, type: "run.held", data });
    return await answerRun(cx, runNo);
  },
});

/** A held run goes on where the hold interrupted it. */
export const resumeRunCommand = defineCommand({
  name: "run.resume",
  permission: "run:hold",
  scope: "line",
  input: z.object(runParams),
  output: runAnswer,
  async run(cx, { runNo }) {
    const run = await lockRun(cx.tx, runNo);
    const subject = enter(cx, runSubject(run));
    const patch = unwrap(resumeRun(run));
    await saveRun(cx.tx, run, { patch, now: cx.now });
    const data = { before: before(run, patch), after: patch };
    cx.emit({ ...subject, type: "run.resumed", data });
    return await answerRun(cx, runNo);
  },
});
