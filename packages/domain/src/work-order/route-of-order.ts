import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type RouteSnapshot, stationFits } from "../routing/index.ts";
import type { RouteFacts, StationFacts } from "./facts.ts";

/**
 * The route an order gets when nobody chose one: the only effective MES route of its product, else
 * the only effective ERP route; several candidates are left for a person. domain.md 4.1.3.
 */
export function chooseRoute(
  candidates: readonly RouteFacts[],
  productId: string,
  now: Instant,
): RouteFacts | null {
  const usable = candidates.filter((r) => r.productId === productId && isEffective(r, now));
  for (const source of ["MES", "ERP"]) {
    const ofSource = usable.filter((route) => route.source === source);
    if (ofSource.length === 1) return ofSource[0] ?? null;
    if (ofSource.length > 1) return null;
  }
  return null;
}

/** The route exists, is meant for this product (or for any), and is active and effective now. */
export function usableRoute(
  route: RouteFacts | null,
  productId: string,
  now: Instant,
): Result<RouteFacts> {
  if (!route) return refuse("ROUTE_NOT_FOUND");
  if (route.productId !== null && route.productId !== productId)
    return refuse("ROUTE_PRODUCT_MISMATCH", { routeCode: route.code });
  if (!isEffective(route, now))
    return refuse("ROUTE_NOT_EFFECTIVE", {
      routeCode: route.code,
      isActive: route.isActive,
      effectiveFrom: route.effectiveFrom,
      effectiveTo: route.effectiveTo,
    });
  return ok(route);
}

function isEffective(route: RouteFacts, now: Instant): boolean {
  if (!route.isActive) return false;
  if (route.effectiveFrom !== null && now < route.effectiveFrom) return false;
  return route.effectiveTo === null || now < route.effectiveTo;
}

export interface UnservedStep {
  readonly stepNo: number;
  readonly name: string;
  readonly nameZh: string;
  readonly stationType: string;
  readonly stationGroup: string | null;
}

/** Steps of the frozen route for which the line has no active station that fits. */
export function unservedSteps(
  snapshot: RouteSnapshot,
  stations: readonly StationFacts[],
): UnservedStep[] {
  return snapshot.steps
    .filter((step) => !stations.some((s) => s.isActive && stationFits(step, s)))
    .map((step) => ({
      stepNo: step.stepNo,
      name: step.name ?? step.operation.name,
      nameZh: step.name ?? step.operation.nameZh,
      stationType: step.stationType,
      stationGroup: step.stationGroup?.code ?? null,
    }));
}
