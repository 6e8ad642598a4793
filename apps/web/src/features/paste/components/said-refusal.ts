import { type Refused, toRefused } from "~/ui/refusal.tsx";
import type { Said } from "../loop.ts";

/** The refusal that was the last answer, as the screen words it. */
export const toRefusedSaid = (said: Said | null): Refused | null =>
  said?.at === "REFUSED" ? toRefused(said.error) : null;

/** The bottle to take instead, where the order of use was the reason. */
export function takeFirstOf(refused: Refused | null | undefined): string | null {
  if (refused?.code !== "PASTE_FIFO_VIOLATION") return null;
  const { takeFirst } = refused.context ?? {};
  return typeof takeFirst === "string" ? takeFirst : null;
}
