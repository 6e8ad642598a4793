import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { allocatedQuantity, allowedQuantity } from "./create-run.ts";
import type { LineFacts, OrderFacts, OrderPatch, RouteFacts, RunOfOrder } from "./facts.ts";
import { ended } from "./order-lifecycle.ts";
import type { OrderEditInput } from "./order-schema.ts";
import { chooseRoute, usableRoute } from "./route-of-order.ts";
import { orderStates } from "./states.ts";

export interface EditOrderFacts {
  readonly order: OrderFacts;
  readonly runs: readonly RunOfOrder[];
  /** The product asked for; undefined: none was asked for. */
  readonly product?: { readonly id: string; readonly isActive: boolean } | null;
  /** The route asked for, or the order's own. */
  readonly route: RouteFacts | null;
  /** Active routes of the product, for when the manual choice is cleared. */
  readonly routeCandidates: readonly RouteFacts[];
  /** The dispatched line. */
  readonly line: LineFacts | null;
  readonly plantOverrunPercent: number;
}

/** What the ERP says about its own orders is changed there; quantity is how a person accepts a change. */
const erpOwned = ["productCode", "dueAt", "pickStatus"] as const;

/**
 * Edits an order by hand. Once a run exists product and route stand still, because the run has
 * frozen them, and the quantity may not fall below what the runs were promised. domain.md 4.1.3; D58.
 */
export function editOrder(
  facts: EditOrderFacts,
  input: Omit<OrderEditInput, "version">,
  now: Instant,
): Result<OrderPatch> {
  const { order } = facts;
  if (orderStates.isTerminal(order.state)) return ended(order);
  const fields = erpOwned.filter((field) => input[field] !== undefined);
  if (order.source === "ERP" && fields.length > 0)
    return refuse("ERP_WORK_ORDER_NOT_EDITABLE", { woNo: order.woNo, fields });
  const product = productAfterEdit(facts, input);
  if (!product.ok) return product;
  const quantity = quantityAfterEdit(facts, input);
  if (!quantity.ok) return quantity;
  const route = routeAfterEdit(facts, input, { productId: product.value, now });
  if (!route.ok) return route;
  const patch: OrderPatch = { ...route.value };
  if (product.value !== order.productId) patch.productId = product.value;
  if (input.plannedQty !== undefined) patch.plannedQty = input.plannedQty;
  if (input.dueAt !== undefined) patch.dueAt = input.dueAt;
  if (input.priority !== undefined) patch.priority = input.priority;
  if (input.pickStatus !== undefined) patch.pickStatus = input.pickStatus;
  if (input.overrunPercent !== undefined) patch.overrunPercent = input.overrunPercent;
  if (input.remark !== undefined) patch.remark = input.remark;
  return ok(patch);
}

function productAfterEdit(facts: EditOrderFacts, input: { productCode?: string }): Result<string> {
  const { order, product } = facts;
  if (product === undefined) return ok(order.productId);
  if (product === null) return refuse("PRODUCT_NOT_FOUND", { productCode: input.productCode });
  if (product.id === order.productId) return ok(order.productId);
  if (facts.runs.length > 0) return hasRuns(facts, "product");
  if (!product.isActive) return refuse("PRODUCT_INACTIVE", { productCode: input.productCode });
  return ok(product.id);
}

function quantityAfterEdit(
  facts: EditOrderFacts,
  input: { plannedQty?: number; overrunPercent?: number | null },
): Result<null> {
  const { order } = facts;
  const asked = {
    plannedQty: input.plannedQty ?? order.plannedQty,
    overrunPercent:
      input.overrunPercent === undefined ? order.overrunPercent : input.overrunPercent,
  };
  const allowedQty = allowedQuantity(asked, facts.plantOverrunPercent);
  const allocatedQty = allocatedQuantity(facts.runs);
  // Only a smaller room is checked: a plant setting lowered later must not block editing a remark.
  const isSmaller = allowedQty < allowedQuantity(order, facts.plantOverrunPercent);
  if (isSmaller && allocatedQty > allowedQty)
    return refuse("RUN_QUANTITY_EXCEEDS_ORDER", {
      woNo: order.woNo,
      plannedQty: asked.plannedQty,
      overrunPercent: asked.overrunPercent ?? facts.plantOverrunPercent,
      allowedQty,
      allocatedQty,
      askedQty: 0,
      remainingQty: 0,
    });
  return ok(null);
}

function routeAfterEdit(
  facts: EditOrderFacts,
  input: { routeCode?: string | null },
  { productId, now }: { productId: string; now: Instant },
): Result<OrderPatch> {
  const { order, line } = facts;
  if (input.routeCode === undefined && productId === order.productId) return ok({});
  const isChoice = typeof input.routeCode === "string";
  if (isChoice && !facts.route)
    return refuse("ROUTE_NOT_FOUND", { routeCode: input.routeCode ?? null });
  const keepsOwn = input.routeCode === undefined && order.isRouteManual;
  const route =
    isChoice || keepsOwn ? facts.route : chooseRoute(facts.routeCandidates, productId, now);
  if ((route?.id ?? null) !== order.routeId && facts.runs.length > 0)
    return hasRuns(facts, "route");
  if (route) {
    const usable = usableRoute(route, productId, now);
    if (!usable.ok) return usable;
    if (line && line.processType !== route.processType)
      return refuse("LINE_ROUTING_PROCESS_MISMATCH", {
        lineCode: line.code,
        lineProcess: line.processType,
        routeCode: route.code,
        routeProcess: route.processType,
      });
  }
  return ok({ routeId: route?.id ?? null, isRouteManual: isChoice || keepsOwn });
}

function hasRuns(facts: EditOrderFacts, field: string): Result<never> {
  const runs = facts.runs.map((run) => run.runNo);
  return refuse("WORK_ORDER_HAS_RUNS", { woNo: facts.order.woNo, field, runs });
}
