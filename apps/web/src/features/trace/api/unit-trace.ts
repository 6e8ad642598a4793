import type { TraceAnswer } from "@lineside/domain/trace";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export type TraceMode = TraceAnswer["mode"];

export const unitTraceQuery = (sn: string, mode: TraceMode) =>
  queryOptions({
    queryKey: ["trace", "units", sn, mode],
    queryFn: ({ signal }) =>
      get<TraceAnswer>(path`/trace/units/${sn}`, { query: { mode }, signal }),
  });
