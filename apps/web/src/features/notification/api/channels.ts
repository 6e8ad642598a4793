import type { ChannelCreate, ChannelRow } from "@lineside/domain/notification";
import type { LineRow } from "@lineside/domain/plant";
import { queryOptions } from "@tanstack/react-query";
import { del, get, patch, path, post } from "~/lib/http.ts";

export const channelsKey = ["notice-channels"];

export const channelsQuery = queryOptions({
  queryKey: channelsKey,
  queryFn: async ({ signal }) =>
    (await get<{ items: ChannelRow[] }>("/notice-channels", { signal })).items,
});

export interface SavedChannel {
  id: string;
  name: string;
}

export const createChannel = (body: ChannelCreate, idempotencyKey: string) =>
  post<SavedChannel>("/notice-channels", { body, idempotencyKey });

export const editChannel = (
  { id, ...body }: { id: string; version: number },
  idempotencyKey: string,
) => patch<SavedChannel>(path`/notice-channels/${id}`, { body, idempotencyKey });

export const deleteChannel = ({ id }: { id: string }, idempotencyKey: string) =>
  del<void>(path`/notice-channels/${id}`, { idempotencyKey });

/** Goes out at once; what the other side answers is the answer, a refusal names what went wrong. */
export const testChannel = (id: string, idempotencyKey: string) =>
  post<void>(path`/notice-channels/${id}/test`, { idempotencyKey });

/** A plant has a handful of lines. */
export const lineChoicesQuery = queryOptions({
  queryKey: ["lines", "choices", "channels"],
  queryFn: async ({ signal }) =>
    (await get<{ items: LineRow[] }>("/lines", { query: { limit: 200 }, signal })).items,
});
