import type { DB } from "@lineside/db";
import type { RoleScope } from "@lineside/domain/auth";
import { type Audience, belongsTo } from "@lineside/domain/notification";
import { type Kysely, sql } from "kysely";
import { addressOf } from "./store.ts";

/** Somebody a notice can be addressed to. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  /** null: no mail reaches this person. */
  readonly email: string | null;
}

/**
 * Everybody active who belongs to one of the audiences, by the rule that also lets them act there.
 * Two statements however many people there are: the roles that grant it, and their holders' bindings.
 */
export async function usersHolding(
  reader: Kysely<DB>,
  audiences: readonly Audience[],
): Promise<Recipient[]> {
  const wanted = new Set<string>(audiences.map((audience) => audience.permission));
  const granting = (
    await reader.selectFrom("auth_role").select(["id", "scope", "permissions"]).execute()
  ).filter((role) => (role.permissions as string[]).some((point) => wanted.has(point)));
  if (granting.length === 0) return [];
  const rows = await holders(
    reader,
    granting.map((role) => role.id),
  );
  const people = new Map<string, ReturnType<typeof person>>();
  for (const row of rows) {
    const found = people.get(row.userId) ?? person(row);
    people.set(row.userId, found);
    if (row.kind === "LINE") found.lineIds.add(row.ref);
    else if (row.kind === "STATION") {
      found.stationIds.add(row.ref);
      if (row.lineId) found.stationLineIds.add(row.lineId);
    } else {
      const role = granting.find(({ id }) => id === row.ref);
      if (role)
        found.roles.push({
          scope: role.scope as RoleScope,
          permissions: role.permissions as string[],
        });
    }
  }
  return [...people.values()]
    .filter((each) => belongsTo(each, audiences))
    .map(({ id, name, email }) => ({ id, name, email: addressOf(email) }));
}

interface HolderRow {
  userId: string;
  name: string;
  email: string;
  kind: "ROLE" | "LINE" | "STATION";
  ref: string;
  lineId: string | null;
}

const person = ({ userId, name, email }: HolderRow) => ({
  id: userId,
  name,
  email,
  roles: [] as { scope: RoleScope; permissions: string[] }[],
  lineIds: new Set<string>(),
  stationIds: new Set<string>(),
  stationLineIds: new Set<string>(),
});

/** One row for each role, line and station of each active holder of one of the roles. */
async function holders(reader: Kysely<DB>, roleIds: string[]): Promise<HolderRow[]> {
  const active = reader
    .selectFrom("auth_user as u")
    .select(["u.id as userId", "u.name", "u.email"])
    .where("u.isActive", "=", true);
  const isHolder = reader
    .selectFrom("auth_user_role as held")
    .select("held.userId")
    .where("held.roleId", "in", roleIds);
  const none = sql<string | null>`null`.as("lineId");
  return (await active
    .innerJoin("auth_user_role as ur", "ur.userId", "u.id")
    .where("ur.roleId", "in", roleIds)
    .select(["ur.roleId as ref", sql<string>`'ROLE'`.as("kind"), none])
    .unionAll(
      active
        .innerJoin("auth_user_line as ul", "ul.userId", "u.id")
        .where("u.id", "in", isHolder)
        .select(["ul.lineId as ref", sql<string>`'LINE'`.as("kind"), none]),
    )
    .unionAll(
      active
        .innerJoin("auth_user_station as us", "us.userId", "u.id")
        .innerJoin("plant_station as s", "s.id", "us.stationId")
        .where("u.id", "in", isHolder)
        .select(["us.stationId as ref", sql<string>`'STATION'`.as("kind"), "s.lineId as lineId"]),
    )
    .orderBy("name")
    .execute()) as HolderRow[];
}
