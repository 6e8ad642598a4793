/** A code may have a sentence of its own for a reason or, where none was given, for a state. */
export function variantsOf(code: string, { reason, state }: Record<string, unknown>): string[] {
  const special = reason ?? state;
  const isWord = typeof special === "string" && /^[A-Z][A-Z_]*$/.test(special);
  return isWord ? [`${code}.${special}`, code] : [code];
}
