import { ok, type Result, refuse } from "../kernel/index.ts";
import type { Source } from "../plant/index.ts";

export interface StepEdit {
  /** Absent: a new step. */
  readonly id?: string | undefined;
  readonly operationId: string;
  readonly name?: string | null | undefined;
}

export interface PlannedStep {
  /** null: to be created. */
  readonly id: string | null;
  readonly stepNo: number;
  readonly operationId: string;
  readonly name: string | null;
}

export interface StepEditFacts {
  readonly route: { code: string; source: Source };
  readonly existing: readonly { id: string; operationId: string; name: string | null }[];
  /** Ids of the operations named that exist. */
  readonly knownOperations: ReadonlySet<string>;
}

export interface StepPlan {
  readonly steps: PlannedStep[];
  readonly removed: string[];
}

/**
 * The steps of a route as the engineer put them: numbered anew 10, 20, 30 …, a step keeps its id and
 * with it its settings. The ERP owns the sequence of its routes.
 */
export function planSteps(facts: StepEditFacts, wanted: readonly StepEdit[]): Result<StepPlan> {
  const { route, existing, knownOperations } = facts;
  if (route.source === "ERP") return refuse("ROUTE_ERP_READONLY", { routeCode: route.code });
  const ids = wanted.flatMap((step) => step.id ?? []);
  const stranger = ids.find((id) => !existing.some((step) => step.id === id));
  if (stranger) return refuse("ROUTE_STEP_NOT_FOUND", { stepId: stranger });
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice) return refuse("ROUTE_STEP_TWICE", { stepId: twice });
  const unknown = wanted.find((step) => !knownOperations.has(step.operationId));
  if (unknown) return refuse("OPERATION_NOT_FOUND", { operationId: unknown.operationId });
  const steps = wanted.map((step, index) => {
    const before = existing.find(({ id }) => id === step.id);
    const name = step.name === undefined ? (before?.name ?? null) : step.name;
    return { id: step.id ?? null, stepNo: (index + 1) * 10, operationId: step.operationId, name };
  });
  return ok({ steps, removed: existing.map(({ id }) => id).filter((id) => !ids.includes(id)) });
}

/**
 * A route is deleted only while nothing holds it: no compiled version, no order. The ERP's routes
 * are never deleted here.
 */
export function checkRouteRemoval(
  route: { code: string; source: Source },
  dependents: Readonly<Record<string, number>>,
): Result<true> {
  if (route.source === "ERP") return refuse("ROUTE_ERP_READONLY", { routeCode: route.code });
  const found = Object.entries(dependents).filter(([, count]) => count > 0);
  if (found.length === 0) return ok(true);
  return refuse("ROUTE_HAS_DEPENDENCIES", {
    routeCode: route.code,
    dependents: Object.fromEntries(found),
  });
}
