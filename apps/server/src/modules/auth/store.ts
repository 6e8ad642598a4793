import type { RowChange, Tx } from "@lineside/db";
import { AppError, type Instant } from "@lineside/domain/kernel";
import { newId } from "../../platform/ids.ts";
import { saveVersioned } from "../../platform/versioned.ts";

/** better-auth wants an address of everybody; nothing is ever sent to this one. */
const nowhere = "@lineside.invalid";
export const addressOf = (email: string) => (email.endsWith(nowhere) ? null : email);
export const addressOrNone = (email: string | null | undefined, username: string) =>
  email ?? username + nowhere;

/** What the plant asks of a new password. */
export const policyOf = (settings: { passwordLengthMin: number }) => ({
  lengthMin: settings.passwordLengthMin,
});

export interface NewUser {
  id: string;
  username: string;
  name: string;
  department: string | null;
  phone: string | null;
  email: string | null;
  passwordHash: string;
  badgeHash: string | null;
  badgePinHash: string | null;
  mustChangePassword: boolean;
}

export async function insertUser(tx: Tx, user: NewUser, now: Instant): Promise<void> {
  const { passwordHash, ...fields } = user;
  await refuseTaken(tx, user);
  await tx.k
    .insertInto("auth_user")
    .values({
      ...fields,
      displayUsername: user.username,
      email: addressOrNone(user.email, user.username),
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  await tx.k
    .insertInto("auth_account")
    .values({
      id: newId(),
      accountId: user.id,
      providerId: "credential",
      userId: user.id,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
}

/** Refuses a user name, an address or a badge somebody else has. */
export async function refuseTaken(
  tx: Tx,
  user: { id: string; username?: string; email?: string | null; badgeHash?: string | null },
): Promise<void> {
  const taken = (column: "username" | "email" | "badgeHash", value: string) =>
    tx.k
      .selectFrom("auth_user")
      .select(["id", "username"])
      .where(column, "=", value)
      .where("id", "!=", user.id)
      .executeTakeFirst();
  if (user.username && (await taken("username", user.username)))
    throw new AppError("conflict", "USERNAME_TAKEN", { username: user.username });
  const other = user.email ? await taken("email", user.email) : undefined;
  if (other) throw new AppError("conflict", "EMAIL_TAKEN", { username: other.username });
  const owner = user.badgeHash ? await taken("badgeHash", user.badgeHash) : undefined;
  if (owner) throw new AppError("conflict", "BADGE_TAKEN", { username: owner.username });
}

export async function findUser(tx: Tx, id: string) {
  return await tx.k.selectFrom("auth_user").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Refuses bindings to a line or station that does not exist. */
export async function refuseUnknownPlaces(
  tx: Tx,
  { lineIds, stationIds }: { lineIds: string[]; stationIds: string[] },
): Promise<void> {
  const missing = async (table: "plant_line" | "plant_station", ids: string[]) => {
    if (ids.length === 0) return [];
    const known = await tx.k.selectFrom(table).select("id").where("id", "in", ids).execute();
    return ids.filter((id) => !known.some((row) => row.id === id));
  };
  const lines = await missing("plant_line", lineIds);
  if (lines.length > 0) throw new AppError("not_found", "LINE_NOT_FOUND", { lineIds: lines });
  const stations = await missing("plant_station", stationIds);
  if (stations.length > 0)
    throw new AppError("not_found", "STATION_NOT_FOUND", { code: stations.join(", ") });
}

/**
 * Two managers who switch each other off at the same time would each count on the other. On SQLite
 * units of work run one at a time; on PostgreSQL the second waits here for the first.
 */
export async function lockManagers(tx: Tx): Promise<void> {
  if (tx.dialect === "postgresql")
    await tx.k
      .selectFrom("auth_role")
      .select("id")
      .where("code", "=", "admin")
      .forUpdate()
      .execute();
}

/** Guarded by the version the editor saw. */
export async function updateUser(
  tx: Tx,
  { id, version }: { id: string; version: number },
  change: RowChange<"auth_user">,
): Promise<void> {
  await saveVersioned(tx, { table: "auth_user", id, version }, change);
}

export async function setPassword(
  tx: Tx,
  userId: string,
  { passwordHash, now }: { passwordHash: string; now: Instant },
): Promise<void> {
  await tx.k
    .updateTable("auth_account")
    .set({ password: passwordHash, updatedAt: now })
    .where("userId", "=", userId)
    .where("providerId", "=", "credential")
    .execute();
}

/** Ends every session of a user, but the one that asked. */
export async function endSessions(tx: Tx, userId: string, except: string | null): Promise<void> {
  await tx.k
    .deleteFrom("auth_session")
    .where("userId", "=", userId)
    .where("id", "!=", except ?? "")
    .execute();
  await tx.k
    .updateTable("auth_session")
    .set({ operatorUserId: null, operatorSince: null })
    .where("operatorUserId", "=", userId)
    .execute();
}

export async function assign(
  tx: Tx,
  userId: string,
  given: { roleIds: string[]; lineIds: string[]; stationIds: string[] },
): Promise<void> {
  await tx.k.deleteFrom("auth_user_role").where("userId", "=", userId).execute();
  await tx.k.deleteFrom("auth_user_line").where("userId", "=", userId).execute();
  await tx.k.deleteFrom("auth_user_station").where("userId", "=", userId).execute();
  if (given.roleIds.length > 0)
    await tx.k
      .insertInto("auth_user_role")
      .values(unique(given.roleIds).map((roleId) => ({ userId, roleId })))
      .execute();
  if (given.lineIds.length > 0)
    await tx.k
      .insertInto("auth_user_line")
      .values(unique(given.lineIds).map((lineId) => ({ userId, lineId })))
      .execute();
  if (given.stationIds.length > 0)
    await tx.k
      .insertInto("auth_user_station")
      .values(unique(given.stationIds).map((stationId) => ({ userId, stationId })))
      .execute();
}

const unique = (ids: string[]) => [...new Set(ids)];

export async function assignment(tx: Tx, userId: string) {
  const roles = await tx.k
    .selectFrom("auth_user_role as ur")
    .innerJoin("auth_role as r", "r.id", "ur.roleId")
    .select(["r.id", "r.code", "r.scope", "r.permissions"])
    .where("ur.userId", "=", userId)
    .orderBy("r.code")
    .execute();
  const lines = await tx.k
    .selectFrom("auth_user_line")
    .select("lineId")
    .where("userId", "=", userId)
    .execute();
  const stations = await tx.k
    .selectFrom("auth_user_station")
    .select("stationId")
    .where("userId", "=", userId)
    .execute();
  return {
    roles,
    lineIds: lines.map((row) => row.lineId),
    stationIds: stations.map((row) => row.stationId),
  };
}

export async function rolesByCode(tx: Tx, codes: string[]) {
  if (codes.length === 0) return [];
  return await tx.k
    .selectFrom("auth_role")
    .select(["id", "code", "scope", "permissions"])
    .where("code", "in", codes)
    .execute();
}

/** Active users other than this one who hold the permission. */
export async function otherHolders(tx: Tx, userId: string, permission: string): Promise<number> {
  const rows = await tx.k
    .selectFrom("auth_user_role as ur")
    .innerJoin("auth_role as r", "r.id", "ur.roleId")
    .innerJoin("auth_user as u", "u.id", "ur.userId")
    .select(["u.id", "r.permissions"])
    .where("u.isActive", "=", true)
    .where("u.id", "!=", userId)
    .execute();
  const holders = rows.filter((row) => (row.permissions as string[]).includes(permission));
  return new Set(holders.map((row) => row.id)).size;
}
