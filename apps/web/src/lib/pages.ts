import type { Page } from "@lineside/domain/kernel";
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { get } from "./http.ts";

export interface Rows<T> {
  rows: T[];
  isLoading: boolean;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
  retry: () => void;
}

/** A keyset-paged list; spread into <DataTable>: `<DataTable {...useRows(["runs", filters], "/runs", filters)} …>`. */
export function useRows<T>(key: QueryKey, path: string, filters: object = {}): Rows<T> {
  const list = useInfiniteQuery({
    queryKey: [...key, "rows"],
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(path, { query: { ...filters, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  return {
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: list.isPending,
    error: list.isError ? list.error : null,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    more: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}
