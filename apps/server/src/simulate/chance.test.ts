import { describe, expect, test } from "bun:test";
import { Chance } from "./chance.ts";

const many = (count: number, draw: (chance: Chance) => number, seed = "s") => {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => draw(chance));
};
const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

describe("Chance", () => {
  test("the same words give the same numbers, other words others", () => {
    expect(many(5, (c) => c.next())).toEqual(many(5, (c) => c.next()));
    expect(many(5, (c) => c.next())).not.toEqual(many(5, (c) => c.next(), "t"));
    expect(new Chance("a", 1).uuid()).toBe(new Chance("a", 1).uuid());
  });
  test("next is even between 0 and 1", () => {
    const drawn = many(20_000, (c) => c.next());
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => drawn.filter((value) => Math.floor(value * 10) === tenth).length,
    );
    for (const count of tenths) expect(count).toBeWithin(1_850, 2_150);
  });
  test("first draws of neighbouring boards are as even as any", () => {
    const firsts = Array.from({ length: 10_000 }, (_, n) => new Chance("1", `SN-${n}`, 10).next());
    expect(mean(firsts)).toBeWithin(0.485, 0.515);
    expect(firsts.filter((value) => value < 0.05).length).toBeWithin(430, 570);
  });
  test("normal has its mean and deviation", () => {
    const drawn = many(20_000, (c) => c.normal(100, 5));
    expect(mean(drawn)).toBeWithin(99.8, 100.2);
    expect(Math.sqrt(mean(drawn.map((value) => (value - 100) ** 2)))).toBeWithin(4.85, 5.15);
  });
  test("a UUID looks like one", () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(new Chance("x").uuid()).toMatch(uuid);
  });
});
