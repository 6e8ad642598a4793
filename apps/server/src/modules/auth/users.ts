import type { Tx } from "@lineside/db";
import {
  checkAssignment,
  checkPassword,
  checkUserChange,
  type RoleScope,
  type UserCreate,
  userCreate,
  userPatch,
} from "@lineside/domain/auth";
import { AppError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { badgeText, hashPassword } from "../../platform/auth/password.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import type { PrepareContext } from "../../platform/prepare-context.ts";
import { forgetFailures } from "./sign-in-store.ts";
import {
  addressOf,
  addressOrNone,
  assign,
  assignment,
  endSessions,
  findUser,
  insertUser,
  lockManagers,
  otherHolders,
  policyOf,
  refuseTaken,
  refuseUnknownPlaces,
  rolesByCode,
  setPassword,
  updateUser,
} from "./store.ts";

const manage = "system:user_manage";

interface Secrets {
  passwordHash: string | null;
  badgeHash: string | null | undefined;
  badgePinHash: string | null | undefined;
}

/** Hashing takes tens of milliseconds: it is done before the unit of work opens. */
async function hashSecrets(
  px: Pick<PrepareContext, "keyed">,
  given: { password?: string; badge?: string | null; pin?: string | null },
): Promise<Secrets> {
  return {
    passwordHash: given.password === undefined ? null : await hashPassword(given.password),
    badgeHash: given.badge ? px.keyed(badgeText(given.badge)) : given.badge,
    badgePinHash: given.pin ? await hashPassword(given.pin) : given.pin,
  };
}

/** Makes a user with roles and bindings; the password is for the first sign-in only. */
export const createUserCommand = defineCommand({
  name: "user.create",
  permission: manage,
  scope: "none",
  input: userCreate,
  output: z.object({ id: z.string(), version: z.number() }),
  prepare: hashSecrets,
  async run(cx, input, secrets) {
    unwrap(checkPassword(input.password, input.username, policyOf(cx.settings)));
    return await addUser(cx, input, { secrets, mustChangePassword: true });
  },
});

export async function addUser(
  cx: Pick<CommandContext, "tx" | "now" | "newId" | "emit" | "about">,
  input: UserCreate,
  given: { secrets: Secrets; mustChangePassword: boolean },
): Promise<{ id: string; version: number }> {
  const id = cx.newId();
  const subject = { entityType: "user", entityId: id, entityKey: input.username };
  cx.about(subject);
  const roleIds = await checkedRoles(cx.tx, input);
  const { passwordHash, badgeHash, badgePinHash } = given.secrets;
  await insertUser(
    cx.tx,
    {
      id,
      username: input.username,
      name: input.name,
      department: input.department ?? null,
      phone: input.phone ?? null,
      email: input.email ?? null,
      passwordHash: passwordHash ?? "",
      badgeHash: badgeHash ?? null,
      badgePinHash: badgePinHash ?? null,
      mustChangePassword: given.mustChangePassword,
    },
    cx.now,
  );
  await assign(cx.tx, id, { roleIds, lineIds: input.lineIds, stationIds: input.stationIds });
  cx.emit({ ...subject, type: "user.created", data: { after: told(input) } });
  return { id, version: 1 };
}

/** Changes a user; switching off or resetting the password ends that user's sessions. */
export const patchUser = defineCommand({
  name: "user.change",
  permission: manage,
  scope: "none",
  input: userPatch.extend({ id: z.string() }),
  output: z.object({ id: z.string(), version: z.number() }),
  prepare: hashSecrets,
  async run(cx, input, secrets) {
    const { tx, now } = cx;
    const user = await findUser(tx, input.id);
    if (!user) throw new AppError("not_found", "USER_NOT_FOUND", { id: input.id });
    const subject = { entityType: "user", entityId: user.id, entityKey: user.username };
    cx.about(subject);
    if (input.password !== undefined)
      unwrap(checkPassword(input.password, user.username, policyOf(cx.settings)));
    const before = await assignment(tx, user.id);
    const next = {
      roles: input.roles ?? before.roles.map((role) => role.code),
      lineIds: input.lineIds ?? before.lineIds,
      stationIds: input.stationIds ?? before.stationIds,
    };
    const roleIds = await checkedRoles(tx, next);
    const isActive = input.isActive ?? user.isActive;
    await refuseLockOut(cx, { userId: user.id, isActive, roles: next.roles });
    const { email } = input;
    await refuseTaken(tx, { id: user.id, email, badgeHash: secrets.badgeHash });
    const seen = { id: user.id, version: input.version };
    await updateUser(tx, seen, {
      name: input.name ?? user.name,
      department: input.department === undefined ? user.department : input.department,
      phone: input.phone === undefined ? user.phone : input.phone,
      ...(email === undefined ? {} : { email: addressOrNone(email, user.username) }),
      isActive,
      ...(secrets.badgeHash === undefined ? {} : { badgeHash: secrets.badgeHash }),
      ...(secrets.badgePinHash === undefined ? {} : { badgePinHash: secrets.badgePinHash }),
      ...(secrets.passwordHash ? { mustChangePassword: true } : {}),
      updatedAt: now,
    });
    await assign(tx, user.id, { roleIds, lineIds: next.lineIds, stationIds: next.stationIds });
    if (secrets.passwordHash)
      await setPassword(tx, user.id, { passwordHash: secrets.passwordHash, now });
    if (secrets.passwordHash) await forgetFailures(tx, user.username);
    if (secrets.passwordHash || !isActive) await endSessions(tx, user.id, null);
    cx.emit({
      ...subject,
      type: "user.changed",
      data: {
        before: {
          name: user.name,
          department: user.department,
          phone: user.phone,
          email: addressOf(user.email),
          isActive: user.isActive,
          roles: before.roles.map((role) => role.code),
          lineIds: before.lineIds,
          stationIds: before.stationIds,
        },
        after: told({ ...input, ...next, isActive }),
      },
    });
    return { id: user.id, version: input.version + 1 };
  },
});

/** Role ids of the wanted codes, once roles and bindings fit together. */
async function checkedRoles(
  tx: Tx,
  wanted: { roles: string[]; lineIds: string[]; stationIds: string[] },
): Promise<string[]> {
  const known = await rolesByCode(tx, wanted.roles);
  const facts = known.map((role) => ({ code: role.code, scope: role.scope as RoleScope }));
  unwrap(checkAssignment({ ...wanted, known: facts }));
  await refuseUnknownPlaces(tx, wanted);
  return known.map((role) => role.id);
}

async function refuseLockOut(
  { tx, actor }: Pick<CommandContext, "tx" | "actor">,
  change: { userId: string; isActive: boolean; roles: string[] },
): Promise<void> {
  const manages = (roles: { permissions: unknown }[]) =>
    roles.some((role) => (role.permissions as string[]).includes(manage));
  const before = await assignment(tx, change.userId);
  if (manages(before.roles)) await lockManagers(tx);
  unwrap(
    checkUserChange({
      isSelf: actor.id === change.userId,
      isActive: change.isActive,
      managed: manages(before.roles),
      manages: manages(await rolesByCode(tx, change.roles)),
      otherManagers: await otherHolders(tx, change.userId, manage),
    }),
  );
}

/** What the trail may keep of an input: that secrets changed, never the secrets. */
function told<T extends { password?: string; badge?: unknown; pin?: unknown }>(input: T): object {
  const { password, badge, pin, ...rest } = input;
  return {
    ...rest,
    ...(password === undefined ? {} : { password: "set" }),
    ...(badge === undefined ? {} : { badge: badge === null ? "removed" : "set" }),
    ...(pin === undefined ? {} : { pin: pin === null ? "removed" : "set" }),
  };
}
