import type { Instant } from "../kernel/index.ts";
import type { RouteSnapshot, StationPlace } from "../routing/index.ts";
import type { UnitSource } from "./run-schema.ts";
import type { OrderState, RunState } from "./states.ts";

export interface OrderFacts {
  readonly id: string;
  readonly woNo: string;
  readonly source: "MES" | "ERP";
  readonly productId: string;
  readonly plannedQty: number;
  readonly routeId: string | null;
  readonly isRouteManual: boolean;
  readonly state: OrderState;
  readonly heldFrom: OrderState | null;
  readonly holdReason: string | null;
  readonly erpStatus: string | null;
  readonly pickStatus: string;
  readonly priority: number;
  readonly dueAt: Instant | null;
  readonly lineId: string | null;
  readonly stationGroupId: string | null;
  readonly overrunPercent: number | null;
  readonly remark: string | null;
  readonly closeReason: string | null;
  readonly releasedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/** The columns a rule wants changed; the store saves them guarded by id and version. */
export type OrderPatch = { -readonly [K in keyof Omit<OrderFacts, "id" | "woNo">]?: OrderFacts[K] };

export interface RunFacts {
  readonly id: string;
  readonly runNo: string;
  readonly planQty: number;
  readonly state: RunState;
  readonly heldFrom: RunState | null;
  readonly holdCode: string | null;
  readonly holdReason: string | null;
  readonly unitSource: UnitSource;
  readonly authorizedAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly closeReason: string | null;
}

export type RunPatch = { -readonly [K in keyof Omit<RunFacts, "id" | "runNo">]?: RunFacts[K] };

/** What an order has to know about each of its runs. */
export type RunOfOrder = Pick<RunFacts, "id" | "runNo" | "planQty" | "state" | "startedAt">;

export interface RouteFacts {
  readonly id: string;
  readonly code: string;
  readonly source: string;
  readonly productId: string | null;
  readonly processType: string;
  readonly isActive: boolean;
  readonly effectiveFrom: Instant | null;
  readonly effectiveTo: Instant | null;
}

export interface LineFacts {
  readonly id: string;
  readonly code: string;
  readonly processType: string;
  readonly isActive: boolean;
}

export interface StationFacts extends StationPlace {
  readonly code: string;
  readonly name: string;
  readonly isActive: boolean;
}

export interface VersionFacts {
  readonly id: string;
  readonly versionNo: number;
  readonly status: string;
  readonly snapshot: RouteSnapshot;
}
