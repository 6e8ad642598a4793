import type { StationQueue } from "@lineside/domain/execution";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** What is in the station, and page by page what waits for it. */
export const queueQuery = (code: string) =>
  infiniteQueryOptions({
    queryKey: ["stations", code, "queue"],
    queryFn: ({ pageParam, signal }) =>
      get<StationQueue>(path`/stations/${code}/queue`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
