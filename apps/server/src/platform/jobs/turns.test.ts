import { expect, test } from "bun:test";
import { Turns } from "./turns.ts";

/** Takes turns by the keys given, each of which ends when it is told to. */
function taking() {
  const turns = new Turns();
  const begun: string[] = [];
  const take = (name: string, ...keys: string[]) => {
    const work = Promise.withResolvers<string>();
    const done = turns.take(keys, () => {
      begun.push(name);
      return work.promise;
    });
    return { done, end: () => work.resolve(name), fail: () => work.reject(new Error(name)) };
  };
  return { turns, begun, take };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what shares a key follows, what does not goes on", async () => {
  const { turns, begun, take } = taking();
  const [a, b, c, d] = [take("a", "x"), take("b", "x", "y"), take("c", "z"), take("d", "y")];
  expect(begun).toEqual(["a", "c"]);
  a.end();
  await settled();
  expect(begun).toEqual(["a", "c", "b"]);
  b.end();
  await settled();
  expect(begun).toEqual(["a", "c", "b", "d"]);
  for (const each of [c, d]) each.end();
  expect(await Promise.all([a, b, c, d].map(({ done }) => done))).toEqual(["a", "b", "c", "d"]);
  expect(turns.size).toBe(0);
});

test("what fails blocks nobody", async () => {
  const { turns, begun, take } = taking();
  const [a, b] = [take("a", "x"), take("b", "x")];
  a.fail();
  await expect(a.done).rejects.toThrow("a");
  await settled();
  expect(begun).toEqual(["a", "b"]);
  b.end();
  await settled();
  expect(turns.size).toBe(0);
});
