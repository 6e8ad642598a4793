import { describe, expect, test } from "bun:test";
import { migrations } from "../../generated/migrations.ts";
import { diff, readSnapshot } from "./diff.ts";
import { providers, readSource } from "./generate.ts";
import { readTables, schemaFor } from "./prisma-schema.ts";

describe.each(providers)("the %s migrations", (provider) => {
  test("lead to the schema: run `bun run migration <name>` after changing it", async () => {
    expect(await diff(provider, schemaFor(provider, readSource()), readSnapshot(provider))).toBe(
      "",
    );
  });

  test("a column added to the schema shows as a difference", async () => {
    const schema = schemaFor(provider, readSource());
    const moved = schema.replace("model User {", "model User {\n  shoeSize Int?");
    expect(await diff(provider, moved, readSnapshot(provider))).toMatch(/ADD COLUMN +"shoeSize"/);
  });

  test("an invalid schema is an error", async () => {
    await expect(
      diff(provider, schemaFor(provider, "model Broken {\n  id Nothing\n}\n")),
    ).rejects.toThrow();
  });

  test("are embedded in order, each with the checksum of its text", () => {
    const names = migrations[provider].map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    for (const { sql, checksum } of migrations[provider])
      expect(new Bun.CryptoHasher("sha256").update(sql).digest("hex")).toBe(checksum);
  });
});

test("a column type the databases do not share is refused", () => {
  expect(() => readTables("model A {\n  id String\n  price Decimal\n}\n")).toThrow("price");
  expect(() => readTables("model A {\n  id String\n  tags String[]\n}\n")).toThrow("tags");
});
