import type { LinePasteAnswer } from "@lineside/domain/solder-paste";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** What a line prints with now. */
export const linePasteQuery = (lineCode: string) =>
  queryOptions({
    queryKey: ["lines", "paste", lineCode],
    queryFn: ({ signal }) => get<LinePasteAnswer>(path`/lines/${lineCode}/paste`, { signal }),
  });
