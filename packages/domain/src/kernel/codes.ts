import type { ErrorKind } from "./error.ts";

/** What a code means for the caller: the kind of failure, and the permission of who can put it right. */
export interface CodeEntry {
  readonly kind: ErrorKind;
  /** null: the person who got it can put it right alone, e.g. by scanning again. */
  readonly resolvedBy: string | null;
}

export type CodeRegistry = Readonly<Record<string, CodeEntry>>;

const declared = new Map<string, CodeEntry>();

/** Declares the refusal codes of one noun, each exactly once in the house. */
export function defineCodes<const T extends CodeRegistry>(codes: T): T {
  for (const [code, entry] of Object.entries(codes)) {
    if (declared.has(code)) throw new Error(`${code} is declared twice`);
    declared.set(code, entry);
  }
  return codes;
}

export function codeEntry(code: string): CodeEntry | undefined {
  return declared.get(code);
}

/** Every declared code; complete once the nouns' codes are imported. */
export function declaredCodes(): ReadonlyMap<string, CodeEntry> {
  return declared;
}

/** Codes the platform itself speaks, whatever the noun. */
export const platformCodes = defineCodes({
  VALIDATION_FAILED: { kind: "invalid", resolvedBy: null },
  MALFORMED_JSON: { kind: "invalid", resolvedBy: null },
  BODY_NOT_JSON: { kind: "invalid", resolvedBy: null },
  BODY_TOO_DEEP: { kind: "invalid", resolvedBy: null },
  BODY_NOT_AN_OBJECT: { kind: "invalid", resolvedBy: null },
  BODY_TOO_LARGE: { kind: "invalid", resolvedBy: null },
  CURSOR_INVALID: { kind: "invalid", resolvedBy: null },
  IDEMPOTENCY_KEY_INVALID: { kind: "invalid", resolvedBy: null },
  IDEMPOTENCY_KEY_REUSED: { kind: "conflict", resolvedBy: null },
  VERSION_CONFLICT: { kind: "conflict", resolvedBy: null },
  CONCURRENT_CHANGE: { kind: "conflict", resolvedBy: null },
  ORIGIN_MISMATCH: { kind: "forbidden", resolvedBy: "system:config" },
  ENDPOINT_UNKNOWN: { kind: "not_found", resolvedBy: null },
  EVENT_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  SHUTTING_DOWN: { kind: "busy", resolvedBy: null },
  DATABASE_BUSY: { kind: "busy", resolvedBy: null },
  INTERNAL: { kind: "internal", resolvedBy: "system:config" },
});
