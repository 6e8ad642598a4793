import type { PasteAction } from "@lineside/domain/solder-paste";

/** What is asked of the server. */
export interface Ask {
  action: PasteAction;
  bottleNo: string;
  lineCode?: string;
  fridgeCode?: string;
  reason?: string;
  seconds?: number;
}

/** What a step still needs from the person. */
export type Asking =
  | { for: "SCRAP" | "STIR" | "LINE" }
  /** Into which fridge; a returned jar may also go to the shelf. */
  | { for: "FRIDGE"; action: "STORE" | "RETURN" }
  /** Why it goes before the bottle whose turn it is. */
  | { for: "OVERRIDE"; action: PasteAction };

/** What the screen says beside the bottle, until the next scan. */
export type Said =
  | { at: "DONE"; ask: Ask; atMs: number }
  | { at: "REFUSED"; ask: Ask; error: Error }
  | { at: "UNREAD"; text: string; error: Error | null }
  | { at: "PLACE"; kind: "LINE" | "FRIDGE"; code: string }
  | { at: "OPERATOR"; name: string }
  | { at: "NO_BOTTLE" };

/** The bottle in hand, what was said last, what is asked now. */
export interface Hand {
  bottleNo: string | null;
  said: Said | null;
  asking: Asking | null;
}

export const emptyHand: Hand = { bottleNo: null, said: null, asking: null };

export type HandInput =
  | { type: "TAKEN"; bottleNo: string }
  | { type: "ASKED"; asking: Asking }
  | { type: "DONE"; ask: Ask; atMs: number }
  | { type: "REFUSED"; ask: Ask; error: Error }
  | { type: "UNREAD"; text: string; error: Error | null }
  | { type: "PLACE"; kind: "LINE" | "FRIDGE"; code: string }
  | { type: "OPERATOR"; name: string }
  | { type: "NO_BOTTLE" }
  | { type: "CANCELLED" };

export function handAfter(hand: Hand, input: HandInput): Hand {
  switch (input.type) {
    case "TAKEN":
      return { bottleNo: input.bottleNo, said: null, asking: null };
    case "ASKED":
      return hand.bottleNo ? { ...hand, said: null, asking: input.asking } : hand;
    case "DONE":
    case "REFUSED":
      // The answer to a bottle that was put down meanwhile must not speak for the one in hand.
      if (input.ask.bottleNo !== hand.bottleNo) return hand;
      return { ...hand, asking: null, said: saidBy(input) };
    case "UNREAD":
      return {
        bottleNo: null,
        asking: null,
        said: { at: "UNREAD", text: input.text, error: input.error },
      };
    case "PLACE":
      return { ...hand, asking: null, said: { at: "PLACE", kind: input.kind, code: input.code } };
    case "OPERATOR":
      return { ...hand, said: { at: "OPERATOR", name: input.name } };
    case "NO_BOTTLE":
      return { ...emptyHand, said: { at: "NO_BOTTLE" } };
    case "CANCELLED":
      return hand.said || hand.asking ? { ...hand, said: null, asking: null } : emptyHand;
  }
}

function saidBy(input: Extract<HandInput, { type: "DONE" | "REFUSED" }>): Said {
  if (input.type === "DONE") return { at: "DONE", ask: input.ask, atMs: input.atMs };
  return { at: "REFUSED", ask: input.ask, error: input.error };
}
