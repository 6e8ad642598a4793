import { z } from "zod";
import { pageQuery, zInstant, zKey, zReason, zVersion } from "../kernel/index.ts";
import { orderStates } from "./states.ts";

export const zOrderState = z.enum(orderStates.states);
export const zOrderEvent = z.enum(["release", "start", "hold", "resume", "cancel", "close"]);
export const zOrderSource = z.enum(["MES", "ERP"]);
/** 领料状态: how much of the material has been picked. */
export const zPickStatus = z.enum(["NONE", "PARTIAL", "FULL", "OVER"]);
/** Kingdee production order: 1 planned, 2 released, 3 started, 4 finished, 5 closed, 6 both, 7 void. */
export const zErpStatus = z.enum(["1", "2", "3", "4", "5", "6", "7"]);
export const zQuantity = z.number().int().min(1).max(10_000_000);
export const zOverrunPercent = z.number().min(0).max(100);
const zRemark = z.string().trim().max(500);

export const orderListQuery = pageQuery.extend({
  state: zOrderState.optional(),
  /** true: neither COMPLETED nor CANCELLED */
  open: z.stringbool().optional(),
  lineCode: zKey.optional(),
  productCode: zKey.optional(),
  routeCode: zKey.optional(),
  source: zOrderSource.optional(),
  dueBefore: zInstant.optional(),
});

/** Receiving an order, by hand (MES) or from the ERP. Received again it is compared, see receive-order.ts. */
export const orderReceiveInput = z.object({
  /** Run numbers and serial numbers grow from it, so it is shorter than other keys. */
  woNo: zKey.max(40),
  source: zOrderSource.default("MES"),
  productCode: zKey,
  plannedQty: zQuantity,
  routeCode: zKey.nullish(),
  dueAt: zInstant.nullish(),
  priority: z.number().int().min(0).max(999).optional(),
  pickStatus: zPickStatus.optional(),
  erpStatus: zErpStatus.nullish(),
  overrunPercent: zOverrunPercent.nullish(),
  remark: zRemark.nullish(),
});

/** Fields left out stay as they are; routeCode null clears the manual choice. */
export const orderEditInput = z.object({
  version: zVersion,
  productCode: zKey.optional(),
  plannedQty: zQuantity.optional(),
  routeCode: zKey.nullable().optional(),
  dueAt: zInstant.nullable().optional(),
  priority: z.number().int().min(0).max(999).optional(),
  pickStatus: zPickStatus.optional(),
  overrunPercent: zOverrunPercent.nullable().optional(),
  remark: zRemark.nullable().optional(),
});

export const orderReleaseInput = z.object({ lineCode: zKey, stationGroupCode: zKey.nullish() });
export const orderHoldInput = z.object({ reason: zReason });
export const orderCancelInput = z.object({ reason: zReason });
export const orderCloseInput = z.object({ reason: zReason.nullish() });

/** Quantities of an order, in units: allocated to runs that are not cancelled, and what became of them. */
export const orderQuantities = z.object({
  allocated: z.number().int(),
  done: z.number().int(),
  scrapped: z.number().int(),
});

export const orderRow = z.object({
  id: z.string(),
  woNo: z.string(),
  source: zOrderSource,
  productCode: z.string(),
  productName: z.string(),
  customer: z.string().nullable(),
  plannedQty: z.number().int(),
  routeCode: z.string().nullable(),
  lineCode: z.string().nullable(),
  state: zOrderState,
  heldFrom: zOrderState.nullable(),
  holdReason: z.string().nullable(),
  erpStatus: z.string().nullable(),
  pickStatus: zPickStatus,
  priority: z.number().int(),
  dueAt: zInstant.nullable(),
  runs: z.object({ total: z.number().int(), open: z.number().int() }),
  quantities: orderQuantities,
  createdAt: zInstant,
  version: zVersion,
});

export const orderAnswer = orderRow.extend({
  isRouteManual: z.boolean(),
  routeName: z.string().nullable(),
  lineName: z.string().nullable(),
  stationGroupCode: z.string().nullable(),
  overrunPercent: z.number().nullable(),
  /** The allowance that counts: the order's own, else the plant's. */
  effectiveOverrunPercent: z.number(),
  /** Units that may still be cut into runs, the allowance included. */
  remainingQty: z.number().int(),
  remark: z.string().nullable(),
  closeReason: z.string().nullable(),
  releasedAt: zInstant.nullable(),
  closedAt: zInstant.nullable(),
  updatedAt: zInstant,
  /** What may be asked of the order in this state: the buttons. */
  actions: z.array(zOrderEvent),
});

/** A difference from the ERP that a person has to decide on; nothing was overwritten (D58). */
export const orderFlag = z.object({
  code: z.enum([
    "ERP_PRODUCT_CHANGED",
    "ERP_QUANTITY_CHANGED",
    "ERP_ROUTE_CHANGED",
    "ERP_FINISHED",
  ]),
  before: z.unknown(),
  after: z.unknown(),
});

export const orderReceiveAnswer = z.object({
  outcome: z.enum(["CREATED", "UPDATED", "UNCHANGED", "CANCELLED", "COMPLETED"]),
  flags: z.array(orderFlag),
  order: orderAnswer,
});

export type OrderListQuery = z.infer<typeof orderListQuery>;
export type OrderReceiveInput = z.infer<typeof orderReceiveInput>;
export type OrderEditInput = z.infer<typeof orderEditInput>;
export type OrderReleaseInput = z.infer<typeof orderReleaseInput>;
export type OrderRow = z.infer<typeof orderRow>;
export type OrderAnswer = z.infer<typeof orderAnswer>;
export type OrderFlag = z.infer<typeof orderFlag>;
export type OrderReceiveAnswer = z.infer<typeof orderReceiveAnswer>;
