import { expect, test } from "bun:test";
import { isDeepStrictEqual } from "node:util";
import { parseExactly } from "./exact-json.ts";

// biome-ignore format: a table
test.each([
  ["the last digit beyond 2^53",    '{"sn":90071992547409931}',     '{"sn":90071992547409930}',       false],
  ["the last digit of a fraction",  '{"v":0.10000000000000000551}', '{"v":0.1}',                      false],
  ["the same long number",          '{"sn":90071992547409931}',     '{ "sn" : 90071992547409931 }',   true],
  ["one as text, one as number",    '{"sn":"90071992547409931"}',   '{"sn":90071992547409931}',       true],
  ["zeros behind",                  '{"v":1.00000000000000000000}', '{"v":1}',                        true],
  ["another way to write it",       '{"v":1e3}',                    '{"v":1000}',                     true],
  ["order of fields",               '{"a":1,"b":2}',                '{"b":2,"a":1}',                  true],
  ["another value",                 '{"a":1}',                      '{"a":2}',                        false],
] as const)("two texts tell the same: %s", (...[, one, other, isSame]) => {
  expect(isDeepStrictEqual(parseExactly(one), parseExactly(other))).toBe(isSame);
});
