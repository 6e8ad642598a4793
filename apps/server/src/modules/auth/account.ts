import {
  badgeInput,
  checkBadge,
  checkPassword,
  mePatch,
  passwordInput,
} from "@lineside/domain/auth";
import { AppError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { badgeText, hashPassword, verifyPassword } from "../../platform/auth/password.ts";
import { loadActor } from "../../platform/auth/sessions.ts";
import { defineCommand, type PrepareContext } from "../../platform/command.ts";
import { endSessions, setPassword } from "./store.ts";

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

/** Own language, theme and home page. */
export const changeOwnAccount = defineCommand({
  name: "account.change",
  permission: "signedIn",
  scope: "none",
  input: mePatch,
  output: done,
  async run({ tx, now, actor, emit }, change) {
    const id = own(actor);
    await tx.k
      .updateTable("auth_user")
      .set({ ...change, updatedAt: now })
      .where("id", "=", id)
      .execute();
    emit({
      type: "user.preferencesChanged",
      entityType: "user",
      entityId: id,
      entityKey: actor.name,
      data: { after: change },
    });
    return ok;
  },
});

/** Own password; every other session of the user ends. */
export const changeOwnPassword = defineCommand({
  name: "account.changePassword",
  permission: "signedIn",
  scope: "none",
  input: passwordInput,
  output: done,
  async prepare({ db, actor }, { current, next }) {
    const account = await db.read
      .selectFrom("auth_account as a")
      .innerJoin("auth_user as u", "u.id", "a.userId")
      .select(["a.password", "u.username"])
      .where("a.userId", "=", own(actor))
      .where("a.providerId", "=", "credential")
      .executeTakeFirst();
    const hash = account?.password ?? "";
    if (!account || !(await verifyPassword({ password: current, hash })))
      throw new AppError("refused", "PASSWORD_CURRENT_WRONG");
    unwrap(checkPassword(next, account.username));
    return { passwordHash: await hashPassword(next), username: account.username };
  },
  async run({ tx, now, actor, caller, emit }, _input, { passwordHash, username }) {
    const id = own(actor);
    await setPassword(tx, id, { passwordHash, now });
    await tx.k
      .updateTable("auth_user")
      .set({ mustChangePassword: false, updatedAt: now })
      .where("id", "=", id)
      .execute();
    await endSessions(tx, id, caller.sessionId);
    emit({
      type: "user.passwordChanged",
      entityType: "user",
      entityId: id,
      entityKey: username,
    });
    return ok;
  },
});

/** A badge scanned at a shared screen: its owner is the actor there until it is put away. */
export const switchOperator = defineCommand({
  name: "session.switchOperator",
  permission: "signedIn",
  scope: "none",
  input: badgeInput,
  output: z.object({ operator: z.object({ id: z.string(), name: z.string() }) }),
  prepare: checkedOperator,
  async run({ tx, now, actor, caller, emit }, _input, operator) {
    await tx.k
      .updateTable("auth_session")
      .set({ operatorUserId: operator.id, operatorSince: now })
      .where("id", "=", caller.sessionId ?? "")
      .execute();
    emit({
      type: "session.operatorSwitched",
      entityType: "user",
      entityId: operator.id,
      entityKey: operator.name,
      data: { before: actor.name, after: operator.name },
    });
    return { operator: { id: operator.id, name: operator.name } };
  },
});

/** The signed-in user acts again. */
export const putBadgeAway = defineCommand({
  name: "session.putBadgeAway",
  permission: "signedIn",
  scope: "none",
  input: z.object({}),
  output: done,
  async run({ tx, actor, caller, emit }) {
    await tx.k
      .updateTable("auth_session")
      .set({ operatorUserId: null, operatorSince: null })
      .where("id", "=", caller.sessionId ?? "")
      .execute();
    emit({
      type: "session.badgePutAway",
      entityType: "user",
      entityId: own(actor),
      entityKey: actor.name,
    });
    return ok;
  },
});

async function checkedOperator(
  px: PrepareContext,
  { badge, pin }: z.output<typeof badgeInput>,
): Promise<{ id: string; name: string }> {
  px.limit(`badge:${px.caller.sessionId}`);
  const user = await px.db.read
    .selectFrom("auth_user")
    .select(["id", "name", "badgePinHash"])
    .where("badgeHash", "=", px.keyed(badgeText(badge)))
    .executeTakeFirst();
  const operator = user ? await loadActor(px.db, user.id) : null;
  const facts = operator && { isActive: true, access: operator.access };
  const checked = checkBadge({
    operator: facts,
    pin: await pinState(user?.badgePinHash ?? null, pin),
  });
  if (!checked.ok) px.failed(`badge:${px.caller.sessionId}`);
  unwrap(checked);
  return { id: operator?.id ?? "", name: operator?.name ?? "" };
}

async function pinState(hash: string | null, pin: string | undefined) {
  if (hash === null) return null;
  if (pin === undefined) return "MISSING";
  return (await verifyPassword({ password: pin, hash })) ? "RIGHT" : "WRONG";
}

function own(actor: Actor): string {
  if (actor.id) return actor.id;
  throw new AppError("unauthorized", "UNAUTHORIZED");
}
