import type {
  RecoveryCodesMade,
  SecondFactorStarted,
  SecondFactorState,
} from "@lineside/domain/auth";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";

export const secondFactorQuery = queryOptions({
  queryKey: ["second-factor"],
  queryFn: ({ signal }) => get<SecondFactorState>("/auth/second-factor", { signal }),
});

export const startSecondFactor = (body: { password: string }, idempotencyKey: string) =>
  post<SecondFactorStarted>("/auth/second-factor", { body, idempotencyKey });

export const confirmSecondFactor = (body: { code: string }, idempotencyKey: string) =>
  post<RecoveryCodesMade>("/auth/second-factor/confirm", { body, idempotencyKey });

export const removeSecondFactor = (body: { password: string }, idempotencyKey: string) =>
  post("/auth/second-factor/remove", { body, idempotencyKey });

export const resetSecondFactor = (
  { id, reason }: { id: string; reason: string },
  idempotencyKey: string,
) => post(path`/users/${id}/second-factor/reset`, { body: { reason }, idempotencyKey });
