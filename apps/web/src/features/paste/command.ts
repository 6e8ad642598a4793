import { type PasteAction, pasteActions } from "@lineside/domain/solder-paste";

/** A command label: what is printed beside the fridge, for hands that hold nothing but the scanner. */
export function commandOf(text: string): PasteAction | null {
  const wanted = text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, "_");
  return pasteActions.find((action) => action === wanted) ?? null;
}

/** The labels worth printing, in the order of the work. */
export const commandLabels = [
  "STORE",
  "TAKE_OUT",
  "STIR",
  "OPEN",
  "BIND",
  "RETURN",
  "EMPTY",
  "SCRAP",
] as const satisfies readonly PasteAction[];
