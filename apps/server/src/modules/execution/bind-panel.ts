import { bindPanel, panelBindAnswer, panelBindInput } from "@lineside/domain/execution";
import { unwrap } from "@lineside/domain/kernel";
import { defineCommand } from "../../platform/command.ts";
import { enterRun, lockRun, runParams, runSubject } from "../work-order/index.ts";
import {
  insertPanels,
  lockUnitsBySn,
  panelExists,
  placeOnPanel,
  serialFactsOf,
} from "./run-units-store.ts";

/** Binds waiting units to a panel, in the order of their positions: from then on they move together. */
export const bindPanelCommand = defineCommand({
  name: "run.bindPanel",
  permission: "run:units",
  scope: "line",
  input: panelBindInput.extend(runParams),
  output: panelBindAnswer,
  async run(cx, { runNo, panelNo, sns }) {
    const { tx, now } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const { unitsPerPanel } = await serialFactsOf(tx, run);
    const units = await lockUnitsBySn(tx, sns);
    const exists = await panelExists(tx, panelNo);
    const places = unwrap(bindPanel({ panelNo, exists, run, unitsPerPanel, sns, units }));
    const panelId = cx.newId();
    await insertPanels(tx, [{ id: panelId, panelNo }], { runId: run.id, now });
    for (const place of places) await placeOnPanel(tx, { ...place, panelId, now });
    const bound = sns.map((sn, index) => ({ sn, panelPosition: index + 1 }));
    cx.emit({
      ...subject,
      type: "panel.bound",
      entityType: "panel",
      entityId: panelId,
      entityKey: panelNo,
      data: { runNo, units: bound },
    });
    return { runNo, panelNo, units: bound };
  },
});
