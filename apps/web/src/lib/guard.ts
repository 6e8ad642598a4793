import { queryClient } from "./query-client.ts";
import { meQuery, type Permission } from "./session.ts";

/** Shown as a card that names who has the permission; nothing of the page is asked for. */
export class NoAccess extends Error {
  constructor(readonly permission: Permission) {
    super(`needs ${permission}`);
  }
}

/** `beforeLoad: requires("run:read")`: a route without its permission never loads its data. */
export function requires(permission: Permission): () => Promise<void> {
  return async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me && me.access[permission] === undefined) throw new NoAccess(permission);
  };
}
