/** So many digits every number of ours can hold. */
const digitsHeld = 15;
const longDigits = /\d{16}|\d\.\d{14}/;

/**
 * JSON whose numbers are only equal when their digits are: two serial numbers beyond 2^53 that differ
 * in the last place would read as one. A number too long to be held stands as its text.
 */
export function parseExactly(text: string): unknown {
  return longDigits.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

function exactly(_: string, value: unknown, read?: { source?: string }): unknown {
  if (typeof value !== "number" || read?.source === undefined) return value;
  return significant(read.source) > digitsHeld ? read.source : value;
}

function significant(source: string): number {
  const digits = source
    .replace(/[eE].*$/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "");
  return digits.replace(/0+$/, "").length;
}
