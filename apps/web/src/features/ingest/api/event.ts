import type { DiscardAnswer, IngestEventAnswer } from "@lineside/domain/ingest";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ingestKey } from "./monitor.ts";

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: [...ingestKey, "event", id],
    queryFn: ({ signal }) => get<IngestEventAnswer>(path`/ingest/events/${id}`, { signal }),
    // What executes it tells of the units it moved, not of the event.
    refetchInterval: ({ state }) =>
      ["RECEIVED", "PARKED"].includes(state.data?.state ?? "") ? 3_000 : false,
  });

export const useDiscard = () =>
  useCommand(
    (input: { eventIds: string[]; reason: string }, idempotencyKey) =>
      post<DiscardAnswer>("/ingest/events/discard", { body: input, idempotencyKey }),
    { touches: [ingestKey] },
  );
