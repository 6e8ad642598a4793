import type { Page } from "@lineside/domain/kernel";
import type { ProductRow } from "@lineside/domain/plant";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** The product a scan or a link names; null: there is none. */
export const productByCodeQuery = (code: string) =>
  queryOptions({
    queryKey: ["products", "code", code],
    queryFn: async ({ signal }) => {
      const found = await get<Page<ProductRow>>("/products", { query: { q: code }, signal });
      return found.items.find((product) => product.code === code) ?? null;
    },
  });
