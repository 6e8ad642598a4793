import type { Page } from "@lineside/domain/kernel";
import type { ClockCard, ClockSummary } from "@lineside/domain/time-rule";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

export const clocksKey = ["clocks"];

export interface ClockFilters {
  lineCode?: string;
  runNo?: string;
  ruleCode?: string;
  subject?: string;
}

/** More clocks than a board can show help nobody; the first to expire come first. */
export const mostOnBoard = 1000;

export interface OpenClocks {
  clocks: ClockCard[];
  /** There are more, all of which expire later. */
  isCut: boolean;
}

/** Every clock that counts, soonest deadline first. */
export const openClocksQuery = (filters: ClockFilters) =>
  queryOptions({
    queryKey: [...clocksKey, "open", filters],
    queryFn: async ({ signal }): Promise<OpenClocks> => {
      const clocks: ClockCard[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filters, state: "OPEN", limit: 200, cursor };
        const page = await get<Page<ClockCard>>("/clocks", { query, signal });
        clocks.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor && clocks.length < mostOnBoard);
      return { clocks, isCut: cursor !== undefined };
    },
    placeholderData: (before) => before,
  });

export const summaryQuery = queryOptions({
  queryKey: [...clocksKey, "summary"],
  queryFn: ({ signal }) => get<ClockSummary>("/clocks/summary", { signal }),
});

export function useExpiredCount(): number | undefined {
  useLive(["clock."], [summaryQuery.queryKey]);
  return useQuery(summaryQuery).data?.expired;
}

export const runClocksQuery = (runNo: string) =>
  queryOptions({
    queryKey: [...clocksKey, "run", runNo],
    queryFn: async ({ signal }) =>
      (await get<{ items: ClockCard[] }>(path`/runs/${runNo}/clocks`, { signal })).items,
  });

export const waiveClock = (
  { id, reason }: { id: string; reason: string },
  idempotencyKey: string,
) => post<ClockCard>(path`/clocks/${id}/waive`, { body: { reason }, idempotencyKey });
