import { expect, test } from "bun:test";
import { Gather } from "./gather.ts";

test("what arrives during a run is done together, in order, within the bound", async () => {
  const runs: number[][] = [];
  const first = Promise.withResolvers<void>();
  const gather = new Gather<number, string>(async (items) => {
    runs.push(items);
    if (runs.length === 1) await first.promise;
    return items.map(String);
  }, 3);
  const one = gather.add([1]);
  await new Promise((resolve) => setImmediate(resolve));
  const rest = [gather.add([2]), gather.add([3, 4]), gather.add([5, 6, 7, 8]), gather.add([9])];
  first.resolve();
  expect(await one).toEqual(["1"]);
  expect(await Promise.all(rest)).toEqual([["2"], ["3", "4"], ["5", "6", "7", "8"], ["9"]]);
  expect(runs).toEqual([[1], [2, 3, 4], [5, 6, 7, 8], [9]]);
  expect(await gather.add([])).toEqual([]);
});

test("a failed run fails only its own callers", async () => {
  const gather = new Gather<string, string>(async (items) => {
    if (items.includes("bad")) throw new Error("no");
    return items;
  }, 1);
  const outcomes = await Promise.allSettled([
    gather.add(["a"]),
    gather.add(["bad"]),
    gather.add(["b"]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
