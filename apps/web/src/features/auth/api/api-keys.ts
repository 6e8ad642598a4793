import type { ApiKeyCreate, ApiKeyCreated } from "@lineside/domain/auth";
import { patch, path, post } from "~/lib/http.ts";

export const apiKeysKey = ["api-keys"];

interface Saved {
  id: string;
  version: number;
}

export const createApiKey = (body: ApiKeyCreate, idempotencyKey: string) =>
  post<ApiKeyCreated>("/api-keys", { body, idempotencyKey });

export const patchApiKey = (
  { id, ...body }: ApiKeyCreate & { id: string; version: number },
  idempotencyKey: string,
) => patch<Saved>(path`/api-keys/${id}`, { body, idempotencyKey });

export const revokeApiKey = (
  { id, reason }: { id: string; reason: string },
  idempotencyKey: string,
) => post<Saved>(path`/api-keys/${id}/revoke`, { body: { reason }, idempotencyKey });
