import { expect, test } from "bun:test";
import { portionsOf } from "./portions.ts";

/** "a:U1,T1" is event a about U1 and T1. */
const items = (text: string) =>
  text.split(" ").map((each) => {
    const [id = "", turns = ""] = each.split(":");
    return { event: { id }, turns: () => (turns === "" ? [] : turns.split(",")) };
  });
const idsOf = (text: string, max: number, dialect: "sqlite" | "postgresql" = "postgresql") =>
  portionsOf(items(text), max, dialect).map(({ eventIds }) => eventIds.join(""));

// biome-ignore format: a table
test.each([
  ["about nothing known: evenly",             "a b c d e",                     ["ab", "cd", "e"]],
  ["what belongs together stays together",    "a:1 b:2 c:1 d:3 e:2",           ["abce", "d"]],
  ["an end goes with its start",              "a:w,U b:x,V c:y,W d:w e:x f:y", ["abde", "cf"]],
  ["twice as full: what follows comes later", "a:1 b:1 c:1 d:1 e:1 f:2",       ["abcd", "ef"]],
] as const)("PostgreSQL: %s", (_, text, expected) => {
  expect(idsOf(text, 2)).toEqual([...expected]);
});

test("SQLite: evenly and in order, and nothing is said of turns", () => {
  expect(idsOf("a:1 b:2 c:1 d:2 e:1", 2, "sqlite")).toEqual(["ab", "cd", "e"]);
  expect(portionsOf(items("a:1"), 25, "sqlite")).toEqual([{ eventIds: ["a"] }]);
});

test("jobs about the same say so alike", () => {
  const [one, two] = [items("a:1,2"), items("b:2")].map((each) =>
    portionsOf(each, 25, "postgresql"),
  );
  expect(one?.[0]?.turns).toHaveLength(2);
  expect(one?.[0]?.turns).toContain(two?.[0]?.turns?.[0] ?? "");
});
