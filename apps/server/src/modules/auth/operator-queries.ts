import type { Database } from "@lineside/db";
import { effectiveAccess, type Permission, type RoleScope, within } from "@lineside/domain/auth";

export interface AskedOperator {
  /** User names or mail addresses, as a machine knows them. */
  readonly names: readonly string[];
  /** What scanned badges would be stored as. */
  readonly badgeHashes: readonly string[];
}

/**
 * Whether somebody active of that name or badge may act on a line. null: nobody of that name is
 * known or active.
 */
export async function operatorMay(
  { read }: Database,
  { names, badgeHashes }: AskedOperator,
  { permission, lineId }: { permission: Permission; lineId: string },
): Promise<{ id: string; name: string; isAllowed: boolean } | null> {
  const wanted = names.map((name) => name.toLowerCase());
  const user = await read
    .selectFrom("auth_user")
    .select(["id", "name"])
    .where("isActive", "=", true)
    .where((x) =>
      x.or([
        x("username", "in", ["", ...wanted]),
        x("email", "in", ["", ...wanted]),
        x("badgeHash", "in", ["", ...badgeHashes]),
      ]),
    )
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (!user) return null;
  const roles = await read
    .selectFrom("auth_user_role as ur")
    .innerJoin("auth_role as r", "r.id", "ur.roleId")
    .select(["r.scope", "r.permissions"])
    .where("ur.userId", "=", user.id)
    .execute();
  const lines = await read
    .selectFrom("auth_user_line")
    .select("lineId")
    .where("userId", "=", user.id)
    .execute();
  const stations = await read
    .selectFrom("auth_user_station as us")
    .innerJoin("plant_station as s", "s.id", "us.stationId")
    .select(["us.stationId", "s.lineId"])
    .where("us.userId", "=", user.id)
    .execute();
  const lineIds = new Set(lines.map((row) => row.lineId));
  const stationIds = new Set(stations.map((row) => row.stationId));
  const grants = roles.map((role) => ({
    scope: role.scope as RoleScope,
    permissions: role.permissions as string[],
  }));
  const holder = {
    access: effectiveAccess(grants, lineIds, stationIds),
    ...{ lineIds, stationIds, stationLineIds: new Set(stations.map((row) => row.lineId)) },
  };
  return { ...user, isAllowed: within(holder, permission, { lineId }) };
}
