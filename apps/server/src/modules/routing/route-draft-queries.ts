import type { Database } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import { compileRoute, type DraftSnapshot, type DraftStep } from "@lineside/domain/routing";
import { compileFacts } from "./compile-store.ts";

export type StepName =
  | { readonly stepId: string }
  | { readonly routeCode: string; readonly stepNo: number };

export interface StepDraft {
  readonly snapshot: DraftSnapshot;
  readonly step: DraftStep;
}

/** A step as it would be frozen now, with the route around it. */
export async function draftStep(read: Database["read"], name: StepName): Promise<StepDraft> {
  const { routeCode, stepNo } = "stepId" in name ? await numberOf(read, name.stepId) : name;
  const facts = await compileFacts(read, routeCode);
  if (!facts) throw refusalError({ code: "ROUTE_NOT_FOUND", context: { routeCode } });
  const { snapshot } = compileRoute(facts);
  const step = snapshot.steps.find((each) => each.stepNo === stepNo);
  if (!step) throw refusalError({ code: "ROUTE_STEP_NOT_FOUND", context: { routeCode, stepNo } });
  return { snapshot, step };
}

async function numberOf(read: Database["read"], stepId: string) {
  const step = await read
    .selectFrom("routing_step as s")
    .innerJoin("routing_route as r", "r.id", "s.routeId")
    .select(["r.code as routeCode", "s.stepNo"])
    .where("s.id", "=", stepId)
    .executeTakeFirst();
  if (!step) throw refusalError({ code: "ROUTE_STEP_NOT_FOUND", context: { stepId } });
  return step;
}
