import type { Page } from "@lineside/domain/kernel";
import type { ProductRow, ShiftRow, StationGroupRow } from "@lineside/domain/plant";
import type { RouteRow } from "@lineside/domain/routing";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

const active = { isActive: true, limit: 200 };

export const shiftsQuery = queryOptions({
  queryKey: ["shifts", "choices"],
  queryFn: async ({ signal }) =>
    (await get<Page<ShiftRow>>("/shifts", { query: active, signal })).items,
});

export const stationGroupsQuery = queryOptions({
  queryKey: ["station-groups", "choices"],
  queryFn: async ({ signal }) =>
    (await get<Page<StationGroupRow>>("/station-groups", { query: { limit: 200 }, signal })).items,
});

/** Products are many, so the server searches them. */
export const productsQuery = (q: string) =>
  queryOptions({
    queryKey: ["products", "choices", q],
    queryFn: async ({ signal }) =>
      (await get<Page<ProductRow>>("/products", { query: { ...active, limit: 50, q }, signal }))
        .items,
    placeholderData: (before) => before,
  });

export const routesQuery = queryOptions({
  queryKey: ["routes", "choices"],
  queryFn: async ({ signal }) =>
    (await get<Page<RouteRow>>("/routes", { query: active, signal })).items,
});

export const routeQuery = (code: string) =>
  queryOptions({
    queryKey: ["routes", code],
    queryFn: ({ signal }) => get<RouteRow>(path`/routes/${code}`, { signal }),
  });
