/** What a signature says (21 CFR 11.50(a)(3)); the sentences stand in the web's texts and the manuals. */
export const signatureMeanings = [
  "FILLED",
  "CONFIRMED",
  "REJECTED",
  "VOIDED",
  "APPROVED",
  "AUTHORIZED",
  "RELEASED",
  "DISPOSED",
] as const;
export type SignatureMeaning = (typeof signatureMeanings)[number];

/** What the signer proved to be the person with, besides the user name. */
export const signatureMethods = ["PASSWORD", "PASSWORD_AND_CODE"] as const;
export type SignatureMethod = (typeof signatureMethods)[number];
