import type { RuleInput, RuleRow } from "@lineside/domain/time-rule";
import { queryOptions } from "@tanstack/react-query";
import { del, get, patch, path, post } from "~/lib/http.ts";

export const rulesKey = ["time-rules"];

export const rulesQuery = queryOptions({
  queryKey: rulesKey,
  queryFn: async ({ signal }) => (await get<{ items: RuleRow[] }>("/time-rules", { signal })).items,
});

export interface SavedRule {
  code: string;
}

export const createRule = (body: RuleInput, idempotencyKey: string) =>
  post<SavedRule>("/time-rules", { body, idempotencyKey });

export const editRule = (
  { code, ...body }: { code: string; version: number },
  idempotencyKey: string,
) => patch<SavedRule>(path`/time-rules/${code}`, { body, idempotencyKey });

export const deleteRule = (
  { code, version }: { code: string; version: number },
  idempotencyKey: string,
) => del<void>(path`/time-rules/${code}`, { query: { version }, idempotencyKey });
