import type { RoleRow, RoleScope } from "@lineside/domain/auth";
import { queryOptions } from "@tanstack/react-query";
import { del, get, patch, path, post } from "~/lib/http.ts";

export interface RoleFields {
  name: string;
  nameZh: string;
  description: string | null;
  permissions: string[];
  scope: RoleScope;
}

interface Saved {
  id: string;
  version: number;
}

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async ({ signal }) => (await get<{ items: RoleRow[] }>("/roles", { signal })).items,
});

export const createRole = (body: RoleFields & { code: string }, idempotencyKey: string) =>
  post<Saved>("/roles", { body, idempotencyKey });

export const patchRole = (
  { id, ...body }: RoleFields & { id: string; version: number },
  idempotencyKey: string,
) => patch<Saved>(path`/roles/${id}`, { body, idempotencyKey });

export const deleteRole = ({ id, version }: { id: string; version: number }) =>
  del(path`/roles/${id}`, { query: { version } });
