import type { Tx } from "@lineside/db";
import {
  checkRoleCode,
  checkRoleEdit,
  checkRoleRemoval,
  roleCreate,
  rolePatch,
} from "@lineside/domain/auth";
import { AppError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";

const answer = z.object({ id: z.string(), version: z.number() });

export const createRole = defineCommand({
  name: "role.create",
  permission: "system:role_manage",
  scope: "none",
  input: roleCreate,
  output: answer,
  async run({ tx, now, newId, emit, about }, input) {
    const id = newId();
    const subject = { entityType: "role", entityId: id, entityKey: input.code };
    about(subject);
    unwrap(checkRoleCode(input.code));
    const taken = await tx.k
      .selectFrom("auth_role")
      .select("id")
      .where("code", "=", input.code)
      .executeTakeFirst();
    if (taken) throw new AppError("conflict", "ROLE_CODE_TAKEN", { code: input.code });
    await tx.k
      .insertInto("auth_role")
      .values({
        ...input,
        id,
        description: input.description ?? null,
        isSystem: false,
        createdAt: now,
        updatedAt: now,
      })
      .execute();
    emit({ ...subject, type: "role.created", data: { after: input } });
    return { id, version: 1 };
  },
});

export const patchRole = defineCommand({
  name: "role.change",
  permission: "system:role_manage",
  scope: "none",
  input: rolePatch.extend({ id: z.string() }),
  output: answer,
  async run(cx, { id, version, ...change }) {
    const role = await findRole(cx, id);
    unwrap(checkRoleEdit(role));
    const done = await cx.tx.k
      .updateTable("auth_role")
      .set({ ...change, version: version + 1, updatedAt: cx.now })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n)
      throw new AppError("conflict", "VERSION_CONFLICT", { id, version });
    const { name, nameZh, permissions, scope } = role;
    cx.emit({
      entityType: "role",
      entityId: id,
      entityKey: role.code,
      type: "role.changed",
      data: { before: { name, nameZh, permissions, scope }, after: change },
    });
    return { id, version: version + 1 };
  },
});

export const deleteRole = defineCommand({
  name: "role.delete",
  permission: "system:role_manage",
  scope: "none",
  input: z.object({ id: z.string() }),
  output: z.object({ id: z.string() }),
  async run(cx, { id }) {
    const role = await findRole(cx, id);
    unwrap(checkRoleRemoval(role));
    await cx.tx.k.deleteFrom("auth_role").where("id", "=", id).execute();
    const { name, nameZh, permissions, scope } = role;
    cx.emit({
      entityType: "role",
      entityId: id,
      entityKey: role.code,
      type: "role.deleted",
      data: { before: { name, nameZh, permissions, scope } },
    });
    return { id };
  },
});

async function findRole({ tx, about }: Pick<CommandContext, "tx" | "about">, id: string) {
  const role = await tx.k
    .selectFrom("auth_role")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!role) throw new AppError("not_found", "ROLE_NOT_FOUND", { id });
  about({ entityType: "role", entityId: id, entityKey: role.code });
  return { ...role, userCount: await holders(tx, id) };
}

async function holders(tx: Tx, roleId: string): Promise<number> {
  const row = await tx.k
    .selectFrom("auth_user_role")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("roleId", "=", roleId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
