import type { CarrierAnswer } from "@lineside/domain/execution";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export const readCarrier = (carrierNo: string, signal: AbortSignal) =>
  get<CarrierAnswer>(path`/carriers/${carrierNo}`, { signal });

/** One carrier: what lies on it now, where it is, where it was. */
export const carrierQuery = (carrierNo: string) =>
  queryOptions({
    queryKey: ["carriers", "one", carrierNo],
    queryFn: ({ signal }) => readCarrier(carrierNo, signal),
  });
