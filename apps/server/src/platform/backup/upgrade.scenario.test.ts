import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openDatabase } from "@lineside/db";
import { migrations } from "@lineside/db/migrations";
import {
  eachDialect,
  freshDatabase,
  freshPlace,
  type TestDialect,
} from "@lineside/testkit/database";
import { systemClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { howToGoBack } from "./go-back.ts";
import { planUpgrade, upgrade } from "./upgrade.ts";
import { verifyKept } from "./verify.ts";

// Whole databases are built here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

const fixtures = join(import.meta.dir, "../../../../../packages/db/fixtures");
/** Whoever releases the next one runs scripts/schema-fixtures.ts and raises this. */
const newestReleased = "0010_defect_recommendation";

eachDialect((dialect) => {
  const suffix = dialect === "sqlite" ? ".sqlite.gz" : ".postgresql.sql.gz";
  const released = readdirSync(fixtures)
    .filter((name) => name.endsWith(suffix))
    .sort();

  let newest: Promise<Columns> | undefined;
  const wanted = () => {
    newest ??= columnsOfNewest(dialect);
    return newest;
  };

  test("there is a fixture of every released schema", () => {
    const names = migrations[dialect]
      .map(({ name }) => name)
      .filter((name) => name <= newestReleased);
    expect(released.map((name) => name.slice(0, -suffix.length))).toEqual(names);
  });

  const isNewest = (fixture: string) => fixture.startsWith(migrations[dialect].at(-1)?.name ?? "");

  test.each(released.filter(isNewest))("%s is what this version makes", async (fixture) => {
    const { config, remove } = await placeOf(dialect, join(fixtures, fixture));
    const db = await openDatabase({ url: config.databaseUrl });
    expect(await planUpgrade({ db, config, clock: systemClock })).toBeNull();
    expect(columnsOf(await tablesOf(dialect, config.databaseUrl))).toEqual(await wanted());
    await db.close();
    await remove();
  });

  const older = released.filter((fixture) => !isNewest(fixture));
  test.each(older)("%s opens and becomes what this version makes", async (fixture) => {
    const place = await placeOf(dialect, join(fixtures, fixture));
    const { config } = place;
    const db = await openDatabase({ url: config.databaseUrl });
    const before = await tablesOf(dialect, config.databaseUrl);
    const plan = await planUpgrade({ db, config, clock: systemClock });
    const from = fixture.slice(0, -suffix.length);
    const pending = migrations[dialect].map(({ name }) => name).filter((name) => name > from);
    expect({ ...plan }).toMatchObject({ from, to: pending.at(-1) ?? "", integrity: "ok" });
    expect(plan?.steps.map(({ name }) => name)).toEqual(pending);
    if (!plan) throw new Error("nothing is pending");
    const report = await upgrade({ db, config, clock: systemClock }, plan);
    expect(report.applied).toEqual(pending);
    // Made before the first step, and good: the way back.
    const backup = report.backup ?? "";
    const { manifest } = await ArchiveReader.open(join(config.backup.dir, backup));
    expect(manifest.migrations.at(-1)?.name).toBe(from);
    expect((await verifyKept(config, backup, systemClock.now())).findings).toEqual([]);
    expect(await howToGoBack(config)).toContain(`lineside backup restore ${backup}.`);
    // No row was lost, and the schema is the one a new database gets.
    const after = await tablesOf(dialect, config.databaseUrl);
    for (const [table, { rows }] of Object.entries(before))
      expect([table, after[table]?.rows]).toEqual([
        table,
        table === "_migration" ? migrations[dialect].length : rows,
      ]);
    expect(columnsOf(after)).toEqual(await wanted());
    expect(await planUpgrade({ db, config, clock: systemClock })).toBeNull();
    await db.close();
    await place.remove();
  });
});

type Columns = Record<string, string[]>;
type Tables = Record<string, { rows: number; columns: string[] }>;

const columnsOf = (tables: Tables): Columns =>
  Object.fromEntries(Object.entries(tables).map(([name, { columns }]) => [name, columns]));

/** Of a database that was made by this version. */
async function columnsOfNewest(dialect: TestDialect): Promise<Columns> {
  const { url, db, dispose } = await freshDatabase(dialect);
  await db.close();
  const tables = await tablesOf(dialect, url);
  await dispose();
  return columnsOf(tables);
}

const describing: Record<TestDialect, string> = {
  sqlite: `SELECT t.name AS t, c.name || ' ' || c.type || ' ' || c."notnull" AS c
    FROM sqlite_master t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
  postgresql: `SELECT table_name AS t, column_name || ' ' || data_type || ' ' || is_nullable AS c
    FROM information_schema.columns WHERE table_schema = 'public'`,
};

async function tablesOf(dialect: TestDialect, url: string): Promise<Tables> {
  const isFile = dialect === "sqlite";
  const sql = isFile
    ? new Bun.SQL(url.replace("file:", "sqlite://"))
    : new Bun.SQL(url, { max: 1 });
  try {
    const columns: { t: string; c: string }[] = await sql.unsafe(describing[dialect]);
    const byTable = Map.groupBy(columns, ({ t }) => t);
    const counts = [...byTable.keys()].map((t) => `SELECT '${t}' AS t, count(*) AS n FROM "${t}"`);
    const rows: { t: string; n: number }[] = await sql.unsafe(counts.join(" UNION ALL "));
    return Object.fromEntries(
      rows.map(({ t, n }) => {
        const found = byTable.get(t) ?? [];
        return [t, { rows: Number(n), columns: found.map(({ c }) => c).sort() }];
      }),
    );
  } finally {
    await sql.close();
  }
}

/** The fixture as an older version would have left it, with a folder for backups. */
async function placeOf(dialect: TestDialect, fixture: string) {
  const fresh = await freshPlace(dialect);
  const folder = mkdtempSync(join(tmpdir(), "lineside-upgrade-"));
  const content = gunzipSync(readFileSync(fixture));
  if (dialect === "sqlite") writeFileSync(fresh.url.slice("file:".length), content);
  else {
    const sql = new Bun.SQL(fresh.url, { max: 1 });
    await sql.unsafe("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await sql.unsafe(content.toString());
    await sql.close();
  }
  const config = readConfig(
    {
      DATABASE_URL: fresh.url,
      APP_BACKUP_DIR: join(folder, "backups"),
      APP_FILES_DIR: join(folder, "files"),
    },
    [],
  );
  return {
    config,
    remove: async () => {
      rmSync(folder, { recursive: true });
      await fresh.remove();
    },
  };
}
