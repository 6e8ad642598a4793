import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type {
  LineFacts,
  OrderFacts,
  OrderPatch,
  RouteFacts,
  RunOfOrder,
  StationFacts,
  VersionFacts,
} from "./facts.ts";
import { unservedSteps, usableRoute } from "./route-of-order.ts";
import { orderStates } from "./states.ts";

export interface CreateRunFacts {
  readonly order: OrderFacts;
  readonly route: RouteFacts | null;
  /** The newest READY version of the route: an INVALID newer one never blocks it. */
  readonly version: VersionFacts | null;
  /** The line asked for, or the dispatched one when none was asked for. */
  readonly line: LineFacts | null;
  readonly lineStations: readonly StationFacts[];
  /** undefined: no shift was asked for */
  readonly shift?: { readonly id: string } | null;
  readonly runs: readonly RunOfOrder[];
  readonly plantOverrunPercent: number;
}

export interface RunToCreate {
  readonly run: {
    readonly runNo: string;
    readonly state: "PREP";
    readonly planQty: number;
    readonly lineId: string;
    readonly routeVersionId: string;
    readonly shiftId: string | null;
  };
  /** null when the order is already in progress. */
  readonly order: OrderPatch | null;
  /** Units by which the runs now exceed the order's planned quantity, within the allowance. */
  readonly overrunQty: number;
}

/**
 * A released order is cut into runs on its dispatched line, each freezing the newest READY version,
 * and never more units than ordered plus the allowed over-run. domain.md 4.1.2; D47.
 */
export function createRun(
  facts: CreateRunFacts,
  input: { planQty: number; overrunReason?: string | null },
  now: Instant,
): Result<RunToCreate> {
  const { order, line, version } = facts;
  const isStarted = order.state === "IN_PROGRESS";
  if (order.state === "ON_HOLD")
    return refuse("WORK_ORDER_ON_HOLD", { woNo: order.woNo, reason: order.holdReason });
  if (!isStarted && !orderStates.can(order.state, "start"))
    return refuse("WORK_ORDER_NOT_RELEASED", { woNo: order.woNo, state: order.state });
  const route = usableRoute(facts.route, order.productId, now);
  if (!route.ok) return route;
  if (!line) return refuse("LINE_NOT_FOUND");
  if (line.id !== order.lineId)
    return refuse("WORK_ORDER_DISPATCH_LINE_MISMATCH", { woNo: order.woNo, lineCode: line.code });
  if (!line.isActive) return refuse("LINE_INACTIVE", { lineCode: line.code });
  if (version?.status !== "READY")
    return refuse("ROUTE_VERSION_NOT_READY", { routeCode: route.value.code });
  const steps = unservedSteps(version.snapshot, facts.lineStations);
  if (steps.length > 0)
    return refuse("RUN_LINE_INCOMPATIBLE_WITH_ROUTE", { lineCode: line.code, steps });
  if (facts.shift === null) return refuse("SHIFT_NOT_FOUND");
  const room = roomForRun(facts, input);
  if (!room.ok) return room;
  return ok({
    run: {
      runNo: runNoOf(order.woNo, facts.runs.length + 1),
      state: "PREP",
      planQty: input.planQty,
      lineId: line.id,
      routeVersionId: version.id,
      shiftId: facts.shift?.id ?? null,
    },
    order: isStarted ? null : { state: "IN_PROGRESS" },
    overrunQty: room.value,
  });
}

function roomForRun(
  { order, runs, plantOverrunPercent }: CreateRunFacts,
  input: { planQty: number; overrunReason?: string | null },
): Result<number> {
  const allowedQty = allowedQuantity(order, plantOverrunPercent);
  const allocatedQty = allocatedQuantity(runs);
  const numbers = {
    woNo: order.woNo,
    plannedQty: order.plannedQty,
    overrunPercent: order.overrunPercent ?? plantOverrunPercent,
    allowedQty,
    allocatedQty,
    askedQty: input.planQty,
    remainingQty: Math.max(0, allowedQty - allocatedQty),
  };
  if (allocatedQty + input.planQty > allowedQty)
    return refuse("RUN_QUANTITY_EXCEEDS_ORDER", numbers);
  const overrunQty = Math.max(0, allocatedQty + input.planQty - order.plannedQty);
  if (overrunQty > 0 && !input.overrunReason) return refuse("OVERRUN_REASON_REQUIRED", numbers);
  return ok(overrunQty);
}

/** Units the order allows: planned plus the order's own over-run percentage, else the plant's. */
export function allowedQuantity(
  order: Pick<OrderFacts, "plannedQty" | "overrunPercent">,
  plantOverrunPercent: number,
): number {
  const percent = order.overrunPercent ?? plantOverrunPercent;
  // The small addend keeps 100 + 15 % at 115 where floating point says 114.99999999999999.
  return Math.floor((order.plannedQty * (100 + percent)) / 100 + 1e-6);
}

/** Units already promised to runs; a cancelled run gives its units back. */
export function allocatedQuantity(runs: readonly Pick<RunOfOrder, "planQty" | "state">[]): number {
  return runs.reduce((sum, run) => sum + (run.state === "CANCELLED" ? 0 : run.planQty), 0);
}

/** `RUN-{woNo}-{n}`: n counts every run of the order, cancelled ones included, so none is reused. */
export function runNoOf(woNo: string, nth: number): string {
  return `RUN-${woNo}-${String(nth).padStart(2, "0")}`;
}
