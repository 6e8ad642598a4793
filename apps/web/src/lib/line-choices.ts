import type { Page } from "@lineside/domain/kernel";
import type { LineRow } from "@lineside/domain/plant";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "./http.ts";
import { useMay } from "./session.ts";

/** The lines in use, to choose from and to filter by; a plant has a handful. */
export const linesQuery = queryOptions({
  queryKey: ["lines", "choices"],
  queryFn: async ({ signal }) =>
    (await get<Page<LineRow>>("/lines", { query: { isActive: true, limit: 200 }, signal })).items,
});

/** None for those who may not read the plant: their filter by line is empty. */
export function useLineChoices(): LineRow[] {
  return useQuery({ ...linesQuery, enabled: useMay("plant:read") }).data ?? [];
}
