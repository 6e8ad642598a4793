import { describe, expect, test } from "bun:test";
import { jsonFault } from "./json-fault.ts";

describe("where a text stops being JSON", () => {
  const rows: [text: string, offset: number | null][] = [
    ['{"a":[1,-2.5e3,"x\\u00e9\\n",true,false,null,{}],"b":{}}', null],
    [" [ ] ", null],
    ['"text"', null],
    ["0", null],
    ["", 0],
    ["{", 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['{"a":1 "b":2}', 7],
    ["{'a':1}", 1],
    ['{"a":"x\ny"}', 7],
    ['{"a":"\\x"}', 6],
    ["[1,2", 4],
    ["[1,]", 3],
    ["[1}", 2],
    ["{} {}", 3],
    ["01", 1],
    ["[tru]", 1],
    ["[NaN]", 1],
    ["[1,2]]", 5],
    [`${"[".repeat(100_000)}`, 100_000],
  ];
  test.each(rows)("%p", (text, offset) => {
    expect(jsonFault(text)?.offset ?? null).toBe(offset);
  });

  test("is told as an editor counts", () => {
    expect(jsonFault('{\n  "sn": "1",\n  "result" "PASS"\n}')).toEqual({
      offset: 26,
      line: 3,
      column: 12,
    });
  });

  test("finds a fault exactly where parsing fails", () => {
    const good = '{"a":[1,{"b":"c\\"d"},null],"e":-0.5,"f":"水"}';
    for (let cut = 0; cut < good.length; cut++)
      for (const text of [good.slice(0, cut), good.slice(0, cut) + good.slice(cut + 1)]) {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect([text, jsonFault(text) === null]).toEqual([text, isJson]);
      }
  });
});
