import type { CronRow } from "@lineside/domain/job";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { jobsKey } from "./overview.ts";

export const cronsQuery = queryOptions({
  queryKey: [...jobsKey, "crons"],
  queryFn: ({ signal }) => get<CronRow[]>("/ops/crons", { signal }),
  refetchInterval: 5_000,
});

export const useRunCron = () =>
  useCommand(
    (name: string, idempotencyKey) =>
      post(path`/ops/crons/${name}/run`, { body: {}, idempotencyKey }),
    { touches: [jobsKey] },
  );
