import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { LineFacts, OrderFacts, OrderPatch, RouteFacts } from "./facts.ts";
import { usableRoute } from "./route-of-order.ts";
import { orderStates } from "./states.ts";

export interface ReleaseFacts {
  readonly order: OrderFacts;
  readonly route: RouteFacts | null;
  readonly hasReadyVersion: boolean;
  readonly line: LineFacts | null;
  /** undefined: none was asked for */
  readonly stationGroup?: { readonly id: string } | null;
}

/**
 * A received order goes to a line that can make it: it has a usable route with a READY version, and
 * the line is active and of the route's process. domain.md 4.1.1, with the effective window.
 */
export function releaseOrder(facts: ReleaseFacts, now: Instant): Result<OrderPatch> {
  const { order, line } = facts;
  if (!orderStates.can(order.state, "release"))
    return refuse("WORK_ORDER_NOT_RECEIVED", { woNo: order.woNo, state: order.state });
  const route = usableRoute(facts.route, order.productId, now);
  if (!route.ok) return route;
  if (!facts.hasReadyVersion) return refuse("ROUTE_NOT_READY", { routeCode: route.value.code });
  if (!line) return refuse("LINE_NOT_FOUND");
  if (!line.isActive) return refuse("LINE_INACTIVE", { lineCode: line.code });
  if (line.processType !== route.value.processType)
    return refuse("LINE_ROUTING_PROCESS_MISMATCH", {
      lineCode: line.code,
      lineProcess: line.processType,
      routeCode: route.value.code,
      routeProcess: route.value.processType,
    });
  if (facts.stationGroup === null) return refuse("STATION_GROUP_NOT_FOUND");
  return ok({
    state: "RELEASED",
    lineId: line.id,
    stationGroupId: facts.stationGroup?.id ?? null,
    releasedAt: now,
  });
}
