import { z } from "zod";
import { signInInput } from "../auth/index.ts";
import { pageQuery, zInstant } from "../kernel/index.ts";
import { signatureMeanings, signatureMethods } from "./meanings.ts";

export const zMeaning = z.enum(signatureMeanings);
export const zMethod = z.enum(signatureMethods);

/**
 * The field `signature` of a request's body. Both components every time (21 CFR 11.200(a)(1)), and
 * the hash that SIGNATURE_REQUIRED named: only what was shown is signed.
 */
export const signatureGiven = z.strictObject({
  ...signInInput.shape,
  contentHash: z.string().min(1).max(64),
});

/** What of the content a person decided, in words; null: it says nothing of the kind. */
export const signedDecision = z.object({
  /** REWORK | SCRAP | HOLD */
  disposition: z.string().nullable(),
  toStepNo: z.number().int().nullable(),
  reason: z.string().nullable(),
});

/** What SIGNATURE_REQUIRED says. */
export const signatureAsked = z.object({
  command: z.string(),
  meaning: zMeaning,
  /** What is signed, as people call it. */
  entityType: z.string(),
  entityKey: z.string(),
  contentHash: z.string(),
  decision: signedDecision,
  printedName: z.string(),
  username: z.string(),
  /** Whether a one-time code is asked for beside the password. */
  isCodeAsked: z.boolean(),
});

export const signatureStands = ["VALID", "SUPERSEDED", "BROKEN"] as const;

/** A signature as it is shown with what was signed. */
export const signatureShown = z.object({
  id: z.string(),
  command: z.string(),
  meaning: zMeaning,
  printedName: z.string(),
  username: z.string(),
  method: zMethod,
  signedAt: zInstant,
  contentHash: z.string(),
});

/** One among those of several things shown together, e.g. a run and its waivers. */
export const signatureUnder = signatureShown.extend({
  entityType: z.string(),
  entityId: z.string(),
  stand: z.enum(signatureStands),
});

/**
 * Whether the event of what was signed says the same. MISSING: the signature was written or changed
 * past the system. ARCHIVED: its event has left the database for an archive file.
 */
export const signatureInTrail = ["FOUND", "MISSING", "ARCHIVED"] as const;

/** A line of the auditor's list of signatures. */
export const signatureRow = signatureUnder.omit({ stand: true }).extend({
  entityKey: z.string(),
  signedById: z.string(),
  requestId: z.string().nullable(),
  trail: z.enum(signatureInTrail),
});

export const signatureListQuery = pageQuery.extend({
  /** A user name, or a printed name as it stands in the signature. */
  signer: z.string().trim().min(1).max(120).optional(),
  meaning: zMeaning.optional(),
  entityType: z.string().max(40).optional(),
  entityKey: z.string().max(200).optional(),
  from: zInstant.optional(),
  /** Exclusive. */
  to: zInstant.optional(),
});

/** One beside a record whose content can be compared with what was signed. */
export const signatureCompared = signatureShown.extend({
  /** SUPERSEDED: the record was corrected since. BROKEN: it is another one, and nobody corrected it. */
  stand: z.enum(signatureStands),
});

export type SignatureGiven = z.output<typeof signatureGiven>;
export type SignedDecision = z.output<typeof signedDecision>;
export type SignatureAsked = z.output<typeof signatureAsked>;
export type SignatureShown = z.output<typeof signatureShown>;
export type SignatureUnder = z.output<typeof signatureUnder>;
export type SignatureRow = z.output<typeof signatureRow>;
export type SignatureInTrail = (typeof signatureInTrail)[number];
export type SignatureListQuery = z.output<typeof signatureListQuery>;
export type SignatureCompared = z.output<typeof signatureCompared>;
export type SignatureStand = (typeof signatureStands)[number];
