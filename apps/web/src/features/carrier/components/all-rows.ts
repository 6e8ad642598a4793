import type { Rows } from "~/lib/pages.ts";

/** Rows that came whole, for a table that otherwise loads page by page. */
export const allRows = <T>(rows: T[]): Rows<T> => ({
  rows,
  isLoading: false,
  error: null,
  hasMore: false,
  isLoadingMore: false,
  more: () => undefined,
  retry: () => undefined,
});
