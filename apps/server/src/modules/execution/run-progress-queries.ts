import { prefix } from "@lineside/db";
import {
  type RunUnitRow,
  runUnitRow,
  runUnitsQuery,
  stepCardOf,
  type UnitState,
} from "@lineside/domain/execution";
import { type RouteSnapshot, stepAt } from "@lineside/domain/routing";
import { type RunProgress, runProgress } from "@lineside/domain/work-order";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { frozenVersion } from "../routing/index.ts";
import { countsOf, runParams, visibleRun } from "../work-order/index.ts";

/** Where the units of a run are, step by step: the river. One covering scan of the run's units. */
export const readRunProgress = defineQuery({
  name: "run.progress",
  permission: "run:read",
  input: z.object(runParams),
  output: runProgress,
  async run(cx, { runNo }): Promise<RunProgress> {
    const run = await visibleRun(cx, runNo);
    const { snapshot } = await frozenVersion(cx.db, run.routeVersionId);
    const rows = await cx.db.read
      .selectFrom("execution_unit")
      .select(["currentStepNo", "state", (x) => x.fn.countAll<number>().as("n")])
      .where("runId", "=", run.id)
      .groupBy(["currentStepNo", "state"])
      .execute();
    return {
      runNo,
      planQty: run.planQty,
      steps: stepsOf(snapshot, rows),
      totals: countsOf(rows),
    };
  },
});

interface StepCount {
  currentStepNo: number;
  state: string;
  n: number;
}

/** A unit has passed the steps before its own, and its own too when it is done. */
function stepsOf(snapshot: RouteSnapshot, rows: StepCount[]): RunProgress["steps"] {
  return snapshot.steps.map((step) => {
    const { operationCode: _, ...card } = stepCardOf(step);
    const { queued, inStation, failed, held, done } = countsOf(
      rows.filter((row) => row.currentStepNo === step.stepNo),
    );
    const beyond = rows
      .filter((row) => row.currentStepNo > step.stepNo && row.state !== "VOIDED")
      .reduce((sum, row) => sum + Number(row.n), 0);
    return { ...card, queued, inStation, failed, held, passed: beyond + done };
  });
}

/** The units of a run, in the order they were made. */
export const listRunUnits = defineQuery({
  name: "run.listUnits",
  permission: "run:read",
  input: runUnitsQuery.extend(runParams),
  output: z.object({ items: z.array(runUnitRow), nextCursor: z.string().nullable() }),
  async run(cx, { runNo, state, stepNo, q, limit, cursor }) {
    const run = await visibleRun(cx, runNo);
    const { snapshot } = await frozenVersion(cx.db, run.routeVersionId);
    const after = readCursor(cursor, 1);
    let query = cx.db.read
      .selectFrom("execution_unit as u")
      .leftJoin("execution_panel as n", "n.id", "u.panelId")
      .select([
        "u.id",
        "u.sn",
        "u.state",
        "u.currentStepNo",
        "n.panelNo",
        "u.panelPosition",
        "u.holdReason",
        "u.updatedAt",
        "u.finishedAt",
      ])
      .where("u.runId", "=", run.id)
      .orderBy("u.id")
      .limit(limit + 1);
    if (after) query = query.where("u.id", ">", String(after[0]));
    if (state) query = query.where("u.state", "=", state);
    if (stepNo !== undefined) query = query.where("u.currentStepNo", "=", stepNo);
    if (q) query = query.where(prefix(cx.db.dialect, "u.sn", q));
    return toPage(await query.execute(), limit, {
      key: (row) => [row.id],
      item: ({ currentStepNo, ...row }): RunUnitRow => ({
        ...row,
        state: row.state as UnitState,
        step: stepOf(snapshot, currentStepNo),
      }),
    });
  },
});

/** A step the frozen route does not have is still told by its number. */
function stepOf(snapshot: RouteSnapshot, stepNo: number): RunUnitRow["step"] {
  const step = stepAt(snapshot, stepNo);
  return step ? stepCardOf(step) : { stepNo, name: "", nameZh: "", operationCode: "" };
}
