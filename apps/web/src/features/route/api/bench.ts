import type { MappingBenchAnswer } from "@lineside/domain/ingest";
import type { IngestMapping } from "@lineside/domain/routing";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { post } from "~/lib/http.ts";

/** What a mapping makes of a pasted event. Nothing is stored by asking. */
export const benchQuery = (ask: { stepId: string; mapping: IngestMapping; event: string }) =>
  queryOptions({
    queryKey: ["routes", "bench", ask],
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      post<MappingBenchAnswer>("/ingest/mapping-bench", { body: ask, signal }),
  });
