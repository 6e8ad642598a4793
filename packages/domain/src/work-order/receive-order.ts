import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { OrderFacts, OrderPatch, RouteFacts, RunOfOrder } from "./facts.ts";
import { cancelOrder, closeOrder } from "./order-lifecycle.ts";
import type { OrderFlag, OrderReceiveInput } from "./order-schema.ts";
import { chooseRoute } from "./route-of-order.ts";
import { orderStates } from "./states.ts";

export interface ReceiveFacts {
  readonly order: OrderFacts | null;
  /** What people call the order's product and route today, for the flags. */
  readonly known?: { readonly productCode: string; readonly routeCode: string | null };
  readonly runs: readonly RunOfOrder[];
  readonly quantities: { readonly done: number; readonly scrapped: number };
  readonly product: { readonly id: string; readonly isActive: boolean } | null;
  /** The route named in the input; undefined: none was named. */
  readonly route?: RouteFacts | null;
  readonly routeCandidates: readonly RouteFacts[];
}

export interface Received {
  readonly outcome: "CREATED" | "UPDATED" | "UNCHANGED" | "CANCELLED" | "COMPLETED";
  /** Every column of a new order, or the changed ones of a known order. */
  readonly patch: OrderPatch;
  readonly cancelledRunIds: string[];
  readonly flags: OrderFlag[];
}

const VOID = "7";
const finished = ["4", "5", "6"];

/**
 * Receives an order by hand or from the ERP, once or again. The ERP informs, it does not command:
 * "released" never skips dispatch, nothing is ever un-completed or pulled back (D45), and product,
 * quantity and route of an order with runs are flagged for a person, never rewritten (D58).
 */
export function receiveOrder(
  facts: ReceiveFacts,
  input: OrderReceiveInput,
  now: Instant,
): Result<Received> {
  const { order, product } = facts;
  if (!product) return refuse("PRODUCT_NOT_FOUND", { productCode: input.productCode });
  if (!order && !product.isActive)
    return refuse("PRODUCT_INACTIVE", { productCode: input.productCode });
  if (facts.route === null) return refuse("ROUTE_NOT_FOUND", { routeCode: input.routeCode });
  if (facts.route?.productId && facts.route.productId !== product.id)
    return refuse("ROUTE_PRODUCT_MISMATCH", { routeCode: facts.route.code });
  if (!order) return ok(newOrder(facts, input, { productId: product.id, now }));
  if (order.source !== input.source)
    return refuse("WORK_ORDER_EXISTS", { woNo: order.woNo, source: order.source });
  const { patch, flags } = differences(facts, order, { input, productId: product.id });
  const isSame = Object.keys(patch).length === 0 && flags.length === 0;
  if (input.source === "MES")
    return isSame
      ? ok({ outcome: "UNCHANGED", patch: {}, cancelledRunIds: [], flags: [] })
      : refuse("WORK_ORDER_EXISTS", { woNo: order.woNo, source: order.source });
  if (orderStates.isTerminal(order.state))
    return ok({ outcome: "UNCHANGED", patch: {}, cancelledRunIds: [], flags: [] });
  return erpUpdate(facts, order, { input, patch, flags, now });
}

function newOrder(
  facts: ReceiveFacts,
  input: OrderReceiveInput,
  { productId, now }: { productId: string; now: Instant },
): Received {
  const isVoid = input.source === "ERP" && input.erpStatus === VOID;
  const route = facts.route ?? chooseRoute(facts.routeCandidates, productId, now);
  const isFinished = input.source === "ERP" && finished.includes(input.erpStatus ?? "");
  return {
    outcome: isVoid ? "CANCELLED" : "CREATED",
    patch: {
      source: input.source,
      productId,
      plannedQty: input.plannedQty,
      routeId: route?.id ?? null,
      isRouteManual: input.source === "MES" && !!facts.route,
      state: isVoid ? "CANCELLED" : "RECEIVED",
      heldFrom: null,
      holdReason: null,
      erpStatus: input.erpStatus ?? null,
      pickStatus: input.pickStatus ?? "NONE",
      priority: input.priority ?? 0,
      dueAt: input.dueAt ?? null,
      lineId: null,
      stationGroupId: null,
      overrunPercent: input.overrunPercent ?? null,
      remark: input.remark ?? null,
      closeReason: isVoid ? "ERP: void" : null,
      releasedAt: null,
      closedAt: isVoid ? now : null,
    },
    cancelledRunIds: [],
    flags: isFinished ? [{ code: "ERP_FINISHED", before: "RECEIVED", after: input.erpStatus }] : [],
  };
}

function erpUpdate(
  facts: ReceiveFacts,
  order: OrderFacts,
  told: { input: OrderReceiveInput; patch: OrderPatch; flags: OrderFlag[]; now: Instant },
): Result<Received> {
  const { input, patch, flags, now } = told;
  if (input.erpStatus === VOID) {
    const cancelled = cancelOrder({ order, runs: facts.runs }, { reason: "ERP: void" }, now);
    if (!cancelled.ok) return cancelled;
    return ok({
      outcome: "CANCELLED",
      patch: { erpStatus: VOID, ...cancelled.value.order },
      cancelledRunIds: cancelled.value.cancelledRunIds,
      flags: [],
    });
  }
  if (finished.includes(input.erpStatus ?? "")) {
    const reason = `ERP: status ${input.erpStatus}`;
    const closed = closeOrder({ ...facts, order }, { reason }, now);
    if (closed.ok) {
      const done = { ...patch, ...closed.value };
      return ok({ outcome: "COMPLETED", patch: done, cancelledRunIds: [], flags });
    }
    flags.push({ code: "ERP_FINISHED", before: order.state, after: input.erpStatus });
  }
  const isSame = Object.keys(patch).length === 0;
  return ok({ outcome: isSame ? "UNCHANGED" : "UPDATED", patch, cancelledRunIds: [], flags });
}

function differences(
  facts: ReceiveFacts,
  order: OrderFacts,
  { input, productId }: { input: OrderReceiveInput; productId: string },
): { patch: OrderPatch; flags: OrderFlag[] } {
  const patch: OrderPatch = {};
  const flags: OrderFlag[] = [];
  const isFrozen = facts.runs.length > 0;
  const change = (
    field: "productId" | "plannedQty" | "routeId",
    to: OrderPatch,
    flag: OrderFlag,
  ) => {
    if (order[field] === to[field]) return;
    if (isFrozen) flags.push(flag);
    else Object.assign(patch, to);
  };
  const { productCode, routeCode } = facts.known ?? { productCode: null, routeCode: null };
  change(
    "productId",
    { productId },
    { code: "ERP_PRODUCT_CHANGED", before: productCode, after: input.productCode },
  );
  change(
    "plannedQty",
    { plannedQty: input.plannedQty },
    { code: "ERP_QUANTITY_CHANGED", before: order.plannedQty, after: input.plannedQty },
  );
  if (facts.route && (!order.isRouteManual || input.source === "MES"))
    change(
      "routeId",
      { routeId: facts.route.id },
      { code: "ERP_ROUTE_CHANGED", before: routeCode, after: facts.route.code },
    );
  const plain = [
    "dueAt",
    "priority",
    "pickStatus",
    "erpStatus",
    "overrunPercent",
    "remark",
  ] as const;
  for (const field of plain) {
    const after = input[field];
    if (after !== undefined && after !== order[field]) Object.assign(patch, { [field]: after });
  }
  return { patch, flags };
}
