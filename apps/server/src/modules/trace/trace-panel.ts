import { stepCardOf, type UnitState } from "@lineside/domain/execution";
import { refusalError, zKey } from "@lineside/domain/kernel";
import { stepAt } from "@lineside/domain/routing";
import { panelAnswer } from "@lineside/domain/trace";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import { frozenVersion } from "../routing/index.ts";
import { boardsOfPanel, findPanel } from "./panel-queries.ts";

/** What is on a panel: a panel has no story of its own, its boards have. */
export const tracePanel = defineQuery({
  name: "trace.panel",
  permission: "trace:read",
  input: z.object({ panelNo: zKey }),
  output: panelAnswer,
  async run({ db, requireScope }, { panelNo }) {
    const found = await findPanel(db, panelNo);
    if (!found) throw refusalError({ code: "PANEL_NOT_FOUND", context: { panelNo } });
    const { id, lineId, routeVersionId, ...panel } = found;
    requireScope({ lineId });
    const [{ snapshot }, boards] = await Promise.all([
      frozenVersion(db, routeVersionId),
      boardsOfPanel(db, id),
    ]);
    const cardOf = (stepNo: number) => {
      const step = stepAt(snapshot, stepNo);
      const name = String(stepNo);
      return step ? stepCardOf(step) : { stepNo, name, nameZh: name, operationCode: "" };
    };
    const units = boards.map(({ stepNo, state, ...board }) => ({
      ...board,
      state: state as UnitState,
      step: cardOf(stepNo),
    }));
    return { ...panel, units };
  },
});
