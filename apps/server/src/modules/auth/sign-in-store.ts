import type { Database, Tx } from "@lineside/db";
import { afterFailure, type LockPolicy, type SignInFailures } from "@lineside/domain/auth";
import type { Instant } from "@lineside/domain/kernel";

export async function failuresOf(
  { read }: Database,
  username: string,
): Promise<SignInFailures | null> {
  const row = await read
    .selectFrom("auth_sign_in_failure")
    .select(["failures", "lastFailedAt", "lockedUntil"])
    .where("username", "=", username)
    .executeTakeFirst();
  return row ?? null;
}

/** The name of a user and until when it is locked. */
export async function lockOf({ read }: Database, userId: string) {
  return await read
    .selectFrom("auth_user as u")
    .leftJoin("auth_sign_in_failure as f", "f.username", "u.username")
    .select(["u.username", "f.lockedUntil"])
    .where("u.id", "=", userId)
    .executeTakeFirst();
}

/** One more failure; of two at once on PostgreSQL the second waits for the first and counts on. */
export async function addFailure(
  tx: Tx,
  username: string,
  { now, policy }: { now: Instant; policy: LockPolicy },
): Promise<SignInFailures> {
  const first = afterFailure(null, now, policy);
  const added = await tx.k
    .insertInto("auth_sign_in_failure")
    .values({ username, ...first })
    .onConflict((conflict) => conflict.column("username").doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows) return first;
  let query = tx.k
    .selectFrom("auth_sign_in_failure")
    .select(["failures", "lastFailedAt", "lockedUntil"])
    .where("username", "=", username);
  if (tx.dialect === "postgresql") query = query.forUpdate();
  const next = afterFailure((await query.executeTakeFirst()) ?? null, now, policy);
  await tx.k
    .updateTable("auth_sign_in_failure")
    .set(next)
    .where("username", "=", username)
    .execute();
  return next;
}

export async function forgetFailures(tx: Tx, username: string): Promise<void> {
  await tx.k.deleteFrom("auth_sign_in_failure").where("username", "=", username).execute();
}

/** Where a session began. */
export async function noteStart(
  tx: Tx,
  token: string,
  { now, ip }: { now: Instant; ip: string | null },
): Promise<void> {
  await tx.k
    .updateTable("auth_session")
    .set({ ipAddress: ip, lastSeenAt: now })
    .where("token", "=", token)
    .execute();
}
