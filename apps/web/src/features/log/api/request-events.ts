import type { RequestEvents } from "@lineside/domain/log";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** What a request did. */
export const requestEventsQuery = (requestId: string) =>
  queryOptions({
    queryKey: ["logs", "request", requestId],
    queryFn: ({ signal }) =>
      get<RequestEvents>(path`/logs/requests/${requestId}/events`, { signal }),
  });
