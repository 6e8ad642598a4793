import type { PasteAction, PasteBottleAnswer } from "@lineside/domain/solder-paste";
import type { Ask, Asking } from "./loop.ts";

export interface WayFacts {
  answer: PasteBottleAnswer;
  /** What this terminal stands at; null: nobody said yet, or there are several. */
  lineCode: string | null;
  fridgeCode: string | null;
  /** How long the bottle has turned in the mixer; null: it is not in there. */
  turnedSeconds: number | null;
}

export type Way =
  | { do: "ASK"; asking: Asking }
  | { do: "SEND"; ask: Ask }
  | { do: "START_STIRRING" };

/** What pressing a step leads to: straight to the server, or first to what is still missing. */
export function wayOf(action: PasteAction, facts: WayFacts): Way {
  const { lineCode, fridgeCode, turnedSeconds } = facts;
  const { bottle, type } = facts.answer;
  const { bottleNo } = bottle;
  const send = (more: Partial<Ask> = {}): Way => ({
    do: "SEND",
    ask: { action, bottleNo, ...more },
  });
  switch (action) {
    case "SCRAP":
      return { do: "ASK", asking: { for: "SCRAP" } };
    case "STIR":
      return turnedSeconds === null ? { do: "START_STIRRING" } : send({ seconds: turnedSeconds });
    case "STORE":
      return fridgeCode ? send({ fridgeCode }) : { do: "ASK", asking: { for: "FRIDGE", action } };
    case "RETURN":
      // Into the fridge or onto the shelf: both are right, and differ in what the clock does.
      return type.policy.rechillOpened && type.policy.needsFridge
        ? { do: "ASK", asking: { for: "FRIDGE", action } }
        : send();
    case "BIND":
      return lineCode ? send({ lineCode }) : { do: "ASK", asking: { for: "LINE" } };
    case "UNBIND":
      return send({ lineCode: bottle.lineCode ?? undefined });
    default:
      return send();
  }
}
