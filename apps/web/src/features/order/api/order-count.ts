import type { Page } from "@lineside/domain/kernel";
import { useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

/** How many orders a filter finds, for the home page; it stops counting at 200. */
export function useOrderCount(filters: Record<string, string | boolean>): number | undefined {
  useLive(["workOrder"], [["orders", "count"]]);
  const { data } = useQuery({
    queryKey: ["orders", "count", filters],
    queryFn: ({ signal }) =>
      get<Page<unknown>>("/work-orders", { query: { ...filters, limit: 200 }, signal }),
    select: (page) => page.items.length,
  });
  return data;
}
