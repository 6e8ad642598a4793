import { describe, expect, test } from "bun:test";
import { AppError } from "@lineside/domain/kernel";
import { bodyBytesMax, bodyDepthMax, isDeeper, readBody } from "./body.ts";

const json = "application/json";
const read = (body: string | null, type = json, headers = {}) =>
  readBody({
    request: new Request("http://localhost", {
      method: "POST",
      body,
      headers: { "content-type": type, ...headers },
    }),
  });

describe("the body of a request", () => {
  // biome-ignore format: a table
  test.each([
    ["nothing               ", null,                                json,                    {}],
    ["an empty text         ", "",                                  json,                    {}],
    ["an object             ", '{"a":[1]}',                         "application/json;charset=utf-8", { a: [1] }],
    ["a problem             ", '{"a":1}',                           "application/problem+json", { a: 1 }],
    ["as deep as it may be  ", "[".repeat(bodyDepthMax) + "]".repeat(bodyDepthMax), json,    null],
  ])("%s is read", async (...[, body, type, expected]) => {
    const value = await read(body, type);
    if (expected !== null) expect(value).toEqual(expected);
  });

  // biome-ignore format: a table
  test.each([
    ["a form                ", "a=1",                               "application/x-www-form-urlencoded", "BODY_NOT_JSON"],
    ["plain text            ", '{"a":1}',                           "text/plain",            "BODY_NOT_JSON"],
    ["JSON in name only     ", '{"a":1}',                           "text/plain; a=application/json", "BODY_NOT_JSON"],
    ["half of it            ", '{"a":',                             json,                    "MALFORMED_JSON"],
    ["too deep              ", "[".repeat(bodyDepthMax + 1),        json,                    "BODY_TOO_DEEP"],
    ["a hundred thousand    ", '{"a":'.repeat(100_000),             json,                    "BODY_TOO_DEEP"],
    ["too much of it        ", `"${"x".repeat(bodyBytesMax)}"`,     json,                    "BODY_TOO_LARGE"],
  ])("%s is refused", async (...[, body, type, code]) => {
    const error = await read(body, type).catch((cause: AppError) => cause);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe(code);
  });

  test("brackets inside texts are no depth", () => {
    expect(isDeeper('{"a":"[[[[{{{{\\"[[[["}', 2)).toBe(false);
    expect(isDeeper('["\\\\",[["x"]]]', 2)).toBe(true);
  });
});
