import type { Page } from "@lineside/domain/kernel";
import type { StationRow } from "@lineside/domain/plant";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** Every station the person may see, in the order they stand; a plant has some hundreds at most. */
export const stationsQuery = queryOptions({
  queryKey: ["stations", "all"],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<StationRow[]> => {
    const rows: StationRow[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 200, isActive: true, cursor };
      const page: Page<StationRow> = await get("/stations", { query, signal });
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return rows;
  },
});
