import type { Tx } from "@lineside/db";
import { AppError, assert, type Instant, unwrap } from "@lineside/domain/kernel";
import {
  checkSigned,
  type SignatureAsked,
  type SignatureGiven,
  type SignatureMethod,
  type SignatureShown,
  type SignedCommand,
  type SignedDecision,
  signatureGiven,
  signedText,
} from "@lineside/domain/signature";
import { z } from "zod";
import type { Actor, Caller } from "./actor.ts";
import type { DomainEvent, Subject } from "./events.ts";
import type { Settings } from "./settings.ts";
import { insertSignature } from "./signing-store.ts";
import { parseInput } from "./validation.ts";

/** Electronic signatures (21 CFR 11.50, 11.70, 11.200), for every command alike: ADR 0023. */

/** Somebody who has just proved to be who they say. */
export interface Signer {
  readonly id: string;
  readonly username: string;
  readonly printedName: string;
  readonly method: SignatureMethod;
  /** Of what the signer was shown. */
  readonly contentHash: string;
}

/** Who people are and how they prove it: the module that knows accounts says it. */
export interface Signers {
  /** Outside any unit of work: it hashes. Failures count towards the lock of the name. */
  prove(by: { actor: Actor; caller: Caller }, given: SignatureGiven): Promise<Signer>;
  /** What the dialog says of the person; null: no person. */
  describe(
    tx: Tx,
    actor: Actor,
  ): Promise<Pick<SignatureAsked, "printedName" | "username" | "isCodeAsked"> | null>;
}

/** What a command puts before the signer. */
export interface ToSign {
  /** The thing the signature is kept with. */
  readonly subject: Subject;
  /** What is kept; its hash binds the signature to it. Read only where something is to be signed. */
  readonly content: object | (() => Promise<object>);
  /** What the signer sees beforehand, where the server adds to it: moments, totals, judgements. */
  readonly seen?: object;
  /** Absent: whether the setting `signatureFor` names the command. */
  readonly isAsked?: boolean;
}

interface Signing {
  readonly command: { readonly name: string; readonly signs?: SignedCommand };
  readonly signers: Signers | null;
  readonly signer: Signer | null;
  readonly unit: {
    readonly tx: Tx;
    readonly now: Instant;
    readonly settings: Settings;
    newId(): string;
  };
  readonly actor: Actor;
  readonly caller: Caller;
}

/**
 * Takes the credentials out of what was sent before anything else sees it: they reach no schema of a
 * command, no hash of an idempotency key, no event and no log.
 */
export function takeSignature(sent: unknown): { input: unknown; given: SignatureGiven | null } {
  if (sent === null || typeof sent !== "object" || !("signature" in sent))
    return { input: sent, given: null };
  const { signature, ...input } = sent;
  return { input, given: parseInput(body, { signature }).signature };
}

const body = z.object({ signature: signatureGiven });

/** What a body says besides the command's own input, for the API reference. */
export const signatureField = signatureGiven.describe(
  "Only where 409 SIGNATURE_REQUIRED asked for it: its context names the contentHash. Never kept.",
);

/** Keeps the signature with the change, or throws SIGNATURE_REQUIRED; null: none is asked for. */
export async function sign(by: Signing, what: ToSign): Promise<KeptSignature | null> {
  const { command, signers, signer, unit, actor } = by;
  const { signs } = command;
  assert(signs, `${command.name} is in no table of signed commands`);
  const isAsked = what.isAsked ?? unit.settings.signatureFor.some((name) => name === command.name);
  if (!isAsked && !signer) return null;
  // A verb of the shell that seeds or migrates has no doors, and so nobody who could sign.
  assert(signers, `${command.name} asks for a signature where nobody can sign`);
  const content = typeof what.content === "function" ? await what.content() : what.content;
  const person = signer ?? (await signers.describe(unit.tx, actor));
  if (!person) throw new AppError("refused", "SIGNATURE_PERSON_ONLY");
  const asked: SignatureAsked = {
    command: command.name,
    meaning: signs.meaning,
    entityType: what.subject.entityType,
    entityKey: what.subject.entityKey,
    contentHash: hashOf(what.seen ?? content),
    decision: decisionIn(content),
    printedName: person.printedName,
    username: person.username,
    isCodeAsked: "isCodeAsked" in person && person.isCodeAsked,
  };
  unwrap(checkSigned({ isAsked, signedHash: signer?.contentHash ?? null, asked }));
  assert(signer, "nothing was signed and nothing refused");
  const signature: SignatureShown = {
    id: unit.newId(),
    command: command.name,
    meaning: signs.meaning,
    printedName: signer.printedName,
    username: signer.username,
    method: signer.method,
    signedAt: unit.now,
    contentHash: hashOf(content),
  };
  const { entityType, entityId, entityKey } = what.subject;
  await insertSignature(unit.tx, {
    ...signature,
    entityType,
    entityId,
    entityKey,
    signedById: signer.id,
    requestId: by.caller.requestId,
  });
  return { signature, entityType, entityId };
}

/** Nobody signs a decision that is not in front of them. */
function decisionIn(content: object): SignedDecision {
  const { type, toStepNo, reason } = content as Record<string, unknown>;
  return {
    disposition: typeof type === "string" ? type : null,
    toStepNo: typeof toStepNo === "number" ? toStepNo : null,
    reason: typeof reason === "string" && reason !== "" ? reason : null,
  };
}

export interface KeptSignature {
  readonly signature: SignatureShown;
  readonly entityType: string;
  readonly entityId: string;
}

/** SHA-256 over the one way content is written down. */
export function hashOf(content: object): string {
  return new Bun.CryptoHasher("sha256").update(signedText(content)).digest("hex");
}

/**
 * The trail says of the change that it was signed: sealed with its row, the signature can neither be
 * taken off the change nor put under another.
 */
export function withSignature(
  events: readonly DomainEvent[],
  { signature, entityType, entityId }: KeptSignature,
): DomainEvent[] {
  const isOfIt = (each: DomainEvent) =>
    each.entityType === entityType && each.entityId === entityId;
  const at = Math.max(events.findLastIndex(isOfIt), 0);
  const told = events[at];
  assert(told, `${signature.command} was signed and tells nothing`);
  const kept = { ...signature, entityType, entityId };
  return events.with(at, { ...told, data: { ...told.data, signature: kept } });
}
