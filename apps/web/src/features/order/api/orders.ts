import type {
  OrderAnswer,
  OrderEditInput,
  OrderReceiveAnswer,
  OrderReceiveInput,
  OrderReleaseInput,
  RunAnswer,
  RunCreateInput,
} from "@lineside/domain/work-order";
import { queryOptions } from "@tanstack/react-query";
import { get, patch, path, post } from "~/lib/http.ts";

export const orderQuery = (woNo: string) =>
  queryOptions({
    queryKey: ["orders", woNo],
    queryFn: ({ signal }) => get<OrderAnswer>(path`/work-orders/${woNo}`, { signal }),
  });

export const receiveOrder = (body: OrderReceiveInput, idempotencyKey: string) =>
  post<OrderReceiveAnswer>("/work-orders", { body, idempotencyKey });

export const patchOrder = (
  { woNo, ...body }: OrderEditInput & { woNo: string },
  idempotencyKey: string,
) => patch<OrderAnswer>(path`/work-orders/${woNo}`, { body, idempotencyKey });

export const releaseOrder = (
  { woNo, ...body }: OrderReleaseInput & { woNo: string },
  idempotencyKey: string,
) => post<OrderAnswer>(path`/work-orders/${woNo}/release`, { body, idempotencyKey });

export type OrderMove = "hold" | "resume" | "cancel" | "close";

export const moveOrder = (
  { woNo, move, reason }: { woNo: string; move: OrderMove; reason?: string },
  idempotencyKey: string,
) =>
  post<OrderAnswer>(path`/work-orders/${woNo}/${move}`, {
    body: reason ? { reason } : {},
    idempotencyKey,
  });

export const createRun = (
  { woNo, ...body }: RunCreateInput & { woNo: string },
  idempotencyKey: string,
) => post<RunAnswer>(path`/work-orders/${woNo}/runs`, { body, idempotencyKey });
