import type { Page } from "@lineside/domain/kernel";
import { useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

/** Defects that wait for a decision; it stops counting at 200. */
export function useUndecidedCount(): number | undefined {
  useLive(["defect."], [["defects", "count"]]);
  const { data } = useQuery({
    queryKey: ["defects", "count"],
    queryFn: ({ signal }) =>
      get<Page<unknown>>("/defects", { query: { state: "RECORDED", limit: 200 }, signal }),
    select: (page) => page.items.length,
  });
  return data;
}

/** Boards set aside; it stops counting at 200. */
export function useHeldCount(): number | undefined {
  useLive(["unit.held", "unit.released", "unit.scrapped"], [["held-units", "count"]]);
  const { data } = useQuery({
    queryKey: ["held-units", "count"],
    queryFn: ({ signal }) => get<Page<unknown>>("/held-units", { query: { limit: 200 }, signal }),
    select: (page) => page.items.length,
  });
  return data;
}
