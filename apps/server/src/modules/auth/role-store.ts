import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { AppError } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";

export type StoredRole = Row<"auth_role">;

/** Locked on PostgreSQL, like everything a rule decides on. */
export async function lockRole(
  tx: Tx,
  by: { id: string } | { code: string },
): Promise<StoredRole | undefined> {
  const [column, value] = "id" in by ? (["id", by.id] as const) : (["code", by.code] as const);
  const query = tx.k.selectFrom("auth_role").selectAll().where(column, "=", value);
  return await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
}

export async function roleHolders(tx: Tx, roleId: string): Promise<number> {
  const row = await tx.k
    .selectFrom("auth_user_role")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("roleId", "=", roleId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Throws ROLE_CODE_TAKEN when another role has the code. */
export async function insertRole(tx: Tx, role: NewRow<"auth_role">): Promise<void> {
  const done = await tx.k
    .insertInto("auth_role")
    .values(role)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  if (done.numInsertedOrUpdatedRows !== 1n)
    throw new AppError("conflict", "ROLE_CODE_TAKEN", { code: role.code });
}

/** Guarded by the version the editor saw. */
export async function updateRole(
  tx: Tx,
  { id, version }: Pick<StoredRole, "id" | "version">,
  change: RowChange<"auth_role">,
): Promise<void> {
  await saveVersioned(tx, { table: "auth_role", id, version }, change);
}

export async function removeRole(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("auth_role").where("id", "=", id).execute();
}

/** Active users who hold the permission through any role but this one. */
export async function holdersWithout(tx: Tx, roleId: string, permission: string): Promise<number> {
  const rows = await tx.k
    .selectFrom("auth_user_role as ur")
    .innerJoin("auth_role as r", "r.id", "ur.roleId")
    .innerJoin("auth_user as u", "u.id", "ur.userId")
    .select(["u.id", "r.permissions"])
    .where("u.isActive", "=", true)
    .where("r.id", "!=", roleId)
    .execute();
  const holders = rows.filter((row) => (row.permissions as string[]).includes(permission));
  return new Set(holders.map((row) => row.id)).size;
}
