import type { Database, RowChange, Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";

export async function hasUsers({ read }: Database): Promise<boolean> {
  const any = await read.selectFrom("auth_user").select("id").limit(1).executeTakeFirst();
  return any !== undefined;
}

export const userByName = (db: Database, username: string) => namedUser(db.read, username);
export const userByNameIn = (tx: Tx, username: string) => namedUser(tx.k, username);

async function namedUser(k: Tx["k"], username: string) {
  return await k
    .selectFrom("auth_user")
    .select(["id", "name", "isActive"])
    .where("username", "=", username)
    .executeTakeFirst();
}

/** The stored hash of a user's password, with the user name it must differ from. */
export async function passwordOf({ read }: Database, userId: string) {
  const account = await read
    .selectFrom("auth_account as a")
    .innerJoin("auth_user as u", "u.id", "a.userId")
    .select(["a.password", "u.username"])
    .where("a.userId", "=", userId)
    .where("a.providerId", "=", "credential")
    .executeTakeFirst();
  return account?.password ? { hash: account.password, username: account.username } : null;
}

export async function badgeOwner({ read }: Database, badgeHash: string) {
  return await read
    .selectFrom("auth_user")
    .select(["id", "badgePinHash"])
    .where("badgeHash", "=", badgeHash)
    .executeTakeFirst();
}

/** Fields no editor's version guards: own preferences, marks the server sets. */
export async function changeUser(
  tx: Tx,
  id: string,
  change: RowChange<"auth_user"> & { updatedAt: Instant },
): Promise<void> {
  await tx.k.updateTable("auth_user").set(change).where("id", "=", id).execute();
}

/** Who acts at the session's screen; null: its owner. */
export async function setOperator(
  tx: Tx,
  sessionId: string,
  operator: { id: string; since: Instant } | null,
): Promise<void> {
  await tx.k
    .updateTable("auth_session")
    .set({ operatorUserId: operator?.id ?? null, operatorSince: operator?.since ?? null })
    .where("id", "=", sessionId)
    .execute();
}
