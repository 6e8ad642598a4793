import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { AppError } from "@lineside/domain/kernel";
import { textOf } from "./message-text.ts";
import { loadRhea } from "./rhea.ts";

/** As it arrives: through the wire format and back. */
const { message: rhea } = await loadRhea();
const read = (message: object) =>
  textOf(rhea.decode(rhea.encode(message as never) as never) as never);
const refusal = (message: object) => {
  try {
    read(message);
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.context.reason ?? ""}`.trim();
  }
  return null;
};

const text = '{"MessageName":"CFX.Heartbeat","名":"贴片"}';
const bytes = Buffer.from(text);
const data = (content: Buffer) => rhea.data_section(content as never);

describe("the text of a message", () => {
  test.each([
    ["a data section", { body: data(bytes) }],
    [
      "several data sections",
      { body: rhea.data_sections([bytes.subarray(0, 9), bytes.subarray(9)] as never) },
    ],
    ["a string", { body: text }],
    ["binary", { body: bytes }],
    ["a zipped data section", { body: data(gzipSync(bytes)), content_encoding: "gzip" }],
    ["zipped and not said so", { body: data(gzipSync(bytes)) }],
    ["zipped binary", { body: gzipSync(bytes), content_encoding: "gzip" }],
    ["said to be as it is", { body: data(bytes), content_encoding: "identity" }],
  ])("in %s", (_in, message) => {
    expect(read(message)).toBe(text);
  });

  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  // biome-ignore format: a table
  test.each([
    ["nothing",              {},                                                  "INGEST_BODY_INVALID neither data nor text"],
    ["a number",             { body: 7 },                                         "INGEST_BODY_INVALID neither data nor text"],
    ["a map",                { body: { a: "b" } },                                "INGEST_BODY_INVALID neither data nor text"],
    ["a sequence",           { body: rhea.sequence_section(["a"] as never) },     "INGEST_BODY_INVALID neither data nor text"],
    ["no UTF-8",             { body: data(Buffer.from([0xff, 0xfe])) },           "INGEST_BODY_INVALID not UTF-8"],
    ["no gzip",              { body: data(bytes), content_encoding: "gzip" },     "INGEST_BODY_INVALID not gzip"],
    ["half a gzip",          { body: data(gzipSync(bytes).subarray(0, 20)) },     "INGEST_BODY_INVALID not gzip"],
    ["another encoding",     { body: data(bytes), content_encoding: "br" },       "INGEST_BODY_INVALID content-encoding br"],
    ["a bomb",               { body: data(bomb), content_encoding: "gzip" },      "BODY_TOO_LARGE"],
    ["more than is allowed", { body: data(Buffer.alloc(5 * 1024 * 1024 + 1)) },   "BODY_TOO_LARGE"],
  ])("%s is refused", (_what, message, code) => {
    expect(refusal(message)).toBe(code);
  });
});

test("an array that claims more items than it has bytes is not made", () => {
  // An AMQP value: array32 of nulls, four billion of them in fourteen bytes.
  const value = Buffer.from("005377f0000000050fffffff40", "hex");
  expect(() => rhea.decode(value as never)).toThrow("more items than bytes");
});
