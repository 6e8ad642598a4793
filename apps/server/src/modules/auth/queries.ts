import type { Database } from "@lineside/db";
import {
  homePageFor,
  type Me,
  meSchema,
  type RoleScope,
  roleRow,
  type UserRow,
  userQuery,
  userRow,
} from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { version } from "../../platform/version.ts";
import { addressOf } from "./store.ts";

/** Who I am, what I may do and where: everything the shell of the web app needs. */
export const me = defineQuery({
  name: "account.me",
  permission: "signedIn",
  input: z.object({}),
  output: meSchema,
  async run({ db, actor, caller, settings, timezone }): Promise<Me> {
    const session = await db.read
      .selectFrom("auth_session")
      .select(["userId", "operatorUserId", "operatorSince"])
      .where("id", "=", caller.sessionId ?? "")
      .executeTakeFirst();
    const owner = session && (await oneUser(db, session.userId));
    if (!session || !owner) throw new AppError("unauthorized", "UNAUTHORIZED");
    const operator =
      session.operatorUserId === actor.id && actor.id !== session.userId
        ? await oneUser(db, actor.id ?? "")
        : undefined;
    const roles = await rolesOf(db, actor.id ?? "");
    return {
      user: { ...owner, mustAddSecondFactor: actor.mustAddSecondFactor ?? false },
      roles,
      access: actor.access,
      lines: await db.read
        .selectFrom("plant_line")
        .select(["id", "code", "name"])
        .where("id", "in", ["", ...actor.lineIds])
        .orderBy("code")
        .execute(),
      stations: await db.read
        .selectFrom("plant_station")
        .select(["id", "code", "name", "lineId"])
        .where("id", "in", ["", ...actor.stationIds])
        .orderBy("code")
        .execute(),
      operator: operator
        ? {
            id: operator.id,
            username: operator.username,
            name: operator.name,
            since: session.operatorSince ?? "",
          }
        : null,
      homePage: homePageFor(
        actor.access,
        roles.map((role) => role.code),
        owner.homePage,
      ),
      settings: { ...settings, timezone },
      version,
    };
  },
});

type Owner = Omit<Me["user"], "mustAddSecondFactor">;

async function oneUser(db: Database, id: string): Promise<Owner | undefined> {
  const user = await db.read
    .selectFrom("auth_user")
    .select([
      "id",
      "username",
      "name",
      "department",
      "phone",
      "locale",
      "theme",
      "homePage",
      "mustChangePassword",
    ])
    .where("id", "=", id)
    .executeTakeFirst();
  return user as Owner | undefined;
}

async function rolesOf(db: Database, userId: string) {
  return await db.read
    .selectFrom("auth_user_role as ur")
    .innerJoin("auth_role as r", "r.id", "ur.roleId")
    .select(["r.code", "r.name", "r.nameZh"])
    .where("ur.userId", "=", userId)
    .orderBy("r.code")
    .execute();
}

export const listUsers = defineQuery({
  name: "user.list",
  permission: "system:user_manage",
  input: userQuery,
  output: z.object({ items: z.array(userRow), nextCursor: z.string().nullable() }),
  async run({ db, now }, { q, limit, cursor, role, isActive }) {
    const after = readCursor(cursor, 1);
    let query = db.read
      .selectFrom("auth_user")
      .selectAll()
      .orderBy("username")
      .limit(limit + 1);
    if (after) query = query.where("username", ">", String(after[0]));
    if (isActive !== undefined) query = query.where("isActive", "=", isActive);
    if (q) query = query.where(contains(["username", "name", "department"], q));
    if (role)
      query = query.where("id", "in", (x) =>
        x
          .selectFrom("auth_user_role as ur")
          .innerJoin("auth_role as r", "r.id", "ur.roleId")
          .select("ur.userId")
          .where("r.code", "=", role),
      );
    const users = await query.execute();
    const ids = ["", ...users.map((user) => user.id)];
    const [roles, lines, stations, factors, failures] = await Promise.all([
      db.read
        .selectFrom("auth_user_role as ur")
        .innerJoin("auth_role as r", "r.id", "ur.roleId")
        .select(["ur.userId", "r.code", "r.name", "r.nameZh"])
        .where("ur.userId", "in", ids)
        .orderBy("r.code")
        .execute(),
      db.read.selectFrom("auth_user_line").selectAll().where("userId", "in", ids).execute(),
      db.read.selectFrom("auth_user_station").selectAll().where("userId", "in", ids).execute(),
      db.read
        .selectFrom("auth_second_factor")
        .select("userId")
        .where("userId", "in", ids)
        .where("confirmedAt", "is not", null)
        .execute(),
      db.read
        .selectFrom("auth_sign_in_failure")
        .select(["username", "lockedUntil"])
        .where("username", "in", ["", ...users.map((user) => user.username)])
        .where("lockedUntil", ">", now)
        .execute(),
    ]);
    return toPage(users, limit, {
      key: (user) => [user.username],
      item: (user): UserRow => ({
        id: user.id,
        username: user.username,
        name: user.name,
        department: user.department,
        phone: user.phone,
        email: addressOf(user.email),
        isActive: user.isActive,
        mustChangePassword: user.mustChangePassword,
        hasBadge: user.badgeHash !== null,
        hasPin: user.badgePinHash !== null,
        hasSecondFactor: factors.some((each) => each.userId === user.id),
        lockedUntil: failures.find((each) => each.username === user.username)?.lockedUntil ?? null,
        roles: roles
          .filter((each) => each.userId === user.id)
          .map(({ userId: _, ...rest }) => rest),
        lineIds: lines.filter((each) => each.userId === user.id).map((each) => each.lineId),
        stationIds: stations
          .filter((each) => each.userId === user.id)
          .map((each) => each.stationId),
        version: user.version,
        createdAt: user.createdAt,
        updatedAt: user.updatedAt,
      }),
    });
  },
});

/** Every role, preset ones first; the list is short by nature and never paged. */
export const listRoles = defineQuery({
  name: "role.list",
  permission: "signedIn",
  input: z.object({}),
  output: z.object({ items: z.array(roleRow) }),
  async run({ db }) {
    const rows = await db.read
      .selectFrom("auth_role as r")
      .leftJoin("auth_user_role as ur", "ur.roleId", "r.id")
      .selectAll("r")
      .select((x) => x.fn.count<number>("ur.userId").as("userCount"))
      .groupBy("r.id")
      .orderBy("r.isSystem", "desc")
      .orderBy("r.code")
      .limit(500)
      .execute();
    return {
      items: rows.map((row) => ({
        id: row.id,
        code: row.code,
        name: row.name,
        nameZh: row.nameZh,
        description: row.description,
        permissions: row.permissions as never[],
        scope: row.scope as RoleScope,
        isSystem: row.isSystem,
        userCount: Number(row.userCount),
        version: row.version,
      })),
    };
  },
});
