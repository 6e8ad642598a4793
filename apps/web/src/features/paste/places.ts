import type { QueryClient } from "@tanstack/react-query";
import { fridgesQuery, linesQuery } from "./api/choices.ts";

export interface Place {
  kind: "LINE" | "FRIDGE";
  code: string;
}

/** The label of a line or of a fridge: from now on this terminal stands there. */
export async function placeOf(text: string, client: QueryClient): Promise<Place | null> {
  const is = (row: { code: string }) => row.code.toLowerCase() === text.toLowerCase();
  // Who may not see one of them can still scan the other.
  const [lines, fridges] = await Promise.all([
    client.ensureQueryData(linesQuery).catch(() => []),
    client.ensureQueryData(fridgesQuery).catch(() => []),
  ]);
  const line = lines.find(is);
  if (line) return { kind: "LINE", code: line.code };
  const fridge = fridges.find(is);
  return fridge ? { kind: "FRIDGE", code: fridge.code } : null;
}
