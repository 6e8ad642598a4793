import { unwrap } from "@lineside/domain/kernel";
import { boardAnswer, needInput, setNeed } from "@lineside/domain/readiness";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "../work-order/index.ts";
import { boardOf } from "./board-queries.ts";
import { enter } from "./enter.ts";
import { changeoverOf, saveChangeover, saveNeed } from "./store.ts";

/** The leader says whether this run needs a check; a sheet that was reviewed must be reviewed again. */
export const setNeedCommand = defineCommand({
  name: "readiness.setNeed",
  permission: "readiness:prepare",
  scope: "line",
  input: needInput.extend(runParams),
  output: boardAnswer,
  async run(cx, { runNo, checkCode, isNeeded, remark }) {
    const { head, subject } = await enter(cx, runNo);
    unwrap(setNeed(head.run, checkCode));
    const said = {
      id: cx.newId(),
      isNeeded: isNeeded === true,
      remark: remark ?? null,
      setAt: cx.now,
      setById: cx.actor.id,
      setByName: cx.actor.name,
    };
    await saveNeed(cx.tx, { runId: head.run.id, checkCode }, isNeeded === null ? null : said);
    const sheet = await changeoverOf(cx.tx.k, head.run.id);
    if (sheet?.reviewedAt)
      await saveChangeover(
        cx.tx,
        {
          ...sheet,
          runId: head.run.id,
          reviewedAt: null,
          reviewedById: null,
          reviewedByName: null,
        },
        cx.now,
      );
    const data = { checkCode, isNeeded, remark: remark ?? null };
    cx.emit({ ...subject, type: "readiness.needSet", data });
    return await boardOf(cx.tx, head, cx.now);
  },
});
