import { describe, expect, test } from "bun:test";
import { emptyHand, type Hand, type HandInput, handAfter } from "./loop.ts";

const ask = { action: "OPEN" as const, bottleNo: "B-1" };
const error = new Error("no");
const held: Hand = { bottleNo: "B-1", said: null, asking: null };
const asked: Hand = { ...held, asking: { for: "SCRAP" } };

const show = ({ bottleNo, said, asking }: Hand) =>
  [bottleNo ?? "-", said?.at ?? "-", asking?.for ?? "-"].join(" · ");

describe("the bottle in hand", () => {
  // prettier-ignore
  const rows: [string, Hand, HandInput, string][] = [
    ["a scan takes it", emptyHand, { type: "TAKEN", bottleNo: "B-1" }, "B-1 · - · -"],
    [
      "the next scan drops an open question",
      asked,
      { type: "TAKEN", bottleNo: "B-2" },
      "B-2 · - · -",
    ],
    ["a step is done", asked, { type: "DONE", ask, atMs: 0 }, "B-1 · DONE · -"],
    ["a step is refused", held, { type: "REFUSED", ask, error }, "B-1 · REFUSED · -"],
    [
      "an answer about another bottle is late",
      held,
      { type: "REFUSED", ask: { ...ask, bottleNo: "B-9" }, error },
      "B-1 · - · -",
    ],
    [
      "a question needs a bottle",
      emptyHand,
      { type: "ASKED", asking: { for: "STIR" } },
      "- · - · -",
    ],
    ["a step without a bottle", emptyHand, { type: "NO_BOTTLE" }, "- · NO_BOTTLE · -"],
    [
      "an unknown label puts it down",
      held,
      { type: "UNREAD", text: "X", error: null },
      "- · UNREAD · -",
    ],
    ["a badge leaves it in hand", held, { type: "OPERATOR", name: "Ann" }, "B-1 · OPERATOR · -"],
    ["Esc takes the question away first", asked, { type: "CANCELLED" }, "B-1 · - · -"],
    ["then puts the bottle down", held, { type: "CANCELLED" }, "- · - · -"],
  ];
  for (const [name, before, input, expected] of rows)
    test(name, () => expect(show(handAfter(before, input))).toBe(expected));
});
