import { addMs } from "@lineside/domain/kernel";
import type { LogPage, LogRow } from "@lineside/domain/log";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { get } from "~/lib/http.ts";
import type { Rows } from "~/lib/pages.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";

export type LogSearch = Record<string, string | undefined>;

/** What the address says as the server is asked it: plant days become instants, the end exclusive. */
function asked({ from, to, line: _, live: __, ...filters }: LogSearch): LogSearch {
  const end = to && plantDayEnd(to);
  return { ...filters, from: from && plantDayStart(from), to: end ? addMs(end, 1) : undefined };
}

interface Logs extends Rows<LogRow> {
  /** What the server says of its logs beside the lines. */
  about: LogPage | undefined;
}

const tailMs = 2_000;
const tailLines = "100";

/** Lines of the log, newest first. A search reads only so far at once: it goes on until it finds some. */
export function useLogs(search: LogSearch): Logs {
  const filters = asked(search);
  const isLive = search.live === "1";
  const list = useInfiniteQuery({
    queryKey: ["logs", filters, "rows"],
    queryFn: ({ pageParam, signal }) =>
      get<LogPage>("/logs", { query: { ...filters, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: !isLive,
  });
  const tail = useQuery({
    queryKey: ["logs", filters, "tail"],
    queryFn: ({ signal }) =>
      get<LogPage>("/logs", { query: { ...filters, limit: tailLines }, signal }),
    refetchInterval: tailMs,
    enabled: isLive,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isSearching = !isLive && rows.length === 0 && list.hasNextPage && !list.isError;
  const { fetchNextPage, isFetchingNextPage } = list;
  useEffect(() => {
    if (isSearching && !isFetchingNextPage) void fetchNextPage();
  }, [isSearching, isFetchingNextPage, fetchNextPage]);
  if (isLive)
    return {
      rows: tail.data?.items ?? [],
      isLoading: tail.isPending,
      error: tail.error,
      hasMore: false,
      isLoadingMore: false,
      more: () => {},
      retry: () => void tail.refetch(),
      about: tail.data,
    };
  return {
    rows,
    isLoading: list.isPending || isSearching,
    error: list.isError ? list.error : null,
    hasMore: list.hasNextPage,
    isLoadingMore: isFetchingNextPage,
    more: () => void fetchNextPage(),
    retry: () => void list.refetch(),
    about: list.data?.pages.at(-1),
  };
}
