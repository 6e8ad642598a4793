import { post } from "~/lib/http.ts";

export const changePassword = (body: { current: string; next: string }, idempotencyKey: string) =>
  post("/auth/me/password", { body, idempotencyKey });
