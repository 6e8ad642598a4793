import type { SessionRow } from "@lineside/domain/auth";
import { queryOptions } from "@tanstack/react-query";
import { get, path, post } from "~/lib/http.ts";

interface Sessions {
  items: SessionRow[];
}
interface Ended {
  ended: number;
}

/** null: the reader's own. */
export const sessionsQuery = (userId: string | null) =>
  queryOptions({
    queryKey: ["sessions", userId ?? "own"],
    queryFn: ({ signal }) => get<Sessions>(sessionsPath(userId), { signal }),
  });

const sessionsPath = (userId: string | null) =>
  userId === null ? "/auth/sessions" : path`/users/${userId}/sessions`;

/** One of them, or without an id all: the own stays when it is the reader's. */
export const revokeSessions = (
  { userId, sessionId }: { userId: string | null; sessionId?: string | undefined },
  idempotencyKey: string,
) => post<Ended>(`${sessionsPath(userId)}/revoke`, { body: { sessionId }, idempotencyKey });

export const unlockUser = (id: string, idempotencyKey: string) =>
  post(path`/users/${id}/unlock`, { idempotencyKey });
