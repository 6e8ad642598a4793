import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { charts, statesFile, statesPage } from "./diagrams.ts";

test("domain_docs/states.md shows the state tables as they are", () => {
  expect(readFileSync(statesFile, "utf8")).toBe(statesPage());
});

test("every state has a Chinese name, and no name is left over", () => {
  for (const { table, zh } of charts) expect(Object.keys(zh)).toEqual(Object.keys(table));
});

test("a hold is drawn back to every state it may interrupt", () => {
  const page = statesPage();
  for (const state of ["RECEIVED", "RELEASED", "IN_PROGRESS", "PREP", "AUTHORIZED"])
    expect(page).toContain(`  ON_HOLD --> ${state} : resume`);
  expect(page).not.toContain("HELD_FROM");
});
