import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { encode } from "./encoding.ts";

test.each([
  ["half a character", { a: "x\ud83d" }, '{"a":"x\ufffd"}'],
  ["its other half", ["\ude00"], '["\ufffd"]'],
  ["a whole one", ["😀"], '["😀"]'],
  ["a backslash before ud83d", ["\\ud83d"], '["\\\\ud83d"]'],
  ["a backslash before half a character", ["\\\ud83d"], '["\\\\\ufffd"]'],
])("JSON of %s", (_, value, text) => {
  expect(encode("postgresql", value)).toBe(text);
});

eachDatabase((_dialect, open) => {
  test("a text cut in the middle of a character is kept in a Json column", async () => {
    const db = await open();
    await db.auto
      .insertInto("platform_setting")
      .values({
        key: "cut",
        value: { a: "😀".slice(0, 1) },
        updatedAt: "2026-01-01T00:00:00.000Z",
      } as never)
      .execute();
    const { rows } = await sql`select "value" from platform_setting where "key" = ${"cut"}`.execute(
      db.read,
    );
    expect(rows).toEqual([{ value: { a: "\ufffd" } }]);
  });
});
