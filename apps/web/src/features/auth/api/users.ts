import type { UserCreate, UserPatch } from "@lineside/domain/auth";
import { patch, path, post } from "~/lib/http.ts";

interface Saved {
  id: string;
  version: number;
}

export const createUser = (body: UserCreate, idempotencyKey: string) =>
  post<Saved>("/users", { body, idempotencyKey });

export const patchUser = (
  { id, ...body }: UserPatch & { id: string },
  idempotencyKey: string,
): Promise<Saved> => patch<Saved>(path`/users/${id}`, { body, idempotencyKey });
