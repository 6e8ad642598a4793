import { assert, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { OrderFacts, OrderPatch, RunOfOrder } from "./facts.ts";
import { orderStates, runStates } from "./states.ts";

export function holdOrder(order: OrderFacts, input: { reason: string }): Result<OrderPatch> {
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { woNo: order.woNo, reason: order.holdReason });
  if (!orderStates.can(order.state, "hold")) return ended(order);
  return ok({ state: "ON_HOLD", heldFrom: order.state, holdReason: input.reason });
}

/** A held order goes back to the state the hold interrupted. */
export function resumeOrder(order: OrderFacts): Result<OrderPatch> {
  if (!orderStates.can(order.state, "resume"))
    return refuse("WORK_ORDER_NOT_ON_HOLD", { woNo: order.woNo, state: order.state });
  assert(order.heldFrom, `held order ${order.woNo} without the state it was held from`);
  return ok({ state: order.heldFrom, heldFrom: null, holdReason: null });
}

/**
 * An order is cancelled as long as no run of it was started; runs still waiting are cancelled with
 * it. The same holds when the ERP voids it (status 7): a voided order is not a completed one (D45).
 */
export function cancelOrder(
  facts: { order: OrderFacts; runs: readonly RunOfOrder[] },
  input: { reason: string },
  now: Instant,
): Result<{ order: OrderPatch; cancelledRunIds: string[] }> {
  const { order, runs } = facts;
  if (!orderStates.can(order.state, "cancel")) return ended(order);
  const started = runs.filter((run) => run.startedAt !== null);
  if (started.length > 0)
    return refuse("WORK_ORDER_RUNS_STARTED", {
      woNo: order.woNo,
      runs: started.map((run) => run.runNo),
    });
  return ok({
    order: {
      state: "CANCELLED",
      heldFrom: null,
      holdReason: null,
      closeReason: input.reason,
      closedAt: now,
    },
    cancelledRunIds: runs.filter((run) => !runStates.isTerminal(run.state)).map((run) => run.id),
  });
}

/**
 * An order is completed when every run has ended and at least one was made; fewer good and scrapped
 * units than planned need a reason, so that the difference is a decision and not an oversight.
 */
export function closeOrder(
  facts: {
    order: OrderFacts;
    runs: readonly RunOfOrder[];
    quantities: { done: number; scrapped: number };
  },
  input: { reason?: string | null },
  now: Instant,
): Result<OrderPatch> {
  const { order, runs, quantities } = facts;
  if (orderStates.isTerminal(order.state)) return ended(order);
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { woNo: order.woNo, reason: order.holdReason });
  if (!runs.some((run) => run.state !== "CANCELLED"))
    return refuse("WORK_ORDER_HAS_NO_RUNS", { woNo: order.woNo });
  const open = runs.filter((run) => !runStates.isTerminal(run.state));
  if (open.length > 0)
    return refuse("WORK_ORDER_RUNS_NOT_TERMINAL", {
      woNo: order.woNo,
      runs: open.map((run) => ({ runNo: run.runNo, state: run.state })),
    });
  const missing = order.plannedQty - quantities.done - quantities.scrapped;
  if (missing > 0 && !input.reason)
    return refuse("SHORT_CLOSE_REASON_REQUIRED", {
      woNo: order.woNo,
      planQty: order.plannedQty,
      ...quantities,
      missing,
    });
  return ok({ state: "COMPLETED", closeReason: input.reason ?? null, closedAt: now });
}

/** COMPLETED and CANCELLED are final, for people and for the ERP. */
export function ended(order: OrderFacts): Result<never> {
  const code = order.state === "CANCELLED" ? "WORK_ORDER_CANCELLED" : "WORK_ORDER_COMPLETED";
  return refuse(code, { woNo: order.woNo, closedAt: order.closedAt, reason: order.closeReason });
}
