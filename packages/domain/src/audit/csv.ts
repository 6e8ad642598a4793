/** So that a spreadsheet reads it as UTF-8. */
export const csvBom = "\uFEFF";

/** What a spreadsheet would take for a formula, and the wide forms some of them take for one too. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/**
 * One cell, always in quotes. What begins like a formula gets an apostrophe before it: a spreadsheet
 * shows it as text and runs nothing.
 */
export function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
