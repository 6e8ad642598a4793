import type { ErrorKind } from "./error.ts";

/** What a code means for the caller: the kind of failure, and the permission of who can put it right. */
export interface CodeEntry {
  readonly kind: ErrorKind;
  /** null: the person who got it can put it right alone, e.g. by scanning again. */
  readonly resolvedBy: string | null;
}

export type CodeRegistry = Readonly<Record<string, CodeEntry>>;

/** Declares the refusal codes of one noun, each exactly once. */
export function defineCodes<const T extends CodeRegistry>(codes: T): T {
  return codes;
}
