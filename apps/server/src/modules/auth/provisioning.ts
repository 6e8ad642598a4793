import { presetRoles, type UserCreate, userCreate } from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";
import { z } from "zod";
import { systemActor } from "../../platform/actor.ts";
import { badgeText, hashPassword } from "../../platform/auth/password.ts";
import { defineCommand, execute } from "../../platform/command.ts";
import { newId } from "../../platform/ids.ts";
import type { Platform } from "../../platform/platform.ts";
import { changeUser, userByNameIn } from "./account-store.ts";
import { insertRole, lockRole, updateRole } from "./role-store.ts";
import { removeSecondFactor } from "./second-factor-store.ts";
import { forgetFailures } from "./sign-in-store.ts";
import { endSessions, setPassword } from "./store.ts";
import { addUser } from "./users.ts";

/** Brings the preset roles to what this release means by them; own roles stay as they are. */
const ensureRolesCommand = defineCommand({
  name: "role.ensurePresets",
  permission: "internal",
  scope: "none",
  input: z.object({}),
  async run({ tx, now, emit }) {
    for (const { homePage: _, ...preset } of presetRoles) {
      const known = await lockRole(tx, { code: preset.code });
      const isSame =
        known?.scope === preset.scope &&
        JSON.stringify(known.permissions) === JSON.stringify(preset.permissions);
      if (isSame) continue;
      const row = {
        ...preset,
        permissions: [...preset.permissions],
        isSystem: true,
        updatedAt: now,
      };
      const id = known?.id ?? newId();
      if (known) await updateRole(tx, known, row);
      else await insertRole(tx, { ...row, id, createdAt: now });
      emit({
        type: known ? "role.changed" : "role.created",
        entityType: "role",
        entityId: id,
        entityKey: preset.code,
        data: { after: { permissions: preset.permissions, scope: preset.scope } },
      });
    }
  },
});

export async function ensureRoles(platform: Platform): Promise<void> {
  const call = { input: {}, caller: systemCaller("start") };
  await execute(platform, ensureRolesCommand, call).catch(async (error) => {
    // Of two nodes that start at once on an empty database the slower one finds the roles made.
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    await execute(platform, ensureRolesCommand, call);
  });
}

/** The first administrator: whoever set the plant up chose the password. */
export const addAdministrator = defineCommand({
  name: "user.createAdministrator",
  permission: "internal",
  scope: "none",
  input: z.object({ username: z.string(), name: z.string(), password: z.string() }),
  prepare: async (_px, { password }) => ({
    passwordHash: await hashPassword(password),
    badgeHash: null,
    badgePinHash: null,
  }),
  run: (cx, input, secrets) =>
    addUser(
      cx,
      { ...input, roles: ["admin"], lineIds: [], stationIds: [] },
      { secrets, mustChangePassword: false },
    ),
});

const provisionUser = defineCommand({
  name: "user.provision",
  permission: "internal",
  scope: "none",
  input: userCreate,
  prepare: async (px, { password, badge, pin }) => ({
    passwordHash: await hashPassword(password),
    badgeHash: badge ? px.keyed(badgeText(badge)) : null,
    badgePinHash: pin ? await hashPassword(pin) : null,
  }),
  run: (cx, input, secrets) => addUser(cx, input, { secrets, mustChangePassword: false }),
});

/** A user made by the server itself: seeding, the command line, tests. No door leads here. */
export async function createUser(
  platform: Platform,
  input: Omit<UserCreate, "lineIds" | "stationIds"> & Partial<UserCreate>,
): Promise<{ id: string }> {
  const done = await execute(platform, provisionUser, { input, caller: systemCaller("lineside") });
  return done.value;
}

const resetCommand = defineCommand({
  name: "user.resetPassword",
  permission: "internal",
  scope: "none",
  input: z.object({ username: z.string(), password: z.string() }),
  prepare: async (_px, { password }) => hashPassword(password),
  async run({ tx, now, emit }, { username }, passwordHash) {
    const user = await userByNameIn(tx, username);
    if (!user) throw new AppError("not_found", "USER_NOT_FOUND", { username });
    await setPassword(tx, user.id, { passwordHash, now });
    await changeUser(tx, user.id, { isActive: true, mustChangePassword: true, updatedAt: now });
    await endSessions(tx, user.id, null);
    // Whoever has the machine's shell has everything; this is the way back in without the phone, too.
    await forgetFailures(tx, username);
    const hadSecondFactor = await removeSecondFactor(tx, user.id);
    emit({
      type: "user.passwordReset",
      entityType: "user",
      entityId: user.id,
      entityKey: username,
      data: hadSecondFactor ? { after: { secondFactor: "removed" } } : {},
    });
  },
});

/** From the command line: a new password for one sign-in; the account is switched on again. */
export async function resetPassword(
  platform: Platform,
  input: { username: string; password: string },
): Promise<void> {
  await execute(platform, resetCommand, { input, caller: systemCaller("lineside admin") });
}

export function systemCaller(name: string) {
  return {
    actor: systemActor(name, {}),
    sessionId: null,
    requestId: newId(),
    ip: null,
    idempotencyKey: null,
  };
}
