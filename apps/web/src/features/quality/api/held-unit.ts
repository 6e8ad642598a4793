import type { Page } from "@lineside/domain/kernel";
import type { HeldUnitRow } from "@lineside/domain/quality";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** null: it is not held any more. */
export const heldUnitQuery = (sn: string) =>
  queryOptions({
    queryKey: ["held-units", "one", sn],
    queryFn: async ({ signal }) => {
      const found = await get<Page<HeldUnitRow>>("/held-units", { query: { q: sn }, signal });
      return found.items.find((unit) => unit.sn === sn) ?? null;
    },
  });
