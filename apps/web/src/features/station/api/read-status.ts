import type { StationStatus } from "@lineside/domain/execution";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** The frame of the station page: runs, counts, the last track-out. */
export const statusQuery = (code: string) =>
  queryOptions({
    queryKey: ["stations", code, "status"],
    queryFn: ({ signal }) => get<StationStatus>(path`/stations/${code}/status`, { signal }),
  });
