import type { Page } from "@lineside/domain/kernel";
import type { NoticeRow } from "@lineside/domain/notification";
import { queryOptions } from "@tanstack/react-query";
import { del, get, path, post } from "~/lib/http.ts";
import { noticesKey } from "./unread.ts";

/** What the bell's popover shows: the newest, read or not. */
export const newestQuery = queryOptions({
  queryKey: [...noticesKey, "newest"],
  queryFn: async ({ signal }) =>
    (await get<Page<NoticeRow>>("/notices", { query: { limit: 8 }, signal })).items,
});

export const readNotice = (id: string, idempotencyKey: string) =>
  post<void>(path`/notices/${id}/read`, { idempotencyKey });

export const readAllNotices = (_: null, idempotencyKey: string) =>
  post<void>("/notices/read-all", { idempotencyKey });

export const hideNotice = (id: string, idempotencyKey: string) =>
  del<void>(path`/notices/${id}`, { idempotencyKey });
