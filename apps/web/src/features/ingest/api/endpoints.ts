import type { EndpointDetail } from "@lineside/domain/cfx";
import type { PresenceRow } from "@lineside/domain/ingest";
import type { Page } from "@lineside/domain/kernel";
import type { StationRow } from "@lineside/domain/plant";
import { queryOptions } from "@tanstack/react-query";
import { get, patch, path } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ingestKey } from "./monitor.ts";

export const endpointsKey = [...ingestKey, "endpoints"];

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: [...endpointsKey, id],
    queryFn: ({ signal }) => get<EndpointDetail>(path`/ingest/endpoints/${id}`, { signal }),
  });

export const presenceQuery = (id: string) =>
  queryOptions({
    queryKey: [...endpointsKey, id, "presence"],
    queryFn: ({ signal }) =>
      get<{ items: PresenceRow[] }>(path`/ingest/endpoints/${id}/presence`, { signal }),
    refetchInterval: 5_000,
  });

interface Change {
  id: string;
  version: number;
  stationCode?: string | null;
  heartbeatSeconds?: number;
  isIgnored?: boolean;
  isKeyForgotten?: true;
  reason?: string;
}

export interface EndpointSaved {
  state: string;
  version: number;
  /** Parked events that go on now. */
  woken: number;
}

export const useChangeEndpoint = (onDone: (saved: EndpointSaved) => void) =>
  useCommand(
    ({ id, ...body }: Change, idempotencyKey) =>
      patch<EndpointSaved>(path`/ingest/endpoints/${id}`, { body, idempotencyKey }),
    { touches: [ingestKey], onDone },
  );

/** To choose from: more stations than these are found by typing. */
export const stationChoices = (q: string) =>
  queryOptions({
    queryKey: ["stations", "choices", q],
    queryFn: async ({ signal }) => {
      const query = { q: q || undefined, isActive: true, limit: 50 };
      return (await get<Page<StationRow>>("/stations", { query, signal })).items;
    },
    placeholderData: (before) => before,
  });
