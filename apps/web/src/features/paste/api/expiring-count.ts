import type { Page } from "@lineside/domain/kernel";
import type { PasteBottleRow } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { nowMs } from "~/lib/clock.ts";
import { get } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";

/** Bottles out of the cold that are in their warning zone or over: somebody has to look. */
export function useExpiringCount(): number | undefined {
  useLive(["pasteBottle."], [["paste-bottles", "expiring"]]);
  const { data } = useQuery({
    queryKey: ["paste-bottles", "expiring"],
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      get<Page<PasteBottleRow>>("/paste-bottles", {
        query: { state: "THAWING,READY,STIRRED,OPEN,RETURNED,EXPIRED", limit: 200 },
        signal,
      }),
    select: ({ items }) =>
      items.filter(({ state, warnAt }) => state === "EXPIRED" || isPast(warnAt)).length,
  });
  return data;
}

const isPast = (at: string | null) => at !== null && Date.parse(at) <= nowMs();
