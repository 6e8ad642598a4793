import type { AmqpStatus } from "@lineside/domain/ingest";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";
import { ingestKey } from "./monitor.ts";

/** Of the node that answers. */
export const amqpQuery = queryOptions({
  queryKey: [...ingestKey, "amqp"],
  queryFn: ({ signal }) => get<AmqpStatus>("/ingest/amqp", { signal }),
  refetchInterval: 10_000,
});
