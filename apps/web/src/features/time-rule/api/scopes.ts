import type { RuleScope } from "@lineside/domain/time-rule";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

interface Named {
  code: string;
  name: string;
  nameZh?: string | null;
}

const places: Record<Exclude<RuleScope, "GLOBAL">, string> = {
  LINE: "/lines",
  ROUTE: "/routes",
  PRODUCT: "/products",
};

/** Lines, routes or products whose code or name contains the text. */
export const scopeChoicesQuery = (scope: Exclude<RuleScope, "GLOBAL">, text: string) =>
  queryOptions({
    queryKey: [places[scope].slice(1), "scope", text],
    queryFn: async ({ signal }) =>
      (await get<{ items: Named[] }>(places[scope], { query: { q: text, limit: 30 }, signal }))
        .items,
    placeholderData: (before) => before,
  });
