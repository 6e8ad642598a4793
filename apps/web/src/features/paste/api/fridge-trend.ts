import type { FridgeTrendAnswer } from "@lineside/domain/solder-paste";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export const fridgeTrendQuery = (code: string, days: number) =>
  queryOptions({
    queryKey: ["fridges", "trend", code, days],
    queryFn: ({ signal }) =>
      get<FridgeTrendAnswer>(path`/fridges/${code}/trend`, { query: { days }, signal }),
    placeholderData: (before) => before,
  });
