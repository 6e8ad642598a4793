import { describe, expect, test } from "bun:test";
import { renderManual } from "./manual.ts";

const page = (...lines: string[]) => renderManual(["# Operator", "", ...lines].join("\n"), "x.md");

describe("a manual", () => {
  test("has a title, a lead, and its parts with their places", () => {
    const { title, lead, html, sections } = page(
      "For operators. More.",
      "",
      '<a id="scan-in"></a>',
      "## Scan `in`",
      "",
      "Text.",
      "### Without a place",
    );
    expect([title, lead]).toEqual(["Operator", "For operators."]);
    expect(sections).toEqual([
      { id: "scan-in", title: "Scan in", level: 2 },
      { id: "without-a-place", title: "Without a place", level: 3 },
    ]);
    expect(html).toContain('<h2 id="scan-in">Scan <code>in</code></h2>');
    expect(html).not.toContain("<h1");
  });

  // biome-ignore format: a table
  test.each([
    ["another manual        ", "[a](admin.md)",             '<p><a href="/help/admin">a</a></p>'],
    ["a place in it         ", "[a](sop-x.md#back)",        '<p><a href="/help/sop-x#back">a</a></p>'],
    ["a place here          ", "[a](#here)",                '<p><a href="#here">a</a></p>'],
    ["the repository        ", "[a](../../x/glossary.md)",  "<p>a</p>"],
    ["a script              ", "[a](javascript:alert)",     "<p>a</p>"],
    ["a picture             ", "![a](../images/a.png)",     ""],
    ["what looks like a tag ", "1 &lt; 2",                  "<p>1 &lt; 2</p>"],
  ])("%s", (_, source, html) => {
    expect(page(source).html).toBe(html);
  });

  test("a table names the column in every cell", () => {
    const { html } = page("| code | do |", "|---|---|", "| `A` | wait |");
    expect(html).toContain(
      '<td data-label="code"><code>A</code></td><td data-label="do">wait</td>',
    );
  });

  test.each(["<script>alert(1)</script>", "text <b>bold</b>", '<a id="loose"></a>\ntext'])(
    "raw HTML is refused: %s",
    (source) => {
      expect(() => page(source)).toThrow("raw HTML");
    },
  );
});
