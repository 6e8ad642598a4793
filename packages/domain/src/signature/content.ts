import { canonicalJson } from "../audit/index.ts";

/**
 * One way to write down what is signed: the command, the thing and its content, keys sorted. The
 * SHA-256 of it is the signature's `contentHash`.
 */
export function signedText(signed: {
  readonly entityType: string;
  readonly entityId: string;
  readonly content: object;
}): string {
  const { entityType, entityId, content } = signed;
  return canonicalJson({ format: signedFormat, entityType, entityId, content });
}

/** Raised when content is written down another way. */
export const signedFormat = 1;
