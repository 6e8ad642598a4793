import type { Page } from "@lineside/domain/kernel";
import type {
  LabelsBindInput,
  RunAnswer,
  RunAuthorizationRow,
  RunProgress,
} from "@lineside/domain/work-order";
import { queryOptions } from "@tanstack/react-query";
import { del, get, path, post } from "~/lib/http.ts";

export const runQuery = (runNo: string) =>
  queryOptions({
    queryKey: ["runs", runNo],
    queryFn: ({ signal }) => get<RunAnswer>(path`/runs/${runNo}`, { signal }),
  });

export const progressQuery = (runNo: string) =>
  queryOptions({
    queryKey: ["runs", runNo, "progress"],
    queryFn: ({ signal }) => get<RunProgress>(path`/runs/${runNo}/progress`, { signal }),
  });

export const authorizationsQuery = (runNo: string) =>
  queryOptions({
    queryKey: ["runs", runNo, "authorizations"],
    queryFn: async ({ signal }) =>
      (await get<Page<RunAuthorizationRow>>(path`/runs/${runNo}/authorizations`, { signal })).items,
  });

export type RunMove = "authorize" | "revoke" | "hold" | "resume" | "cancel" | "close";

export const moveRun = (
  { runNo, move, ...body }: { runNo: string; move: RunMove; reason?: string; code?: string },
  idempotencyKey: string,
) => post<RunAnswer>(path`/runs/${runNo}/${move}`, { body, idempotencyKey });

interface UnitsCreated {
  created: number;
  firstSn: string;
  lastSn: string;
}

export const generateUnits = (
  { runNo, quantity }: { runNo: string; quantity: number },
  idempotencyKey: string,
) =>
  post<UnitsCreated>(path`/runs/${runNo}/units/generate`, { body: { quantity }, idempotencyKey });

export const bindLabels = (
  { runNo, ...body }: LabelsBindInput & { runNo: string },
  idempotencyKey: string,
) => post<UnitsCreated>(path`/runs/${runNo}/units/labels`, { body, idempotencyKey });

export const bindPanel = (
  { runNo, ...body }: { runNo: string; panelNo: string; sns: string[] },
  idempotencyKey: string,
) =>
  post<{ panelNo: string; units: { sn: string }[] }>(path`/runs/${runNo}/panels`, {
    body,
    idempotencyKey,
  });

export const deleteUnits = ({ runNo }: { runNo: string }, idempotencyKey: string) =>
  del<{ deleted: number }>(path`/runs/${runNo}/units`, { idempotencyKey });
