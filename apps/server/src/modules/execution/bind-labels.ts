import { unwrap } from "@lineside/domain/kernel";
import { bindLabels, labelsBindInput, unitsCreatedAnswer } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { enterRun, lockRun, runParams, runSubject } from "../work-order/index.ts";
import { addUnits } from "./generate-units.ts";
import { insertLabelRange, runUnitFacts, similarRanges } from "./run-units-store.ts";

/** Binds a printed label range to a run: each label becomes a unit. */
export const bindLabelsCommand = defineCommand({
  name: "run.bindLabels",
  permission: "run:units",
  scope: "line",
  input: labelsBindInput.extend(runParams),
  output: unitsCreatedAnswer,
  async run(cx, { runNo, ...range }) {
    const { tx } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const { unitCount } = await runUnitFacts(tx, run.id);
    const bound = await similarRanges(tx, range);
    const sns = unwrap(bindLabels({ run, unitCount, bound }, range));
    const row = { ...range, id: cx.newId(), runId: run.id, createdAt: cx.now };
    await insertLabelRange(tx, row);
    await addUnits(cx, run, { sns, panels: [], unitsPerPanel: 1 });
    const made = { created: sns.length, firstSn: sns.at(0) ?? "", lastSn: sns.at(-1) ?? "" };
    cx.emit({ ...subject, type: "run.labelsBound", data: { ...made, range } });
    return { runNo, ...made, total: unitCount + sns.length };
  },
});
