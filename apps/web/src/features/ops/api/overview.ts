import type { JobsOverview } from "@lineside/domain/job";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** Everything about jobs lives under this key. */
export const jobsKey = ["jobs"];

/** Jobs that end well tell their effects and not themselves: the numbers are asked for now and then. */
const everyMs = 5_000;

export const overviewQuery = queryOptions({
  queryKey: [...jobsKey, "overview"],
  queryFn: ({ signal }) => get<JobsOverview>("/ops/jobs/overview", { signal }),
  refetchInterval: everyMs,
});

export const useDeadJobCount = () =>
  useQuery({ ...overviewQuery, refetchInterval: 60_000 }).data?.openCases;
