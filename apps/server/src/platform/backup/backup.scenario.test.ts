import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openDatabase } from "@lineside/db";
import type { BackupManifest } from "@lineside/domain/backup";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect, freshPlace, type TestDialect } from "@lineside/testkit/database";
import type { Config } from "../config.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { createBackup } from "./create.ts";
import { cut, edit, exchange, flip, rewrite } from "./damage.fixture.ts";
import { restoreBackup } from "./restore.ts";
import { verifyFile, verifyKept } from "./verify.ts";

// Whole databases are copied here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

const now = "2026-11-22T11:45:00.000Z";
const folder = mkdtempSync(join(tmpdir(), "lineside-backup-"));
afterAll(() => rmSync(folder, { recursive: true }));

eachDialect((dialect) => {
  let app: TestApp;
  let config: Config;
  let made: Awaited<ReturnType<typeof createBackup>>;
  const photo = randomBytes(40_000);
  const sha256 = createHash("sha256").update(photo).digest("hex");
  const path = () => join(config.backup.dir, made.note.name);

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    config = app.platform.config;
    await addPhoto(app, photo, sha256);
    await app.as("admin");
    made = await createBackup({ ...given(config), includesFiles: true });
  });
  afterAll(() => app.dispose());

  test("one file holds the database, the files and the configuration without secrets", async () => {
    // A copy: toMatchObject puts its matchers into what it looks at.
    expect({ ...made.note }).toMatchObject({
      name: expect.stringMatching(/^lineside-20261122T114500Z-\d{4}\.lsbak$/),
      bytes: statSync(path()).size,
      attachments: 1,
      verifiedAt: null,
    });
    expect(made.places).toEqual(["FOLDER"]);
    const archive = await ArchiveReader.open(path());
    const { manifest } = archive;
    const events = await app.db.read.selectFrom("platform_event").select("id").execute();
    expect(manifest).toMatchObject({
      dialect,
      tables: { auth_user: 1, file_stored: 1, platform_event: events.length },
      trail: { count: events.length },
      attachments: { count: 1, bytes: 40_000, isIncluded: true, missing: [] },
    });
    let text = "";
    for await (const chunk of archive.read("config.json")) text += new TextDecoder().decode(chunk);
    expect(JSON.parse(text)).toMatchObject({ APP_TIMEZONE: "Asia/Shanghai" });
    expect(JSON.stringify(manifest) + text).not.toContain(config.secret);
    // Nothing else is left in the folder, and nobody but its owner reads it.
    expect(readdirSync(config.backup.dir).sort()).toEqual([
      made.note.name,
      `${made.note.name}.json`,
    ]);
    expect(statSync(path()).mode & 0o077).toBe(0);
  });

  test("tar lists what is in it", async () => {
    const listed = Bun.spawnSync(["tar", "-tf", path()]).stdout.toString().split("\n");
    expect(listed).toContain("manifest.json");
    expect(listed).toContain(`files/${sha256}`);
    expect(listed).toContain("manifest.sha256");
  });

  test("verified, it shows what was there, and leaves nothing behind", async () => {
    const verified = await verifyKept(config, made.note.name, now);
    expect(verified).toMatchObject({ findings: [], missingAttachments: 0 });
    expect(verified.note).toMatchObject({ verifiedAt: now, sha256: made.note.sha256 });
    expect(readdirSync(config.backup.dir)).toHaveLength(2);
    expect(await schemas(app, dialect)).toEqual([]);
  });

  if (dialect === "postgresql")
    test("what a process that was killed has left goes with the next verification", async () => {
      const sql = new Bun.SQL(config.databaseUrl, { max: 1 });
      await sql.unsafe("CREATE SCHEMA lineside_verify_01900000_0000_7000_8000_000000000000");
      await sql.close();
      await verifyKept(config, made.note.name, now);
      expect(await schemas(app, dialect)).toEqual([]);
    });

  describe("a damaged one is found, and what is damaged is named", () => {
    const part = dialect === "sqlite" ? "database.sqlite.zst" : "tables/auth_user.copy.zst";
    // biome-ignore format: one row per damage
    const damages: [string, (copy: string) => Promise<unknown>, object][] = [
      ["a byte of a part",           (copy) => flip(copy, part, 40),                 { code: "PART_CORRUPTED", name: part }],
      ["a byte of a photo",          (copy) => flip(copy, `files/${sha256}`, 9),     { code: "FILE_CORRUPTED", name: `files/${sha256}` }],
      ["a byte of the manifest",     (copy) => edit(copy, '"plant": "T', '"plant": "R'), { code: "MANIFEST_CORRUPTED", name: "manifest.json" }],
      ["a manifest nobody can read", (copy) => edit(copy, '"kind"', "'kind'"),       { code: "MANIFEST_CORRUPTED", name: "manifest.json" }],
      ["a newer format",             (copy) => edit(copy, '"format": 1', '"format": 9'), { code: "FORMAT_NEWER", name: "manifest.json" }],
      ["two parts exchanged",        (copy) => exchange(copy),                       { code: "PART_SWAPPED", name: "config.json.zst" }],
      ["cut off in a part",          (copy) => cut(copy, part, 20),                  { code: "TRUNCATED", name: part }],
      ["cut off before the end",     (copy) => cut(copy, "manifest.sha256", -512),   { code: "TRUNCATED" }],
      ["another file altogether",    (copy) => Bun.write(copy, "Dear Sir, ".repeat(200)), { code: "NOT_A_BACKUP" }],
      ["an empty file",              (copy) => Bun.write(copy, ""),                  { code: "NOT_A_BACKUP" }],
    ];
    test.each(damages)("%s", async (name, damage, finding) => {
      const copy = join(folder, `${dialect}-${name.replaceAll(" ", "-")}.lsbak`);
      copyFileSync(path(), copy);
      await damage(copy);
      const { findings } = await verifyFile(config, copy, now);
      expect(findings[0]).toMatchObject(finding);
      const place = await emptyPlace(dialect, config);
      await expect(
        restoreBackup({ config: place.config, path: copy, now, isDryRun: false }),
      ).rejects.toMatchObject({
        code: expect.stringMatching(/^BACKUP_(DAMAGED|FORMAT_NEWER)$/),
        message: expect.stringContaining("is damaged"),
      });
      await place.remove();
    });
  });

  test("restored on another machine it is the plant it was", async () => {
    const place = await emptyPlace(dialect, config);
    const options = { config: place.config, path: path(), now };
    const rehearsed = await restoreBackup({ ...options, isDryRun: true });
    expect(rehearsed).toMatchObject({ isDryRun: true, replaced: null, secret: "SAME" });
    expect(rehearsed.attachments).toEqual({ restored: 1, alreadyThere: 0, missing: [] });
    const report = await restoreBackup({ ...options, isDryRun: false });
    expect(report).toMatchObject({ applied: [], events: made.note.events, rows: made.note.rows });
    const db = await openDatabase({ url: place.config.databaseUrl });
    try {
      expect((await migrate(db)).applied).toEqual([]);
      expect(await db.read.selectFrom("auth_user").selectAll().execute()).toEqual(
        await app.db.read.selectFrom("auth_user").selectAll().execute(),
      );
      const newest = db.read.selectFrom("platform_event").selectAll().orderBy("id", "desc");
      expect(await newest.executeTakeFirst()).toMatchObject({
        type: "backup.restored",
        entityKey: made.note.name,
      });
    } finally {
      await db.close();
    }
    const { dir } = place.config.files as { dir: string };
    const restored = await Bun.file(join(dir, sha256.slice(0, 2), sha256)).bytes();
    expect(Buffer.from(restored).equals(photo)).toBe(true);
    // Again, over what is there now: that is kept aside.
    const again = await restoreBackup({ ...options, now: later, isDryRun: false });
    expect(again.attachments).toEqual({ restored: 0, alreadyThere: 1, missing: [] });
    expect(again.replaced ?? "").toMatch(/replaced[-_]20261122t120000z$/i);
    if (dialect === "sqlite") expect(statSync(again.replaced ?? "").size).toBeGreaterThan(0);
    await place.remove();
  });

  test("a server that uses the database is not pulled from under it", async () => {
    await expect(
      restoreBackup({ config, path: path(), now, isDryRun: false }),
    ).rejects.toMatchObject({
      code: dialect === "sqlite" ? "DATABASE_IN_USE" : "BACKUP_SERVER_RUNNING",
      message: expect.stringMatching(/stop (it|them) first\.$/),
    });
  });

  test("one of a newer or of another schema, or of the other database, is refused", async () => {
    const place = await emptyPlace(dialect, config);
    const newer = { name: "9999_later", checksum: "0" };
    const rows: [code: string, change: (manifest: BackupManifest) => unknown][] = [
      ["BACKUP_SCHEMA_NEWER", ({ migrations }) => migrations.push(newer)],
      [
        "BACKUP_SCHEMA_CHANGED",
        ({ migrations }) => Object.assign(migrations[0] ?? {}, { checksum: "0" }),
      ],
      ["BACKUP_OTHER_DATABASE", (manifest) => Object.assign(manifest, { dialect: other(dialect) })],
    ];
    for (const [code, change] of rows) {
      const copy = join(folder, `${dialect}-${code}.lsbak`);
      copyFileSync(path(), copy);
      await rewrite(copy, change);
      const refused = restoreBackup({ config: place.config, path: copy, now, isDryRun: false });
      await expect(refused).rejects.toMatchObject({ code });
    }
    await place.remove();
  });

  test("with too little space nothing is begun", async () => {
    const { requireSpace } = await import("./space.ts");
    await expect(requireSpace(config.backup.dir, 1e18)).rejects.toMatchObject({
      code: "BACKUP_SPACE_SHORT",
      message: expect.stringMatching(/ free and [\d,]+ MB are needed; make /),
    });
  });

  test("a folder nobody can write into is named", async () => {
    const dir = "/proc/lineside/backups";
    const wrong = { ...config, backup: { ...config.backup, dir } };
    await expect(createBackup({ ...given(wrong), includesFiles: false })).rejects.toMatchObject({
      code: "BACKUP_FOLDER_UNWRITABLE",
      message: expect.stringContaining(dir),
    });
  });
});

const later = "2026-11-22T12:00:00.000Z";
const other = (dialect: TestDialect) => (dialect === "sqlite" ? "postgresql" : "sqlite");

const given = (config: Config) => ({ config, now, reason: "MANUAL", plant: "Test plant" }) as const;

/** A fresh folder and database, as on another machine. */
async function emptyPlace(dialect: TestDialect, config: Config) {
  const fresh = await freshPlace(dialect);
  const dir = mkdtempSync(join(tmpdir(), "lineside-other-"));
  return {
    config: {
      ...config,
      databaseUrl: fresh.url,
      files: { kind: "folder", dir: join(dir, "files") },
      backup: { ...config.backup, dir: join(dir, "backups") },
    } as Config,
    remove: async () => {
      rmSync(dir, { recursive: true });
      await fresh.remove();
    },
  };
}

async function addPhoto(app: TestApp, bytes: Uint8Array, sha256: string): Promise<void> {
  mkdirSync((app.platform.config.files as { dir: string }).dir, { recursive: true });
  const incoming = await app.platform.files.receive();
  await incoming.write(bytes);
  await incoming.keep(sha256);
  const row = { id: "photo-1", sha256, size: bytes.length, mediaType: "image/png", name: "a.png" };
  await app.db.unit(({ k }) =>
    k
      .insertInto("file_stored")
      .values({ ...row, uploadedById: null, uploadedByName: "x", uploadedAt: now })
      .execute(),
  );
}

async function schemas(app: TestApp, dialect: TestDialect): Promise<unknown[]> {
  if (dialect === "sqlite") return [];
  const sql = new Bun.SQL(app.platform.config.databaseUrl, { max: 1 });
  try {
    return [...(await sql`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'lineside_%'`)];
  } finally {
    await sql.close();
  }
}
