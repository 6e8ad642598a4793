import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { type Migration, migrations } from "../generated/migrations.ts";
import type { Database } from "./database.ts";
import { checkMigrations, migrate, migrateTo } from "./migrate.ts";
import { addPerson, findPerson, newPerson } from "./samples.ts";

function migration(name: string, text: string): Migration {
  return { name, sql: text, checksum: createHash("sha256").update(text).digest("hex") };
}

async function tables(db: Database): Promise<string[]> {
  const found = await db.read.introspection.getTables();
  return found.map(({ name }) => name).filter((name) => name.startsWith("later_"));
}

eachDatabase((dialect, open) => {
  const known = migrations[dialect];
  const later = migration(
    "9000_later",
    `CREATE TABLE later_a (id TEXT); CREATE TABLE later_b (id TEXT);`,
  );

  test("a migrated database needs nothing more", async () => {
    const db = await open();
    expect(await migrate(db)).toEqual({ applied: [] });
    expect((await checkMigrations(db)).map(({ name }) => name)).toEqual(
      known.map(({ name }) => name),
    );
  });

  test("only what is missing is applied, in order", async () => {
    const db = await open();
    const last = migration("9001_last", "ALTER TABLE later_a ADD COLUMN more TEXT;");
    expect(await migrateTo(db, [...known, later, last])).toEqual({
      applied: [later.name, last.name],
    });
    expect(await migrateTo(db, [...known, later, last])).toEqual({ applied: [] });
    expect(await tables(db)).toEqual(["later_a", "later_b"]);
  });

  test("a database changed by a newer binary is refused", async () => {
    const db = await open();
    await migrateTo(db, [...known, later]);
    const newer = { code: "DATABASE_NEWER" };
    await expect(checkMigrations(db)).rejects.toThrow("9000_later");
    await expect(checkMigrations(db)).rejects.toMatchObject(newer);
    await expect(migrate(db)).rejects.toMatchObject(newer);
  });

  test("an edited migration is refused", async () => {
    const db = await open();
    await migrateTo(db, [...known, later]);
    const edited = migration(later.name, `${later.sql} -- and more`);
    const changed = { code: "MIGRATION_CHANGED" };
    await expect(checkMigrations(db, [...known, edited])).rejects.toThrow("9000_later");
    await expect(checkMigrations(db, [...known, edited])).rejects.toMatchObject(changed);
    await expect(migrateTo(db, [...known, edited])).rejects.toMatchObject(changed);
  });

  test("a migration that fails leaves nothing behind, and can be mended", async () => {
    const db = await open();
    const broken = migration(later.name, `${later.sql} CREATE TABLE later_c (id NONSENSE(; `);
    const failed = migrateTo(db, [...known, broken]);
    await expect(failed).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
    expect(await tables(db)).toEqual([]);
    expect(await migrateTo(db, [...known, later])).toEqual({ applied: [later.name] });
  });

  test("migrating twice at once applies each migration once", async () => {
    const db = await open();
    const both = await Promise.all([
      migrateTo(db, [...known, later]),
      migrateTo(db, [...known, later]),
    ]);
    expect(both.flatMap(({ applied }) => applied)).toEqual([later.name]);
  });

  test("statements prepared before a migration see the new columns after it", async () => {
    const db = await open();
    await db.unit((tx) => tx.run(addPerson, newPerson("lead")));
    const [before] = await db.query(findPerson, { username: "lead" });
    const add = migration(
      "9000_flag",
      `ALTER TABLE auth_user ADD COLUMN "isNew" BOOLEAN DEFAULT true;`,
    );
    await migrateTo(db, [...known, add]);
    const after = await db.query(findPerson, { username: "lead" });
    expect(after).toEqual([{ ...before!, isNew: true } as never]);
  });

  if (dialect === "sqlite")
    test("a table others refer to can be rebuilt; a row left without what it refers to is an error", async () => {
      const db = await open();
      await migrateTo(db, [...known, tree()]);
      const rebuild = migration(
        "9001_rebuild",
        `PRAGMA foreign_keys=OFF;
CREATE TABLE "new_later_a" (id TEXT PRIMARY KEY, more TEXT);
INSERT INTO "new_later_a" (id) SELECT id FROM later_a;
DROP TABLE later_a;
ALTER TABLE "new_later_a" RENAME TO later_a;
PRAGMA foreign_keys=ON;`,
      );
      await migrateTo(db, [...known, tree(), rebuild]);
      const { rows } = await sql`select * from later_b`.execute(db.read);
      expect(rows).toEqual([{ id: "x", a: "1" }]);
      const orphan = migration("9002_orphan", "DELETE FROM later_a;");
      await expect(migrateTo(db, [...known, tree(), rebuild, orphan])).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
      });
      const dangling = sql`insert into later_b values ('y', 'nobody')`.execute(db.auto);
      await expect(dangling).rejects.toThrow("FOREIGN KEY");
    });
});

const tree = () =>
  migration(
    "9000_tree",
    `CREATE TABLE later_a (id TEXT PRIMARY KEY);
           CREATE TABLE later_b (id TEXT, a TEXT REFERENCES later_a(id) ON DELETE CASCADE);
           INSERT INTO later_a VALUES ('1'); INSERT INTO later_b VALUES ('x', '1');`,
  );
