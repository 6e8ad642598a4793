/** Without letters and digits that look alike on paper. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A first password to write on a slip: 12 characters in groups of four. */
export function randomPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const letters = Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
  return letters.match(/.{4}/g)!.join("-");
}
