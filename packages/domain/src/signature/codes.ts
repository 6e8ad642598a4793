import { defineCodes } from "../kernel/index.ts";

const users = "system:user_manage";

export const signatureCodes = defineCodes({
  /** Not a no: what is to be signed, by whom and what it means. The same call again, signed. */
  SIGNATURE_REQUIRED: { kind: "refused", resolvedBy: null },
  SIGNATURE_WRONG: { kind: "refused", resolvedBy: users },
  SIGNATURE_CODE_REQUIRED: { kind: "refused", resolvedBy: null },
  SIGNATURE_CODE_WRONG: { kind: "refused", resolvedBy: users },
  SIGNATURE_OTHER_PERSON: { kind: "refused", resolvedBy: null },
  /** A machine, or the server itself: only a person signs. */
  SIGNATURE_PERSON_ONLY: { kind: "refused", resolvedBy: null },
  /** What was shown to the signer is not what would be signed now. */
  SIGNATURE_CONTENT_CHANGED: { kind: "conflict", resolvedBy: null },
});

export type SignatureCode = keyof typeof signatureCodes;
