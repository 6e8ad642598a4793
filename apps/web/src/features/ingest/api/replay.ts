import type {
  IngestEventFilter,
  ReplayAnswer,
  ReplayExecuted,
  ReplayPreview,
} from "@lineside/domain/ingest";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ingestKey } from "./monitor.ts";

/** Either events that were ticked or everything the filter finds. */
export type ReplayChoice = { eventIds: string[] } | { filter: IngestEventFilter };

/** Without a key: an answer kept for repetitions would hold the token. */
export const usePreviewReplay = () =>
  useCommand((choice: ReplayChoice) => post<ReplayPreview>("/ingest/replays", { body: choice }));

interface Execution {
  id: string;
  token: string;
  confirmedCount: number;
  reason: string;
}

export const useExecuteReplay = () =>
  useCommand(
    ({ id, ...body }: Execution, idempotencyKey) =>
      post<ReplayExecuted>(path`/ingest/replays/${id}/execute`, { body, idempotencyKey }),
    { touches: [ingestKey] },
  );

export const replayQuery = (id: string) =>
  queryOptions({
    queryKey: [...ingestKey, "replay", id],
    queryFn: ({ signal }) => get<ReplayAnswer>(path`/ingest/replays/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.running === 0 ? false : 1_000),
  });
