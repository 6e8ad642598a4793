import type { Page } from "@lineside/domain/kernel";
import { useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

/** Records that wait for somebody to confirm them; it stops counting at 200. */
export function useUnconfirmedCount(): number | undefined {
  useLive(["form."], [["form-records", "count"]]);
  const { data } = useQuery({
    queryKey: ["form-records", "count"],
    queryFn: ({ signal }) =>
      get<Page<unknown>>("/form-records", { query: { state: "SUBMITTED", limit: 200 }, signal }),
    select: (page) => page.items.length,
  });
  return data;
}
