import type { Page } from "@lineside/domain/kernel";
import type { DefectCodeRow } from "@lineside/domain/quality";
import { queryOptions } from "@tanstack/react-query";
import { get } from "~/lib/http.ts";

/** The defect list, the most used first; kept for the shift, so that it is there without a connection. */
export const defectCodesQuery = (processType: string) =>
  queryOptions({
    queryKey: ["defectCodes", "station", processType],
    staleTime: 300_000,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<DefectCodeRow[]> => {
      const query = { isActive: true, limit: 200 };
      const { items } = await get<Page<DefectCodeRow>>("/defect-codes", { query, signal });
      return items
        .filter((row) => row.processType === null || row.processType === processType)
        .toSorted((a, b) => a.rank - b.rank || a.code.localeCompare(b.code));
    },
  });
