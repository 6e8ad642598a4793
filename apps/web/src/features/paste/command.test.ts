import { expect, test } from "bun:test";
import { commandOf } from "./command.ts";

test("command labels are read in any case, bottle numbers are none", () => {
  expect(["TAKE_OUT", "take out", "Open", "B-1"].map(commandOf)).toEqual([
    "TAKE_OUT",
    "TAKE_OUT",
    "OPEN",
    null,
  ]);
});
