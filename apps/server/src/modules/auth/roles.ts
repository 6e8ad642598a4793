import {
  checkRoleCode,
  checkRoleEdit,
  checkRoleRemoval,
  roleCreate,
  rolePatch,
} from "@lineside/domain/auth";
import { AppError, refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import {
  holdersWithout,
  insertRole,
  lockRole,
  removeRole,
  roleHolders,
  type StoredRole,
  updateRole,
} from "./role-store.ts";
import { lockManagers } from "./store.ts";

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
    await insertRole(tx, {
      ...input,
      id,
      description: input.description ?? null,
      isSystem: false,
      createdAt: now,
      updatedAt: now,
    });
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
    await refuseLockOut(cx, role, change.permissions);
    await updateRole(cx.tx, { id, version }, { ...change, updatedAt: cx.now });
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
    await removeRole(cx.tx, id);
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
  const role = await lockRole(tx, { id });
  if (!role) throw new AppError("not_found", "ROLE_NOT_FOUND", { id });
  about({ entityType: "role", entityId: id, entityKey: role.code });
  return { ...role, userCount: await roleHolders(tx, id) };
}

/** Somebody who may manage users always remains, also when it is the role that loses the point. */
async function refuseLockOut(
  { tx }: Pick<CommandContext, "tx">,
  role: StoredRole,
  next: readonly string[] | undefined,
): Promise<void> {
  const manage = "system:user_manage";
  const had = (role.permissions as string[]).includes(manage);
  if (!had || next === undefined || next.includes(manage)) return;
  await lockManagers(tx);
  if ((await holdersWithout(tx, role.id, manage)) === 0)
    throw refusalError({ code: "LAST_USER_MANAGER", context: { role: role.code } });
}
