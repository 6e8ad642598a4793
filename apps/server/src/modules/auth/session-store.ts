import type { Database, Tx } from "@lineside/db";
import { AppError, type Instant } from "@lineside/domain/kernel";
import type { Actor, Caller } from "../../platform/actor.ts";

interface Who {
  readonly actor: Actor;
  readonly caller: Caller;
}

/**
 * The id of whoever signed in, when it is who acts: a badge on a shared screen opens the floor, not
 * its owner's account. Throws SESSION_OF_ANOTHER.
 */
export const requireOwner = ({ read }: Pick<Database, "read">, who: Who) => ownerOf(read, who);
export const requireOwnerIn = ({ k }: Tx, who: Who) => ownerOf(k, who);

async function ownerOf(k: Tx["k"], { actor, caller }: Who): Promise<string> {
  const session = await k
    .selectFrom("auth_session")
    .select("userId")
    .where("id", "=", caller.sessionId ?? "")
    .executeTakeFirst();
  if (session && session.userId === actor.id) return session.userId;
  throw new AppError("forbidden", "SESSION_OF_ANOTHER");
}

/** Nobody has more than a few; what is older is not shown, and ends all the same. */
const shownMax = 100;

export async function sessionsOf({ read }: Database, userId: string, now: Instant) {
  return await read
    .selectFrom("auth_session as s")
    .leftJoin("auth_user as o", "o.id", "s.operatorUserId")
    .select(["s.id", "s.userAgent", "s.ipAddress", "s.createdAt", "s.lastSeenAt", "s.expiresAt"])
    .select("o.name as operatorName")
    .where("s.userId", "=", userId)
    .where("s.expiresAt", ">", now)
    .orderBy("s.createdAt", "desc")
    .orderBy("s.id")
    .limit(shownMax)
    .execute();
}

/** Ends one session, or all but one; how many those were. */
export async function endOwnSessions(
  tx: Tx,
  userId: string,
  which: { only?: string | undefined; except?: string | null | undefined },
): Promise<number> {
  let query = tx.k.deleteFrom("auth_session").where("userId", "=", userId);
  if (which.only !== undefined) query = query.where("id", "=", which.only);
  if (which.except) query = query.where("id", "!=", which.except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
