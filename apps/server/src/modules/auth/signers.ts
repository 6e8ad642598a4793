import { refusalError, unwrap } from "@lineside/domain/kernel";
import { checkProof, checkSigner, type SignatureGiven } from "@lineside/domain/signature";
import type { Actor, Caller } from "../../platform/actor.ts";
import { hashPassword, verifyPassword } from "../../platform/auth/password.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Signer, Signers } from "../../platform/signing.ts";
import { changeAndTell } from "../../platform/trail.ts";
import { passwordOf } from "./account-store.ts";
import { countFailure } from "./failed-sign-in.ts";
import { secondFactorOf } from "./second-factor-store.ts";
import { prove, refuseLocked } from "./sign-in.ts";
import { failuresOf, forgetFailures } from "./sign-in-store.ts";
import { signerById } from "./signer-store.ts";

/** Who people are when they sign: their own name, password and code, guarded as at the sign-in. */
export function signersOf(platform: Platform): Signers {
  return {
    prove: (by, given) => proveSigner(platform, by, given),
    async describe(tx, actor) {
      const person = await personOf(tx, actor);
      if (!person) return null;
      const { username, name, isCodeAsked } = person;
      return { username, printedName: name, isCodeAsked };
    },
  };
}

/**
 * Failures count under the same name and address as those of the sign-in: a dialog is no second door
 * to guess at. A wrong password costs the one hash a right one costs.
 */
async function proveSigner(
  platform: Platform,
  { actor, caller }: { actor: Actor; caller: Caller },
  given: SignatureGiven,
): Promise<Signer> {
  const { db, limiter, settings } = platform;
  const now = platform.clock.now();
  const person = await personOf(db, actor);
  const { username } = unwrap(checkSigner({ person, username: given.username }));
  const id = actor.id ?? "";
  const attempt = limiter.begin({ kind: "SIGN_IN", key: username, ip: caller.ip }, now);
  const failures = await failuresOf(db, username);
  refuseLocked(failures, now);
  const isPasswordRight = await isOwn(platform, id, given.password);
  const code = isPasswordRight ? await codeOf(platform, { id, caller }, given.code) : "NOT_ASKED";
  const proof = checkProof({ isPasswordRight, code });
  const by = { caller, now, actorId: id, actorName: actor.name, actorKind: "USER" };
  if (!proof.ok) {
    if (code === "MISSING") attempt.forgiven();
    else
      await changeAndTell(platform, by, async (tx) => {
        const subject = { entityType: "user", entityId: id, entityKey: username };
        return { events: await countFailure(tx, subject, { now, settings: settings.current() }) };
      });
    throw refusalError(proof.refusal);
  }
  attempt.succeeded();
  if (failures)
    await changeAndTell(platform, by, async (tx) => {
      await forgetFailures(tx, username);
      return {};
    });
  return {
    id,
    username,
    printedName: person?.name ?? "",
    method: proof.value,
    contentHash: given.contentHash,
  };
}

const personOf = async (from: Parameters<typeof signerById>[0], { id, kind }: Actor) =>
  kind === "USER" && id !== null ? await signerById(from, id) : null;

/** Hashed for whoever has no password, so that nobody can tell by the time it takes. */
let nobodys: Promise<string> | null = null;

async function isOwn({ db }: Platform, id: string, password: string): Promise<boolean> {
  const account = await passwordOf(db, id);
  if (!account) nobodys ??= hashPassword(crypto.randomUUID());
  const hash = account?.hash ?? (await nobodys) ?? "";
  return (await verifyPassword({ password, hash })) && account !== null;
}

async function codeOf(
  platform: Platform,
  { id, caller }: { id: string; caller: Caller },
  code: string | undefined,
) {
  const factor = await secondFactorOf(platform.db, id);
  if ((factor?.confirmedAt ?? null) === null) return "NOT_ASKED";
  if (code === undefined) return "MISSING";
  const proof = await prove({ platform, caller }, { userId: id, factor, code });
  return proof === null ? "WRONG" : "RIGHT";
}
