import type { Page } from "@lineside/domain/kernel";
import type {
  CompileError,
  ConfigRow,
  DraftSnapshot,
  RouteDetail,
  RouteRow,
  VersionChange,
  VersionDetail,
  VersionRow,
  VersionStatus,
} from "@lineside/domain/routing";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export interface Preview {
  status: VersionStatus;
  snapshot: DraftSnapshot;
  errors: CompileError[];
}

export interface VersionDiff {
  from: VersionRow;
  to: VersionRow;
  changes: VersionChange[];
}

export const routeQuery = (code: string) =>
  queryOptions({
    queryKey: ["routes", code],
    queryFn: ({ signal }) => get<RouteDetail>(path`/routes/${code}`, { signal }),
  });

/** What a compile would say now. */
export const previewQuery = (code: string) =>
  queryOptions({
    queryKey: ["routes", code, "preview"],
    queryFn: ({ signal }) => get<Preview>(path`/routes/${code}/preview`, { signal }),
  });

/** What every scope says that a step of this route listens to. */
export const configsQuery = (code: string) =>
  queryOptions({
    queryKey: ["routes", code, "configs"],
    queryFn: async ({ signal }) => {
      const found: ConfigRow[] = [];
      let cursor: string | undefined;
      do {
        const query = { routeCode: code, limit: 200, cursor };
        const page: Page<ConfigRow> = await get("/execution-configs", { query, signal });
        found.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return found;
    },
  });

/** A version never changes, so it is asked for once. */
export const versionQuery = (code: string, no: number) =>
  queryOptions({
    queryKey: ["routes", code, "version", no],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<VersionDetail>(path`/routes/${code}/versions/${no}`, { signal }),
  });

export const versionsQuery = (code: string) =>
  queryOptions({
    queryKey: ["routes", code, "versions", "choices"],
    queryFn: async ({ signal }) =>
      (
        await get<Page<VersionRow>>(path`/routes/${code}/versions`, {
          query: { limit: 200 },
          signal,
        })
      ).items,
  });

export const diffQuery = (code: string, from: number, to: number) =>
  queryOptions({
    queryKey: ["routes", code, "diff", from, to],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      get<VersionDiff>(path`/routes/${code}/versions/${from}/diff/${to}`, { signal }),
  });

/** Routes in use that no run can be made from. */
export const unreadyRoutesQuery = queryOptions({
  queryKey: ["routes", "unready"],
  queryFn: async ({ signal }) => {
    const query = { isActive: true, limit: 200 };
    const { items } = await get<Page<RouteRow>>("/routes", { query, signal });
    return items.filter((route) => route.readyVersionNo === null);
  },
});
