import type { CarrierAnswer, CarrierCreate, CarrierPatch } from "@lineside/domain/execution";
import { patch, path, post } from "~/lib/http.ts";

export const createCarrier = (body: CarrierCreate, idempotencyKey: string) =>
  post<CarrierAnswer>("/carriers", { body, idempotencyKey });

export const changeCarrier = (
  { carrierNo, ...body }: CarrierPatch & { carrierNo: string },
  idempotencyKey: string,
) => patch<CarrierAnswer>(path`/carriers/${carrierNo}`, { body, idempotencyKey });
