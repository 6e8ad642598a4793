import type { Page } from "@lineside/domain/kernel";
import type {
  BoardAnswer,
  CheckRow,
  EvaluationAnswer,
  LineReadiness,
  PolicyInput,
  PolicyRow,
  WaiverAnswer,
} from "@lineside/domain/readiness";
import { type QueryKey, queryOptions } from "@tanstack/react-query";
import { del, get, path, post, put } from "~/lib/http.ts";

/** What anything done on the board changes. */
export const boardTouches: QueryKey[] = [["readiness"], ["runs"]];

/** Whatever can make an item pass or fail. */
export const boardTopics = [
  "readiness.",
  "readinessPolicy.",
  "changeover.",
  "run.",
  "form.",
  "equipment.",
  "pasteBottle.",
  "clock.",
  "unit.created",
];

export const boardQuery = (runNo: string) =>
  queryOptions({
    queryKey: ["readiness", "run", runNo],
    queryFn: ({ signal }) => get<BoardAnswer>(path`/runs/${runNo}/readiness`, { signal }),
  });

export const historyQuery = (runNo: string) =>
  queryOptions({
    queryKey: ["readiness", "history", runNo],
    queryFn: async ({ signal }) =>
      (
        await get<Page<EvaluationAnswer>>(path`/runs/${runNo}/readiness/history`, {
          query: { limit: 20 },
          signal,
        })
      ).items,
  });

export const linesQuery = queryOptions({
  queryKey: ["readiness", "lines"],
  queryFn: async ({ signal }) =>
    (await get<Page<LineReadiness>>("/readiness/lines", { query: { limit: 50 }, signal })).items,
});

export const checksQuery = queryOptions({
  queryKey: ["readiness", "checks"],
  queryFn: async ({ signal }) =>
    (await get<{ items: CheckRow[] }>("/readiness/checks", { signal })).items,
});

export const policiesQuery = queryOptions({
  queryKey: ["readiness", "policies"],
  queryFn: async ({ signal }) =>
    (await get<Page<PolicyRow>>("/readiness/policies", { query: { limit: 200 }, signal })).items,
});

export const checkRun = ({ runNo }: { runNo: string }, idempotencyKey: string) =>
  post<EvaluationAnswer>(path`/runs/${runNo}/readiness/check`, {
    body: { type: "PRECHECK" },
    idempotencyKey,
  });

export const authorizeRun = ({ runNo }: { runNo: string }, idempotencyKey: string) =>
  post<unknown>(path`/runs/${runNo}/authorize`, { body: {}, idempotencyKey });

interface Waive {
  runNo: string;
  checkCode: string;
  itemKey: string;
  fingerprint: string;
  reason: string;
  expiresAt?: string;
}

export const waiveItem = ({ runNo, ...body }: Waive, idempotencyKey: string) =>
  post<WaiverAnswer>(path`/runs/${runNo}/readiness/waivers`, { body, idempotencyKey });

export const approveWaiver = ({ id }: { id: string }, idempotencyKey: string) =>
  post<WaiverAnswer>(path`/readiness/waivers/${id}/approve`, { body: {}, idempotencyKey });

export const revokeWaiver = (
  { id, reason }: { id: string; reason: string },
  idempotencyKey: string,
) =>
  post<WaiverAnswer>(path`/readiness/waivers/${id}/revoke`, { body: { reason }, idempotencyKey });

interface Need {
  runNo: string;
  checkCode: string;
  isNeeded: boolean | null;
  remark?: string;
}

export const setNeed = ({ runNo, ...body }: Need, idempotencyKey: string) =>
  put<unknown>(path`/runs/${runNo}/readiness/needs`, { body, idempotencyKey });

interface Plan {
  runNo: string;
  changeoverAt: string;
  remark: string | null;
}

export const planChangeover = ({ runNo, ...body }: Plan, idempotencyKey: string) =>
  put<unknown>(path`/runs/${runNo}/changeover`, { body, idempotencyKey });

export const signChangeover = (
  { runNo, as }: { runNo: string; as: "prepared" | "reviewed" },
  idempotencyKey: string,
) => post<unknown>(path`/runs/${runNo}/changeover/${as}`, { body: {}, idempotencyKey });

export const setPolicy = (body: PolicyInput, idempotencyKey: string) =>
  put<PolicyRow>("/readiness/policies", { body, idempotencyKey });

export const deletePolicy = ({ id }: { id: string }, idempotencyKey: string) =>
  del<unknown>(path`/readiness/policies/${id}`, { idempotencyKey });

export const takeRecommended = (body: { lineCode?: string }, idempotencyKey: string) =>
  post<unknown>("/readiness/policies/recommended", { body, idempotencyKey });
