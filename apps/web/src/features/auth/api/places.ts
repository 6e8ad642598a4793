import type { Page } from "@lineside/domain/kernel";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

export interface PlaceChoice {
  id: string;
  code: string;
  name: string;
}

/** Lines and stations a person can be bound to. */
export const placesQuery = (kind: "lines" | "stations") =>
  queryOptions({
    queryKey: [kind, "choices"],
    queryFn: ({ signal }) => everyPage(`/${kind}`, signal),
  });

async function everyPage(path: string, signal: AbortSignal): Promise<PlaceChoice[]> {
  const found: PlaceChoice[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<PlaceChoice> = await get(path, { query: { limit: 200, cursor }, signal });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}
