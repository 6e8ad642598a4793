import { describe, expect, test } from "bun:test";
import { slotsOf } from "./slots.ts";

const lying = (...places: [string, number | null][]) =>
  places.map(([sn, position]) => ({ sn, position }));
const drawn = (...[carrier, fresh]: Parameters<typeof slotsOf>) =>
  slotsOf(carrier, fresh)
    .map(({ number, sn, isNew }) => `${number}:${sn ?? "-"}${isNew ? "*" : ""}`)
    .join(" ");

describe("the places of a carrier", () => {
  // biome-ignore format: a table is read by column
  const rows: [string, Parameters<typeof slotsOf>, string][] = [
    ["free ones are drawn too",       [{ capacity: 3, units: lying(["A", 2]) }], "1:- 2:A 3:-"],
    ["the last scan stands out",      [{ capacity: 2, units: lying(["A", 1], ["B", 2]) }, lying(["B", 2])], "1:A 2:B*"],
    ["no limit: what lies there",     [{ capacity: null, units: lying(["A", 2], ["B", 5]) }], "2:A 5:B"],
    ["no place: the first free one",  [{ capacity: 3, units: lying(["A", null], ["B", 1]) }], "1:B 2:A 3:-"],
    ["one place told twice",          [{ capacity: 2, units: lying(["A", 1], ["B", 1]) }], "1:A 2:B"],
    ["more than it takes is drawn",   [{ capacity: 1, units: lying(["A", 1], ["B", 2]) }], "1:A 2:B"],
  ];
  for (const [name, args, expected] of rows)
    test(name, () => expect(drawn(...args)).toBe(expected));
});
