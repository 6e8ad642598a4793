import { describe, expect, test } from "bun:test";
import { renderManual } from "../../../scripts/manual.ts";
import { partsOf, search } from "./search-manuals.ts";

const manual = (slug: string, ...lines: string[]) => ({
  slug,
  ...renderManual(lines.join("\n"), slug),
});
const operator = manual(
  "operator",
  "# Operator",
  "For operators & leaders.",
  '<a id="in"></a>',
  "## Scan a board",
  "Scan it. It goes **in**.",
  "| code | do |",
  "|---|---|",
  "| `UNIT_ON_HOLD` | ask quality |",
  '<a id="fail"></a>',
  "## A board fails",
  "Press F2. 按 F2 判不良。",
);
const quality = manual(
  "quality",
  "# Quality",
  '<a id="held"></a>',
  "## Held boards",
  "Scan a board.",
);
const parts = [operator, quality].flatMap(partsOf);

describe("the parts of a manual", () => {
  test("are plain text under their headings", () => {
    expect(partsOf(operator).map(({ id, title, text }) => [id, title, text])).toEqual([
      ["", "Operator", "For operators & leaders."],
      ["in", "Scan a board", "Scan it. It goes in. code do UNIT_ON_HOLD ask quality"],
      ["fail", "A board fails", "Press F2. 按 F2 判不良。"],
    ]);
  });
});

describe("looking for", () => {
  // biome-ignore format: a table
  test.each([
    ["every word              ", "scan board",    [],           ["operator#in", "quality#held"]],
    ["what is called so first ", "held",          [],           ["quality#held"]],
    ["the own manual first    ", "board",         ["quality"],  ["quality#held", "operator#in", "operator#fail"]],
    ["a code                  ", "unit_on_hold",  [],           ["operator#in"]],
    ["Chinese                 ", "判不良",         [],           ["operator#fail"]],
    ["nothing                 ", "  ",            [],           []],
    ["what is not there       ", "scan bananas",  [],           []],
  ] as [string, string, string[], string[]][])("%s", (...[, query, own, found]) => {
    expect(search(parts, query, own).map(({ slug, id }) => `${slug}#${id}`)).toEqual(found);
  });

  test("shows what stands around it", () => {
    const [hit] = search(
      [{ ...parts[0]!, text: `${"x ".repeat(100)}here ${"y ".repeat(200)}` }],
      "here",
      [],
    );
    expect(hit?.snippet).toMatch(/^….*here.*…$/);
    expect(hit?.snippet.length).toBeLessThan(190);
  });
});
