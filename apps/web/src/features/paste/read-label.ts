import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import type { QueryClient } from "@tanstack/react-query";
import { takeBadge } from "~/lib/badge.ts";
import { ApiError } from "~/lib/http.ts";
import { bottleQuery } from "./api/bottle.ts";
import { type Place, placeOf } from "./places.ts";

export type Read =
  | { is: "BOTTLE"; answer: PasteBottleAnswer }
  | { is: "PLACE"; place: Place }
  | { is: "OPERATOR"; name: string }
  /** null: nobody knows this label. */
  | { is: "UNREAD"; error: Error | null };

/** A bottle, the label of a line or a fridge, a badge: asked in the order they are scanned here. */
export async function readLabel(text: string, client: QueryClient): Promise<Read> {
  try {
    const answer = await client.fetchQuery({ ...bottleQuery(text), staleTime: 0 });
    return { is: "BOTTLE", answer };
  } catch (error) {
    if (!isOneOf(error, ["PASTE_BOTTLE_NOT_FOUND"])) return { is: "UNREAD", error: error as Error };
  }
  const place = await placeOf(text, client);
  if (place) return { is: "PLACE", place };
  try {
    return { is: "OPERATOR", name: await takeBadge(text) };
  } catch (error) {
    const isNobody = isOneOf(error, ["BADGE_UNKNOWN", "VALIDATION_FAILED"]);
    return { is: "UNREAD", error: isNobody ? null : (error as Error) };
  }
}

const isOneOf = (error: unknown, codes: string[]) =>
  error instanceof ApiError && codes.includes(error.code);
