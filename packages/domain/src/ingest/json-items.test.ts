import { describe, expect, test } from "bun:test";
import { splitJsonItems } from "./json-items.ts";

const told = (text: string) => {
  const { isArray, items } = splitJsonItems(text);
  return [isArray, ...items.map((item) => (item.ok ? item.value : `bad@${item.offset}`))];
};

describe("splitJsonItems", () => {
  // biome-ignore format: a table
  test.each([
    ["one object",               '{"a":1}',                               [false, { a: 1 }]],
    ["a byte order mark",        '\ufeff{"a":1}',                         [false, { a: 1 }]],
    ["an array",                 ' [{"a":1}, {"a":2}] ',                  [true, { a: 1 }, { a: 2 }]],
    ["an empty array",           "[]",                                    [true]],
    ["no JSON at all",           "hello",                                 [false, "bad@0"]],
    ["an empty text",            "",                                      [false, "bad@0"]],
    ["a missing comma inside",   '[{"a":1},{"a":2 "b":3},{"a":4}]',       [true, { a: 1 }, "bad@9", { a: 4 }]],
    ["an unquoted date",         '[{"a":2026-11-22},{"a":4}]',            [true, "bad@1", { a: 4 }]],
    ["commas in texts",          '[{"a":"x,]}"},{"a":nope},{"a":4}]',     [true, { a: "x,]}" }, "bad@14", { a: 4 }]],
    ["escaped quotes",           '[{"a":"\\"]"},{"a":nope}]',             [true, { a: '"]' }, "bad@13"]],
    ["a missing bracket",        '[{"a":1,{"b":[1},{"a":4},{"a":5}]',     [true, "bad@1", { a: 4 }, { a: 5 }]],
    ["an unended text",          '[{"a":"x},\n{"a":4}]',                  [true, "bad@1", { a: 4 }]],
    ["cut in an element",        '[{"a":1},{"a":',                        [true, { a: 1 }, "bad@9", "bad@14"]],
    ["cut between elements",     '[{"a":1},',                             [true, { a: 1 }, "bad@9"]],
    ["a number among them",      '[1,{"a":}]',                            [true, 1, "bad@3"]],
  ] as const)("%s", (_, text, expected) => {
    expect(told(text)).toEqual([...expected]);
  });

  test("every cut of a good array keeps what stands before it", () => {
    const whole = JSON.stringify([{ a: "x" }, { a: [1, 2] }, { a: { b: null } }]);
    for (let end = 1; end < whole.length; end++) {
      const items = splitJsonItems(whole.slice(0, end)).items;
      const good = items.filter((item) => item.ok).length;
      expect(good).toBeLessThanOrEqual(3);
      expect(items.at(-1)?.ok).toBe(false);
    }
  });

  test("5 MB of broken elements take no more than a moment", () => {
    const text = `[${'{"a":1 "b":2},'.repeat(360_000)}{}]`;
    expect(splitJsonItems(text).items.length).toBe(360_001);
  });

  test("the text that is kept has no byte order mark", () => {
    expect(splitJsonItems('\ufeff{"a":1}').items).toEqual([
      { ok: true, value: { a: 1 }, text: '{"a":1}' },
    ]);
  });

  // biome-ignore format: a table
  test.each([
    ["digits beyond 2^53",       '[{"sn":12345678901234567891},{"v":0.1000000000000000055}]', ['{"sn":12345678901234567891}', '{"v":0.1000000000000000055}']],
    ["spaces and zeros",         '[ { "a" : 1.0 } ,\n{"a":1e3}\t]',                          ['{ "a" : 1.0 }', '{"a":1e3}']],
    ["a field that is said twice", '[{"a":1,"a":2}]',                                         ['{"a":1,"a":2}']],
    ["brackets in texts",        '[{"a":"],}"},{"b":"\\\\"},{"c":"\\"]"}]',                    ['{"a":"],}"}', '{"b":"\\\\"}', '{"c":"\\"]"}']],
    ["lists in lists",           '[[1,[2,3]],"x", null ,{}]',                                 ["[1,[2,3]]", '"x"', "null", "{}"]],
    ["an empty array",           "[ ]",                                                       []],
    ["a byte order mark",        '\ufeff[{"a":1}]',                                           ['{"a":1}']],
  ])("an element keeps its own text: %s", (_, text, expected) => {
    expect(splitJsonItems(text).items.map((item) => item.text)).toEqual(expected);
  });

  test("thousands of elements that never end do not keep everybody waiting", () => {
    for (const piece of ['{"a":[,', '{"a":"x,'])
      expect(splitJsonItems(`[${piece.repeat(600_000)}`).items.at(-1)).toMatchObject({ ok: false });
  }, 5_000);

  test("what is nested beyond all reason is told as malformed; the others are kept", () => {
    const deep = `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
    expect(told(`[{"a":1},${deep},{"a":2}]`)).toEqual([true, { a: 1 }, "bad@9", { a: 2 }]);
    expect(told(deep)).toEqual([false, "bad@0"]);
  });
});
