import { z } from "zod";
import {
  type Instant,
  ok,
  pageQuery,
  type Result,
  refuse,
  zInstant,
  zName,
  zReason,
  zVersion,
} from "../kernel/index.ts";
import type { Access } from "./access.ts";
import { type ApiKeyState, apiKeyStates } from "./kinds.ts";

/** Requests a minute a key may send; a default, changed per key. */
export const apiKeyRate = { min: 1, max: 1_000_000, default: 6_000 } as const;

/** What a key begins with: a scanner of code or logs can tell one from other text. */
export const apiKeyMark = "lsk_";

interface Lifetime {
  readonly revokedAt: Instant | null;
  readonly expiresAt: Instant | null;
}

/** A revoked key stays revoked; one whose time has come works again when its end is moved. */
export function apiKeyState(key: Lifetime, now: Instant): ApiKeyState {
  if (key.revokedAt !== null) return "REVOKED";
  return key.expiresAt !== null && key.expiresAt <= now ? "EXPIRED" : "ACTIVE";
}

/** A key may send machine events, on its lines or, bound to none, on all of them; nothing else. */
export function apiKeyAccess(lineIds: readonly string[]): Access {
  return { "ingest:send": lineIds.length === 0 ? "ALL" : "LINES" };
}

/** What is over cannot be changed; an end that is past would be a revocation without a reason. */
export function checkApiKeyChange(
  key: Lifetime & { readonly name: string },
  change: { readonly expiresAt?: Instant | null },
  now: Instant,
): Result<true> {
  if (key.revokedAt !== null)
    return refuse("API_KEY_ALREADY_REVOKED", { name: key.name, revokedAt: key.revokedAt });
  return checkApiKeyExpiry(change.expiresAt, now);
}

export function checkApiKeyExpiry(
  expiresAt: Instant | null | undefined,
  now: Instant,
): Result<true> {
  if (expiresAt && expiresAt <= now) return refuse("API_KEY_EXPIRY_PAST", { expiresAt });
  return ok(true);
}

const zSource = z.string().trim().min(1).max(120);
const zSources = z
  .array(zSource)
  .min(1)
  .max(100)
  .transform((sources) => [...new Set(sources)])
  .nullable();
const zLineIds = z.array(z.string().min(1).max(64)).max(500);
const zRate = z.number().int().min(apiKeyRate.min).max(apiKeyRate.max);

const keyFields = {
  name: zName,
  /** The source systems it may speak for; null: any. */
  sources: zSources,
  /** The lines it is bound to; none: all. */
  lineIds: zLineIds,
  ratePerMinute: zRate,
  expiresAt: zInstant.nullable(),
};

export const apiKeyCreate = z.object({
  ...keyFields,
  sources: zSources.default(null),
  lineIds: zLineIds.default([]),
  ratePerMinute: zRate.default(apiKeyRate.default),
  expiresAt: zInstant.nullable().default(null),
});

export const apiKeyPatch = z.object(keyFields).partial().extend({ version: zVersion });

export const apiKeyRevoke = z.object({ reason: zReason });

export const apiKeyQuery = pageQuery.extend({ state: z.enum(apiKeyStates).optional() });

export const apiKeyRow = z.object({
  id: z.string(),
  name: z.string(),
  /** The visible beginning. */
  prefix: z.string(),
  sources: z.array(z.string()).nullable(),
  lines: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
  ratePerMinute: z.number(),
  expiresAt: zInstant.nullable(),
  /** To the minute. */
  lastUsedAt: zInstant.nullable(),
  lastUsedIp: z.string().nullable(),
  state: z.enum(apiKeyStates),
  createdAt: zInstant,
  createdByName: z.string(),
  revokedAt: zInstant.nullable(),
  revokedByName: z.string().nullable(),
  version: z.number(),
});

/** The key itself stands in the first answer only; a repeated call is told null. */
export const apiKeyCreated = z.object({
  id: z.string(),
  version: z.number(),
  prefix: z.string(),
  key: z.string().nullable(),
});

export type ApiKeyCreate = z.output<typeof apiKeyCreate>;
export type ApiKeyPatch = z.output<typeof apiKeyPatch>;
export type ApiKeyRow = z.infer<typeof apiKeyRow>;
export type ApiKeyCreated = z.infer<typeof apiKeyCreated>;
