import type { HoldRow, SealRow, SealStatus } from "@lineside/domain/audit";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useRows } from "~/lib/pages.ts";

export const sealsKey = ["seals"];
export const holdsKey = ["holds"];

export const useSeals = () => useRows<SealRow>(sealsKey, "/audit/seals", { limit: "20" });
export const useHolds = () => useRows<HoldRow>(holdsKey, "/audit/holds", { limit: "20" });

/** While a verification runs it is looked at every other second; a round takes seconds to minutes. */
export const sealStatusQuery = queryOptions({
  queryKey: [...sealsKey, "status"],
  queryFn: ({ signal }) => get<SealStatus>("/audit/seals/status", { signal }),
  refetchInterval: ({ state }) => (state.data?.running ? 2_000 : false),
});

export const startVerification = (_: undefined, idempotencyKey: string) =>
  post<{ id: string }>("/audit/verify", { body: {}, idempotencyKey });

export const placeHold = (
  body: { from: string; to: string | null; reason: string },
  idempotencyKey: string,
) => post<{ id: string }>("/audit/holds", { body, idempotencyKey });

export const releaseHold = (input: { id: string; reason: string }, idempotencyKey: string) =>
  post<{ id: string }>(path`/audit/holds/${input.id}/release`, {
    body: { reason: input.reason },
    idempotencyKey,
  });
