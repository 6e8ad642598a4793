import type { UnreadAnswer } from "@lineside/domain/notification";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** Everything about notices lives under this key, so that one touch refreshes bell, list and popover. */
export const noticesKey = ["notices"];

export const unreadQuery = queryOptions({
  queryKey: [...noticesKey, "unread"],
  queryFn: ({ signal }) => get<UnreadAnswer>("/notices/unread", { signal }),
  staleTime: 60_000,
});

export const useUnreadCount = () => useQuery(unreadQuery).data?.unread;
