import { describe, expect, test } from "bun:test";
import { canonicalJson } from "./canonical.ts";
import { csvCell, csvLine } from "./csv.ts";
import { compareMarks } from "./integrity.ts";

describe("a cell no spreadsheet runs", () => {
  // biome-ignore format: one row per case
  test.each([
    ["plain text",            "SN-1",                     '"SN-1"'],
    ["nothing",               null,                       '""'],
    ["a number",              12,                         '"12"'],
    ["quotes",                'say "hi", please',         '"say ""hi"", please"'],
    ["a line break inside",   "a\r\nb",                   '"a\r\nb"'],
    ["a formula",             "=1+1",                     `"'=1+1"`],
    ["a command",             "=cmd|' /C calc'!A0",       `"'=cmd|' /C calc'!A0"`],
    ["a link",                '=HYPERLINK("http://x")',   `"'=HYPERLINK(""http://x"")"`],
    ["plus",                  "+1",                       `"'+1"`],
    ["minus",                 "-1",                       `"'-1"`],
    ["a negative number",     -5,                         `"'-5"`],
    ["at",                    "@SUM(A1)",                 `"'@SUM(A1)"`],
    ["a tab before it",       "\t=1+1",                   `"'\t=1+1"`],
    ["a carriage return",     "\r=1+1",                   `"'\r=1+1"`],
    ["a line feed",           "\n=1+1",                   `"'\n=1+1"`],
    ["spaces before it",      "  =1+1",                   `"'  =1+1"`],
    ["a wide equals sign",    "＝1+1",                    `"'＝1+1"`],
    ["an object",             { a: "=1" },                '"{""a"":""=1""}"'],
  ])("%s", (_, value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  test("lines end as RFC 4180 says", () => {
    expect(csvLine(["a", 1])).toBe('"a","1"\r\n');
  });
});

test("a value is written down one way only", () => {
  const one = canonicalJson({ b: [1, { d: null, c: "x" }], a: 0.5, e: undefined });
  expect(one).toBe('{"a":0.5,"b":[1,{"c":"x","d":null}]}');
});

describe("what became of sealed rows", () => {
  const marks = [
    { id: "1", digest: "a" },
    { id: "2", digest: "b" },
    { id: "4", digest: "d" },
  ];
  // biome-ignore format: one row per case
  test.each([
    ["nothing",            "1a 2b 4d",     []],
    ["one is another",     "1a 2x 4d",     ["ROW_CHANGED 2"]],
    ["one is gone",        "1a 4d",        ["ROW_MISSING 2"]],
    ["one came in",        "1a 2b 3c 4d",  ["ROW_INSERTED 3"]],
    ["the first is first", "2x 3c",        ["ROW_MISSING 1", "ROW_CHANGED 2", "ROW_INSERTED 3", "ROW_MISSING 4"]],
  ])("%s", (_, rows, expected) => {
    const found = rows.split(" ").map(([id, digest]) => ({ id: id ?? "", digest: digest ?? "" }));
    const findings = compareMarks(7, marks, found);
    expect(findings.map(({ code, eventId }) => `${code} ${eventId}`)).toEqual([...expected]);
  });
});
