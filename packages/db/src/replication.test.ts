import { Database as BunDatabase } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshDatabase } from "@lineside/testkit/database";
import type { Database } from "./database.ts";
import { openDatabase } from "./open.ts";
import { addPerson, newPerson } from "./samples.ts";

// What a replicator of the log (Litestream) does beside the server, by its documents: it keeps a read
// transaction open so that the log is not reset under it, copies the log, checkpoints, and begins again.
test("a replicator beside it holds the log back, copies it and checkpoints: no unit fails, nothing is missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lineside-replica-"));
  const { url, db, dispose } = await freshDatabase("sqlite");
  const path = url.slice("file:".length);
  const beside = new BunDatabase(path);
  beside.run("PRAGMA busy_timeout = 1000");
  // Its own two tables, in every file it replicates.
  beside.run("CREATE TABLE IF NOT EXISTS _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)");
  beside.run("CREATE TABLE IF NOT EXISTS _litestream_lock (id INTEGER)");
  try {
    let added = 0;
    for (let round = 0; round < 5; round++) {
      beside.run("BEGIN");
      beside.query("SELECT count(*) FROM sqlite_master").get();
      await Promise.all(Array.from({ length: 40 }, (_, at) => add(db, `p-${round}-${at}`)));
      added += 40;
      for (const suffix of ["", "-wal"])
        if (existsSync(path + suffix)) copyFileSync(path + suffix, join(folder, `copy${suffix}`));
      beside.run("COMMIT");
      beside.run("PRAGMA wal_checkpoint(RESTART)");
      // It writes, too, and holds the only lock for writing meanwhile: units wait and are not refused.
      beside.run("BEGIN IMMEDIATE");
      beside.run(
        "INSERT INTO _litestream_seq VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET seq = seq + 1",
      );
      const waiting = Promise.all([add(db, `w-${round}-1`), add(db, `w-${round}-2`)]);
      await Bun.sleep(80);
      beside.run("COMMIT");
      await waiting;
      added += 2;
    }
    copyFileSync(path, join(folder, "copy"));
    copyFileSync(`${path}-wal`, join(folder, "copy-wal"));
    rmSync(join(folder, "copy-shm"), { force: true });
    const copy = new BunDatabase(join(folder, "copy"));
    expect(copy.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect(copy.query("SELECT count(*) AS n FROM auth_user").get()).toEqual({ n: added });
    expect(copy.query("SELECT seq FROM _litestream_seq").get()).toEqual({ seq: 5 });
    copy.close();
    // Also while it holds the log back, the server stops and starts again.
    beside.run("BEGIN");
    beside.query("SELECT count(*) FROM auth_user").get();
    await db.close();
    const again = await openDatabase({ url });
    await add(again, "last");
    await again.close();
    beside.run("COMMIT");
    expect(beside.query("SELECT count(*) AS n FROM auth_user").get()).toEqual({ n: added + 1 });
  } finally {
    beside.close();
    await dispose();
    rmSync(folder, { recursive: true });
  }
});

const add = (db: Database, username: string) =>
  db.unit((tx) => tx.change(addPerson, newPerson(username)));
