import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

/** One bottle with what may be done with it now, and when. */
export const bottleQuery = (bottleNo: string) =>
  queryOptions({
    queryKey: ["paste-bottles", "one", bottleNo],
    queryFn: ({ signal }) => get<PasteBottleAnswer>(path`/paste-bottles/${bottleNo}`, { signal }),
  });
