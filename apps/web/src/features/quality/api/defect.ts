import type { Page } from "@lineside/domain/kernel";
import type { DefectAnswer, DefectCodeRow } from "@lineside/domain/quality";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export const defectQuery = (id: string) =>
  queryOptions({
    queryKey: ["defects", "one", id],
    queryFn: ({ signal }) => get<DefectAnswer>(path`/defects/${id}`, { signal }),
  });

/** For the filter: every code on the list, switched off or not, defects may still carry it. */
export function useCodeChoices(): DefectCodeRow[] {
  const { data = [] } = useQuery({
    queryKey: ["defect-codes", "choices"],
    queryFn: async ({ signal }) =>
      (await get<Page<DefectCodeRow>>("/defect-codes", { query: { limit: 200 }, signal })).items,
  });
  return data;
}
