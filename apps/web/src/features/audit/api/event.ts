import type { AuditAnswer } from "@lineside/domain/audit";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** Events never change: what was read once stays true. */
export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ["audit", id],
    queryFn: ({ signal }) => get<AuditAnswer>(path`/audit-logs/${id}`, { signal }),
    staleTime: Infinity,
  });
