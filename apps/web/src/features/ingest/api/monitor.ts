import type { MonitorAnswer, MonitorWindow } from "@lineside/domain/ingest";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** Everything about events of machines lives under this key. */
export const ingestKey = ["ingest"];

/** Events tell their effects and not themselves: the counts are asked for now and then. */
const everyMs = 3_000;

export const monitorQuery = (window: MonitorWindow) =>
  queryOptions({
    queryKey: [...ingestKey, "monitor", window],
    queryFn: ({ signal }) => get<MonitorAnswer>("/ingest/monitor", { query: { window }, signal }),
    refetchInterval: everyMs,
    placeholderData: (before) => before,
  });

/** What a person has to decide about. */
export const undecided = ["REJECTED", "DEAD", "CONFLICT"];

export const useUndecidedCount = () =>
  useQuery({ ...monitorQuery("15m"), refetchInterval: 60_000 })
    .data?.open.filter(({ state }) => undecided.includes(state))
    .reduce((total, { count }) => total + count, 0);
