import { canonicalJson } from "../audit/index.ts";

/** Raised when content is written down another way. */
export const signedFormat = 1;

/**
 * One way to write down what is signed, keys sorted, no white space. It names the thing and the
 * revision of it that is meant. The SHA-256 of it is the signature's `contentHash`.
 */
export function signedText(content: object): string {
  return canonicalJson({ format: signedFormat, content });
}
