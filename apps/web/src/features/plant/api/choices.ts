import type { Page } from "@lineside/domain/kernel";
import type { LineRow, StationGroupRow } from "@lineside/domain/plant";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** Every line with its stations, in the order they stand. */
export const linesQuery = queryOptions({
  queryKey: ["lines", "stations"],
  queryFn: ({ signal }) => everyPage<LineRow>("/lines", { include: "stations" }, signal),
});

export const stationGroupsQuery = queryOptions({
  queryKey: ["station-groups", "choices"],
  queryFn: ({ signal }) => everyPage<StationGroupRow>("/station-groups", {}, signal),
});

async function everyPage<T>(path: string, query: object, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await get(path, { query: { ...query, limit: 200, cursor }, signal });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}
