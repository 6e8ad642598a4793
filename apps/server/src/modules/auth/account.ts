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
import { defineCommand } from "../../platform/command.ts";
import type { PrepareContext } from "../../platform/prepare-context.ts";
import { badgeOwner, changeUser, passwordOf, setOperator } from "./account-store.ts";
import { endSessions, policyOf, setPassword } from "./store.ts";

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
    await changeUser(tx, id, { ...change, updatedAt: now });
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
  async prepare({ db, actor, attempt, settings }, { current, next }) {
    const id = own(actor);
    const trying = attempt({ kind: "PASSWORD", key: id });
    const account = await passwordOf(db, id);
    if (!account || !(await verifyPassword({ password: current, hash: account.hash })))
      throw new AppError("refused", "PASSWORD_CURRENT_WRONG");
    trying.succeeded();
    unwrap(checkPassword(next, account.username, policyOf(settings)));
    return { passwordHash: await hashPassword(next), username: account.username };
  },
  async run({ tx, now, actor, caller, emit }, _input, { passwordHash, username }) {
    const id = own(actor);
    await setPassword(tx, id, { passwordHash, now });
    await changeUser(tx, id, { mustChangePassword: false, updatedAt: now });
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
  worksInMaintenance: true,
  scope: "none",
  input: badgeInput,
  output: z.object({ operator: z.object({ id: z.string(), name: z.string() }) }),
  prepare: checkedOperator,
  async run({ tx, now, actor, caller, emit }, _input, operator) {
    await setOperator(tx, caller.sessionId ?? "", { id: operator.id, since: now });
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
  worksInMaintenance: true,
  scope: "none",
  input: z.object({}),
  output: done,
  async run({ tx, actor, caller, emit }) {
    await setOperator(tx, caller.sessionId ?? "", null);
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
  const attempt = px.attempt({ kind: "BADGE", key: px.caller.sessionId ?? "" });
  const user = await badgeOwner(px.db, px.keyed(badgeText(badge)));
  const operator = user ? await loadActor(px.db, user.id) : null;
  const facts = operator && { isActive: true, access: operator.access };
  const checked = checkBadge({
    operator: facts,
    pin: await pinState(user?.badgePinHash ?? null, pin),
  });
  if (checked.ok) attempt.succeeded();
  // The PIN is asked for after the scan: whoever has one would be locked out by others' scans.
  else if (checked.refusal.code === "BADGE_PIN_REQUIRED") attempt.forgiven();
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
