import type { Page } from "@lineside/domain/kernel";
import type { LineRow } from "@lineside/domain/plant";
import type { FridgeRow, PasteTypeRow } from "@lineside/domain/solder-paste";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

const all = { limit: 200 };

export const linesQuery = queryOptions({
  queryKey: ["lines", "choices"],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await get<Page<LineRow>>("/lines", { query: { ...all, isActive: true }, signal })).items,
});

/** Switched off ones too: bottles may still be of such a type. */
export const pasteTypesQuery = queryOptions({
  queryKey: ["paste-types", "choices"],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await get<Page<PasteTypeRow>>("/paste-types", { query: all, signal })).items,
});

export const fridgesQuery = queryOptions({
  queryKey: ["fridges", "choices"],
  staleTime: 30_000,
  queryFn: async ({ signal }) =>
    (await get<Page<FridgeRow>>("/fridges", { query: all, signal })).items,
});
