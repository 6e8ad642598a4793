import type { PanelAnswer } from "@lineside/domain/trace";
import { queryOptions } from "@tanstack/react-query";
import { get, path } from "~/lib/http.ts";

export const panelTraceQuery = (panelNo: string) =>
  queryOptions({
    queryKey: ["trace", "panels", panelNo],
    queryFn: ({ signal }) => get<PanelAnswer>(path`/trace/panels/${panelNo}`, { signal }),
  });
