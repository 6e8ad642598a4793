import {
  mustHaveSecondFactor,
  type RecoveryCodesMade,
  recoveryCodesMade,
  type SecondFactorStarted,
  type SecondFactorState,
  secondFactorConfirm,
  secondFactorReset,
  secondFactorStart,
  secondFactorStarted,
  secondFactorState,
} from "@lineside/domain/auth";
import { AppError, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import {
  addressOfSecret,
  hashOfRecoveryCode,
  newRecoveryCodes,
  newSecret,
  stepOf,
} from "../../platform/auth/one-time-codes.ts";
import { verifyPassword } from "../../platform/auth/password.ts";
import { defineCommand } from "../../platform/command.ts";
import type { PrepareContext } from "../../platform/prepare-context.ts";
import { defineQuery } from "../../platform/query.ts";
import { passwordOf } from "./account-store.ts";
import {
  confirmSecondFactor,
  countRecoveryCodes,
  removeSecondFactor,
  secondFactorOf,
  startSecondFactor,
} from "./second-factor-store.ts";
import { requireOwner, requireOwnerIn } from "./session-store.ts";
import { endSessions, findUser } from "./store.ts";

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

/** Whether a code is asked for beside the own password. */
export const readSecondFactor = defineQuery({
  name: "account.secondFactor",
  permission: "signedIn",
  input: z.object({}),
  output: secondFactorState,
  async run({ db, actor, caller, settings }): Promise<SecondFactorState> {
    const id = await requireOwner(db, { actor, caller });
    const factor = await secondFactorOf(db, id);
    const confirmedAt = factor?.confirmedAt ?? null;
    return {
      isOn: confirmedAt !== null,
      confirmedAt,
      recoveryCodesLeft: await countRecoveryCodes(db, id),
      isRequired: mustHaveSecondFactor(actor.access, settings),
    };
  },
});

/** Shows a secret for the app on the phone; nothing is asked for before it is confirmed. */
export const addSecondFactor = defineCommand({
  name: "account.startSecondFactor",
  permission: "signedIn",
  scope: "none",
  input: secondFactorStart,
  output: secondFactorStarted,
  kept: (): SecondFactorStarted => ({ secret: null, url: null }),
  async prepare(px, { password }) {
    const { username } = await provePassword(px, password);
    const secret = newSecret();
    const url = addressOfSecret(secret, px.settings.plantName, username);
    return { secret, url, sealed: px.sealing.seal(secret) };
  },
  async run({ tx, now, actor, caller }, _input, made): Promise<SecondFactorStarted> {
    const id = await requireOwnerIn(tx, { actor, caller });
    if (!(await startSecondFactor(tx, id, { secret: made.sealed, now })))
      throw refusalError({ code: "SECOND_FACTOR_ON", context: {} });
    return { secret: made.secret, url: made.url };
  },
});

/** The first code proves that the phone has the secret; the recovery codes are shown, once. */
export const confirmOwnSecondFactor = defineCommand({
  name: "account.confirmSecondFactor",
  permission: "signedIn",
  scope: "none",
  input: secondFactorConfirm,
  output: recoveryCodesMade,
  kept: (): RecoveryCodesMade => ({ recoveryCodes: null }),
  async prepare(px, { code }) {
    const id = await requireOwner(px.db, px);
    const trying = px.attempt({ kind: "PASSWORD", key: `second factor ${id}` });
    const factor = await secondFactorOf(px.db, id);
    const secret = factor && px.sealing.open(factor.secret);
    if (!factor || !secret || factor.confirmedAt !== null) {
      trying.forgiven();
      const refused = factor?.confirmedAt ? "SECOND_FACTOR_ON" : "SECOND_FACTOR_OFF";
      throw refusalError({ code: refused, context: {} });
    }
    const step = await stepOf(code, { secret, lastStep: null }, px.now);
    if (step === null) throw refusalError({ code: "SECOND_FACTOR_CODE_WRONG", context: {} });
    trying.succeeded();
    const recoveryCodes = newRecoveryCodes();
    const codeHashes = recoveryCodes.map(hashOfRecoveryCode);
    return { secret: factor.secret, step, recoveryCodes, codeHashes };
  },
  async run({ tx, now, actor, emit }, _input, ready): Promise<RecoveryCodesMade> {
    const { id, name } = { id: actor.id ?? "", name: actor.name };
    if (!(await confirmSecondFactor(tx, id, { ...ready, now })))
      throw new AppError("conflict", "CONCURRENT_CHANGE");
    const subject = { entityType: "user", entityId: id, entityKey: name };
    emit({ ...subject, type: "user.secondFactorAdded" });
    return { recoveryCodes: ready.recoveryCodes };
  },
});

/** Own second factor off, e.g. before the phone is changed. */
export const removeOwnSecondFactor = defineCommand({
  name: "account.removeSecondFactor",
  permission: "signedIn",
  scope: "none",
  input: secondFactorStart,
  output: done,
  prepare: (px, { password }) => provePassword(px, password),
  async run({ tx, actor, caller, emit }) {
    const id = await requireOwnerIn(tx, { actor, caller });
    if (!(await removeSecondFactor(tx, id)))
      throw refusalError({ code: "SECOND_FACTOR_OFF", context: {} });
    const subject = { entityType: "user", entityId: id, entityKey: actor.name };
    emit({ ...subject, type: "user.secondFactorRemoved" });
    return ok;
  },
});

/** For whoever has lost phone and recovery codes: the password alone opens until a new one is set. */
export const resetSecondFactor = defineCommand({
  name: "user.resetSecondFactor",
  permission: "system:user_manage",
  scope: "none",
  input: secondFactorReset,
  output: done,
  async run({ tx, actor, about, emit }, { id, reason }) {
    const user = await findUser(tx, id);
    if (!user) throw new AppError("not_found", "USER_NOT_FOUND", { id });
    const subject = { entityType: "user", entityId: id, entityKey: user.username };
    about(subject);
    // A session somebody left open must not be enough to take the owner's own second factor off.
    if (actor.id === id) throw refusalError({ code: "SECOND_FACTOR_OWN", context: {} });
    if (!(await removeSecondFactor(tx, id)))
      throw refusalError({ code: "SECOND_FACTOR_OFF", context: {} });
    await endSessions(tx, id, null);
    emit({ ...subject, type: "user.secondFactorReset", data: { reason } });
    return ok;
  },
});

/** A session left open must not be enough to change what guards the account. */
async function provePassword(px: PrepareContext, password: string): Promise<{ username: string }> {
  const id = await requireOwner(px.db, px);
  const trying = px.attempt({ kind: "PASSWORD", key: id });
  const account = await passwordOf(px.db, id);
  if (!account || !(await verifyPassword({ password, hash: account.hash })))
    throw new AppError("refused", "PASSWORD_CURRENT_WRONG");
  trying.succeeded();
  return { username: account.username };
}
