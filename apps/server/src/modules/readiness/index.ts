import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { type Evaluation, gateReportOf } from "@lineside/domain/readiness";
import type { CommandContext } from "../../platform/command.ts";
import { Doors } from "../../platform/http/api.ts";
import { holdEquipment } from "../equipment/index.ts";
import { holdPaste } from "../solder-paste/index.ts";
import { adviseOnRuns } from "../work-order/index.ts";
import { readBoard, readHistory } from "./board-queries.ts";
import {
  planChangeoverCommand,
  prepareChangeoverCommand,
  reviewChangeoverCommand,
} from "./changeover.ts";
import { checkReadiness } from "./check.ts";
import { evaluateRun, type Kept, keepEvaluation } from "./evaluation.ts";
import { listLineReadiness } from "./line-queries.ts";
import { setNeedCommand } from "./needs.ts";
import { deletePolicy, recommendPolicies, setPolicyCommand } from "./policies.ts";
import { listChecks, listPolicies } from "./policy-queries.ts";
import { headOf, type RunHead, type Source } from "./run-store.ts";
import { approveWaiverCommand, revokeWaiverCommand, waiveItem } from "./waivers.ts";

export { readinessJobs, readinessSubscribers } from "./reminder.ts";
export { readinessForTrace } from "./trace-queries.ts";

export interface Readiness {
  readonly head: RunHead;
  readonly evaluation: Evaluation;
}

/** How the preparation of a run stands now, read anew with every call (D16). */
export async function readinessOf(from: Source, runNo: string, now: Instant): Promise<Readiness> {
  const head = await headOf(from, runNo);
  return { head, evaluation: await evaluateRun(from, head, now) };
}

/**
 * The same, to decide on: what it rests on stays as it is until the unit ends, so that no machine
 * fails and no bottle leaves between the judgement and the decision. The run is locked by whoever calls.
 */
export async function readinessToDecide(tx: Tx, runNo: string, now: Instant): Promise<Readiness> {
  const { lineId } = await headOf(tx, runNo);
  await holdPaste(tx, lineId);
  await holdEquipment(tx, lineId);
  return await readinessOf(tx, runNo, now);
}

/** Keeps the evaluation a run was authorised on, with its evidence. */
export async function keepFormal(
  cx: Pick<CommandContext, "tx" | "now" | "actor" | "newId">,
  { head, evaluation }: Readiness,
): Promise<Kept> {
  return await keepEvaluation(cx, head, { ...evaluation, type: "FORMAL" });
}

adviseOnRuns(async (from, runNo, now) => {
  const { evaluation } = await readinessOf(from, runNo, now);
  return gateReportOf(evaluation.items);
});

export const readinessDoors = new Doors()
  .get("/runs/:runNo/readiness", readBoard)
  .get("/runs/:runNo/readiness/history", readHistory)
  .post("/runs/:runNo/readiness/check", checkReadiness)
  .post("/runs/:runNo/readiness/waivers", waiveItem)
  .put("/runs/:runNo/readiness/needs", setNeedCommand)
  .put("/runs/:runNo/changeover", planChangeoverCommand)
  .post("/runs/:runNo/changeover/prepared", prepareChangeoverCommand)
  .post("/runs/:runNo/changeover/reviewed", reviewChangeoverCommand)
  .post("/readiness/waivers/:id/approve", approveWaiverCommand)
  .post("/readiness/waivers/:id/revoke", revokeWaiverCommand)
  .get("/readiness/lines", listLineReadiness)
  .get("/readiness/checks", listChecks)
  .get("/readiness/policies", listPolicies)
  .put("/readiness/policies", setPolicyCommand)
  .post("/readiness/policies/recommended", recommendPolicies)
  .delete("/readiness/policies/:id", deletePolicy);
