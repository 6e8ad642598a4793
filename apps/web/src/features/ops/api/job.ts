import type { JobDetail } from "@lineside/domain/job";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { jobsKey } from "./overview.ts";

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: [...jobsKey, "one", id],
    queryFn: ({ signal }) => get<JobDetail>(path`/ops/jobs/${id}`, { signal }),
  });

/** A dead job lives again; a waiting one does not wait. */
export const useRetryJob = () =>
  useCommand(
    (id: string, idempotencyKey) => post(path`/ops/jobs/${id}/retry`, { body: {}, idempotencyKey }),
    { touches: [jobsKey] },
  );
