import type { Page } from "@lineside/domain/kernel";
import { useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

/** How many runs are in a state, for the home page; it stops counting at 200. */
export function useRunCount(state: string): number | undefined {
  useLive(["run."], [["runs", "count"]]);
  const { data } = useQuery({
    queryKey: ["runs", "count", state],
    queryFn: ({ signal }) => get<Page<unknown>>("/runs", { query: { state, limit: 200 }, signal }),
    select: (page) => page.items.length,
  });
  return data;
}
