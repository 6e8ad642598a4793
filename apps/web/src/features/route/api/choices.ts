import type { Page } from "@lineside/domain/kernel";
import type { OperationRow, ProductRow, StationGroupRow, StationRow } from "@lineside/domain/plant";
import type { CaptureItemRow } from "@lineside/domain/routing";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

const everyOne = <T>(noun: string) =>
  queryOptions({
    queryKey: [noun, "choices", "all"],
    queryFn: ({ signal }) => everyPage<T>(`/${noun}`, {}, signal),
  });

export const operationsQuery = everyOne<OperationRow>("operations");
export const stationsQuery = everyOne<StationRow>("stations");
export const stationGroupsQuery = everyOne<StationGroupRow>("station-groups");

/** The items of one operation, in the order operators fill them in. */
export const captureItemsQuery = (operationId: string) =>
  queryOptions({
    queryKey: ["capture-items", operationId],
    queryFn: ({ signal }) => everyPage<CaptureItemRow>("/capture-items", { operationId }, signal),
  });

/** Products are many, so the server searches them. */
export const productsQuery = (q: string) =>
  queryOptions({
    queryKey: ["products", "choices", "any", q],
    queryFn: async ({ signal }) =>
      (await get<Page<ProductRow>>("/products", { query: { limit: 50, q }, signal })).items,
    placeholderData: (before) => before,
  });

async function everyPage<T>(path: string, query: object, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await get(path, { query: { ...query, limit: 200, cursor }, signal });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}
