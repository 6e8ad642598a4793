import { expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openDatabase } from "@lineside/db";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { eachDialect, freshPlace } from "@lineside/testkit/database";
import { sql } from "kysely";
import { type Floor, makeFloor, send, signIn } from "./floor.fixture.ts";
import { lineside } from "./verb.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(90_000);

const fixtures = join(import.meta.dir, "../../../../packages/db/fixtures");

eachDialect((dialect) => {
  test("made while the line scans, it brings back on another machine all that was answered", async () => {
    const floor = await makeFloor(dialect, { operators: 1, units: 1_500 });
    const folder = mkdtempSync(join(tmpdir(), "lineside-cli-backup-"));
    const env = { ...floor.env, APP_BACKUP_DIR: folder, APP_FILES_DIR: join(folder, "files") };
    const binary = await startBinary({ env });
    try {
      const scans = await startScans(binary, floor);
      const { before, slowestMs } = scans;
      const made = await lineside(["backup", "create", "--json"], { env });
      expect(made.stderr).toBe("");
      const { note, verified } = JSON.parse(made.stdout);
      expect([made.code, verified.findings]).toEqual([0, []]);
      const acknowledged = await scans.stop();
      expect(acknowledged.length).toBeGreaterThan(before.length);
      // 20 ms a scan without it; a freeze of the whole copy would show.
      expect(slowestMs()).toBeLessThan(1_500);

      const listed = await lineside(["backup", "list"], { env });
      expect(listed.stdout).toMatch(new RegExp(`^${note.name} .* FOLDER +verified 20`));
      const inUse = await lineside(["backup", "restore", "latest"], { env });
      expect([inUse.code, inUse.stdout]).toEqual([2, ""]);
      expect(inUse.stderr).toMatch(/stop (it|them) first\.\n$/);

      const bad = join(folder, "bad.lsbak");
      copyFileSync(join(folder, note.name), bad);
      const bytes = readFileSync(bad);
      const middle = Math.floor(bytes.length * 0.75);
      bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
      writeFileSync(bad, bytes);
      const found = await lineside(["backup", "verify", bad], { env });
      expect([found.code, found.stderr]).toEqual([1, ""]);
      expect(found.stdout).toMatch(/is damaged:\n {2}PART_CORRUPTED (database|tables)/);

      const other = await freshPlace(dialect);
      const there = { ...env, DATABASE_URL: other.url, APP_FILES_DIR: join(folder, "other") };
      const path = join(folder, note.name);
      const refused = await lineside(["backup", "restore", bad], { env: there });
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringMatching(/nothing was changed\. Take another backup\.\n$/),
      ]);
      const rehearsed = await lineside(["backup", "restore", path, "--dry-run"], { env: there });
      expect([rehearsed.code, rehearsed.stderr]).toEqual([0, ""]);
      expect(rehearsed.stdout).toContain("can be restored; nothing was changed\n");
      const restored = await lineside(["backup", "restore", path, "--json"], { env: there });
      expect(JSON.parse(restored.stdout)).toMatchObject({ applied: [], secret: "SAME" });
      const second = await startBinary({ env: there });
      const cookie = await signIn(second, { username: "operator-1" });
      expect(cookie).not.toBe("");
      expect(await second.stop()).toBe(0);
      const db = await openDatabase({ url: other.url });
      const tracks = await sql<{
        sn: string;
      }>`select u.sn from execution_track t join execution_unit u on u.id = t."unitId"`
        .execute(db.read)
        .finally(() => db.close());
      const there2 = new Set(tracks.rows.map(({ sn }) => sn));
      expect(before.filter((sn) => !there2.has(sn))).toEqual([]);
      expect(there2.size).toBeLessThanOrEqual(acknowledged.length);
      await other.remove();
    } finally {
      await binary.dispose();
      await floor.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  test("a start brings an old database forward after a verified backup, and the way back is named", async () => {
    const place = await freshPlace(dialect);
    const folder = mkdtempSync(join(tmpdir(), "lineside-cli-upgrade-"));
    const suffix = dialect === "sqlite" ? "sqlite.gz" : "postgresql.sql.gz";
    const content = gunzipSync(readFileSync(join(fixtures, `0001_foundation.${suffix}`)));
    if (dialect === "sqlite") writeFileSync(place.url.slice("file:".length), content);
    else {
      const pg = new Bun.SQL(place.url, { max: 1 });
      await pg.unsafe("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      await pg.unsafe(content.toString());
      await pg.close();
    }
    const env = {
      DATABASE_URL: place.url,
      APP_SECRET: "a-secret-that-every-node-and-start-shares",
      APP_BACKUP_DIR: folder,
    };
    const planned = await lineside(["upgrade", "--dry-run"], { env });
    expect([planned.code, planned.stderr]).toEqual([0, ""]);
    expect(planned.stdout).toMatch(
      /^0001_foundation → .* integrity ok\n.*Nothing was changed\.\n$/s,
    );
    const binary = await startBinary({ env: { ...env, APP_WEB_MODE: "off" } });
    expect(await binary.stop()).toBe(0);
    expect(binary.logs()).toContain('"message":"upgraded"');
    expect((await lineside(["upgrade"], { env })).stdout).toBe("The database is up to date.\n");
    const { backups } = JSON.parse((await lineside(["backup", "list", "--json"], { env })).stdout);
    expect(backups.map((each: { note: object }) => each.note)).toMatchObject([
      { reason: "UPGRADE", schema: "0001_foundation", verifiedAt: expect.stringMatching(/^20/) },
    ]);
    const { name } = JSON.parse((await lineside(["backup", "list", "--json"], { env })).stdout)
      .backups[0].note;
    expect(statSync(join(folder, name)).size).toBeGreaterThan(0);

    const db = await openDatabase({ url: place.url });
    await sql
      .raw(`INSERT INTO "_migration" ("name", "checksum") VALUES ('9999_later', 'x')`)
      .execute(db.auto)
      .finally(() => db.close());
    const newer = await lineside(["serve"], { env: { ...env, PORT: "0" } });
    expect(newer.code).toBe(2);
    expect(newer.stderr).toMatch(
      new RegExp(
        `9999_later\\); install that version\\. To go back .*: lineside backup restore ${name}\\.\n$`,
      ),
    );
    // As it says; the database that refuses is kept aside.
    const back = await lineside(["backup", "restore", name, "--json"], { env });
    expect([back.code, back.stderr]).toEqual([0, ""]);
    expect(JSON.parse(back.stdout).replaced).toMatch(/replaced/);
    expect((await lineside(["upgrade"], { env })).stdout).toBe("The database is up to date.\n");
    rmSync(folder, { recursive: true });
    await place.remove();
  });
});

test("the server itself makes and verifies one in a process of its own", async () => {
  const floor = await makeFloor("sqlite", { operators: 1, units: 1, admin: true });
  const folder = mkdtempSync(join(tmpdir(), "lineside-own-backup-"));
  const binary = await startBinary({ env: { ...floor.env, APP_BACKUP_DIR: folder } });
  try {
    const cookie = await signIn(binary, { username: "chief" });
    const headers = { origin: binary.url };
    const asked = await send(binary, "/api/backups", { cookie, body: {}, headers });
    expect(asked.status).toBe(200);
    const read = async () => {
      const answer = await binary.fetch("/api/backups/status", { headers: { cookie } });
      return (await answer.json()) as { verdict: string; lastVerified: { id: string } | null };
    };
    while ((await read()).verdict === "NONE") await Bun.sleep(50);
    expect(await read()).toMatchObject({ verdict: "OK", lastVerified: { id: asked.body.id } });
    expect(await binary.stop()).toBe(0);
  } finally {
    await binary.dispose();
    await floor.dispose();
    rmSync(folder, { recursive: true });
  }
});

test("what it does not understand it says in one go", async () => {
  const rows: [string[], RegExp][] = [
    [["backup"], /^Usage: lineside backup create/],
    [["backup", "fly"], /^Usage: lineside backup create/],
    [["backup", "restore"], /^Usage: lineside backup create/],
    [["backup", "create", "now"], /^Usage: lineside backup create/],
    [["backup", "create", "--fast=1"], /^--fast is not a flag; known are /],
    [
      ["backup", "prune", "--daily=many"],
      /^--daily is "many"; it must be a number, e\.g\. --daily=7\.\n$/,
    ],
    [["backup", "verify", "no-such.lsbak"], /^There is no backup no-such\.lsbak; /],
  ];
  const folder = mkdtempSync(join(tmpdir(), "lineside-cli-words-"));
  for (const [words, sentence] of rows) {
    const { code, stdout, stderr } = await lineside(words, { cwd: folder });
    expect([words, code, stdout]).toEqual([words, 2, ""]);
    expect(stderr).toMatch(sentence);
  }
  rmSync(folder, { recursive: true });
});

/** Two terminals that scan board after board, and what each was told was done. */
async function startScans(binary: Binary, floor: Floor) {
  const cookie = await signIn(binary, { username: "operator-1" });
  const path = `/api/stations/${floor.plant.stations[0]}/track-in`;
  const acknowledged: string[] = [];
  let slowest = 0;
  let isOver = false;
  const scan = async (sns: string[]) => {
    for (const sn of sns) {
      if (isOver) return;
      const started = performance.now();
      const { status } = await send(binary, path, { cookie, body: { sn } });
      slowest = Math.max(slowest, performance.now() - started);
      if (status !== 200) throw new Error(`a scan was refused: ${status}`);
      acknowledged.push(sn);
      await Bun.sleep(4);
    }
  };
  const half = floor.run.sns.length / 2;
  const terminals = [scan(floor.run.sns.slice(0, half)), scan(floor.run.sns.slice(half))];
  while (acknowledged.length < 50) await Bun.sleep(5);
  return {
    before: [...acknowledged],
    slowestMs: () => slowest,
    stop: async () => {
      isOver = true;
      await Promise.all(terminals);
      return acknowledged;
    },
  };
}
