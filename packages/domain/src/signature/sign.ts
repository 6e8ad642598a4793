import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { SignatureMethod } from "./meanings.ts";
import type { SignatureAsked, SignatureStand } from "./schema.ts";

export interface SignerFacts {
  /** Who acts; null: a machine or the server itself. */
  readonly person: { readonly username: string } | null;
  readonly username: string;
}

/**
 * A signature is the acting person's own: a machine has none, and nobody signs what another does,
 * whatever password they know (21 CFR 11.200(a)(2)). No secret is looked at before.
 */
export function checkSigner({ person, username }: SignerFacts): Result<{ username: string }> {
  if (!person) return refuse("SIGNATURE_PERSON_ONLY");
  // What was typed is not told: a password in the wrong field would stand in the trail.
  if (person.username !== username) return refuse("SIGNATURE_OTHER_PERSON");
  return ok(person);
}

export interface ProofFacts {
  readonly isPasswordRight: boolean;
  /** MISSING: this person has a second factor and no code came. */
  readonly code: "NOT_ASKED" | "MISSING" | "WRONG" | "RIGHT";
}

/** Password, and the one-time code of whoever has a second factor (21 CFR 11.200(a)(1)). */
export function checkProof({ isPasswordRight, code }: ProofFacts): Result<SignatureMethod> {
  if (!isPasswordRight) return refuse("SIGNATURE_WRONG");
  if (code === "MISSING") return refuse("SIGNATURE_CODE_REQUIRED");
  if (code === "WRONG") return refuse("SIGNATURE_CODE_WRONG");
  return ok(code === "RIGHT" ? "PASSWORD_AND_CODE" : "PASSWORD");
}

export interface ContentFacts {
  readonly isAsked: boolean;
  /** The hash the signer was shown; null: nothing was signed with the call. */
  readonly signedHash: string | null;
  readonly asked: SignatureAsked;
}

/**
 * Whether the change is kept with a signature: where one is asked for it must be there, and a
 * signature that is there must be over what would be kept now (21 CFR 11.70).
 */
export function checkSigned({ isAsked, signedHash, asked }: ContentFacts): Result<boolean> {
  if (signedHash === null) return isAsked ? refuse("SIGNATURE_REQUIRED", { ...asked }) : ok(false);
  if (signedHash !== asked.contentHash)
    return refuse("SIGNATURE_CONTENT_CHANGED", {
      entityType: asked.entityType,
      entityKey: asked.entityKey,
    });
  return ok(true);
}

/**
 * Whether a signature still speaks of what is shown: a correction after it supersedes it, and what
 * differs without a correction was changed past the system.
 */
export function standOf(
  signature: { readonly contentHash: string; readonly signedAt: Instant },
  now: { readonly contentHash: string; readonly correctedAt: Instant | null },
): SignatureStand {
  if (signature.contentHash === now.contentHash) return "VALID";
  const isCorrected = now.correctedAt !== null && now.correctedAt >= signature.signedAt;
  return isCorrected ? "SUPERSEDED" : "BROKEN";
}
