// What the Writer promises when something goes wrong underneath it.

import { Database as BunDatabase } from "bun:sqlite";
import { afterEach, describe, expect, test } from "bun:test";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writer, type WriterOptions } from "./writer.ts";

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function connection(path: string): BunDatabase {
  const db = new BunDatabase(path, { create: true });
  db.run("PRAGMA busy_timeout = 0");
  cleanups.push(() => db.close());
  return db;
}

function writerOn(
  journal: "WAL" | "DELETE",
  options: WriterOptions = {},
  prepare: (db: BunDatabase) => void = () => {},
) {
  const folder = mkdtempSync(join(tmpdir(), "lineside-writer-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "w.db");
  const db = connection(path);
  db.run(`PRAGMA journal_mode = ${journal}; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)`);
  const other = connection(path);
  prepare(db);
  const writer = new Writer(db, { busyMilliseconds: 30, ...options });
  const add = (id: number, text = "x") =>
    writer.unit(async () => {
      db.prepare("INSERT INTO row VALUES (?, ?)").run(id, text);
      return id;
    });
  const ids = () => other.prepare("SELECT id FROM row ORDER BY id").values().flat() as number[];
  return { db, other, writer, add, ids };
}

const codes = async (work: Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map((outcome) =>
    outcome.status === "fulfilled"
      ? outcome.value
      : (outcome.reason.code ?? outcome.reason.message),
  );

describe("group commit", () => {
  test("32 units in flight share one fsync", async () => {
    const { writer, add } = writerOn("WAL");
    await Promise.all(
      Array.from({ length: 32 }, async (_, client) => {
        for (let i = 0; i < 10; i++) await add(client * 10 + i);
      }),
    );
    expect(writer.units).toBe(320);
    expect(writer.batches).toBeLessThanOrEqual(20);
  });

  test("nobody is answered before the commit", async () => {
    const { add, ids, writer } = writerOn("WAL");
    const seen: number[][] = [];
    await Promise.all([1, 2, 3].map((id) => add(id).then(() => seen.push(ids()))));
    expect(writer.batches).toBe(1);
    expect(seen).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test("a batch is bounded, so that a steady stream of units cannot keep the first one waiting", async () => {
    const { writer, add } = writerOn("WAL", { batchMax: 4 });
    await Promise.all(Array.from({ length: 10 }, (_, id) => add(id)));
    expect(writer.batches).toBe(3);
  });

  test("a batch of slow units is closed in time, but never before its first unit", async () => {
    const { db, writer } = writerOn("WAL", { batchMilliseconds: 0 });
    const slow = (id: number) =>
      writer.unit(async () => {
        const until = performance.now() + 1;
        while (performance.now() < until);
        db.prepare("INSERT INTO row VALUES (?, 'x')").run(id);
      });
    await Promise.all([1, 2, 3].map(slow));
    expect(writer.batches).toBe(3);
  });

  test("each unit runs in the async context of whoever asked for it", async () => {
    const { writer } = writerOn("WAL");
    const request = new AsyncLocalStorage<string>();
    const ask = (id: string) =>
      request.run(id, () =>
        writer.unit(async () => {
          await Promise.resolve();
          return request.getStore();
        }),
      );
    expect(await Promise.all([ask("a"), ask("b"), ask("c")])).toEqual(["a", "b", "c"]);
  });

  test("work alone runs outside any transaction, in turn", async () => {
    const { db, writer, add } = writerOn("WAL");
    const before = add(1);
    const alone = writer.alone(async () => db.inTransaction);
    const after = add(2);
    expect(await Promise.all([before, alone, after])).toEqual([1, false, 2]);
    expect(writer.batches).toBe(2);
  });
});

describe("a unit that throws", () => {
  test("is undone alone; its batch is committed", async () => {
    const { db, writer, add, ids } = writerOn("WAL");
    const first = add(1);
    const failing = writer.unit(async () => {
      db.run("INSERT INTO row VALUES (2, 'half')");
      db.run("UPDATE row SET text = 'stolen'");
      throw new Error("refused");
    });
    expect(await codes([first, failing, add(3)])).toEqual([1, "refused", 3]);
    expect(ids()).toEqual([1, 3]);
    expect(db.prepare("SELECT DISTINCT text FROM row").values()).toEqual([["x"]]);
    expect(writer.batches).toBe(1);
  });

  test("that awaits something else than the database is given up in time", async () => {
    const { db, writer, add, ids } = writerOn("WAL", { unitMilliseconds: 20 });
    const first = add(1);
    const stuck = writer.unit(async () => {
      db.run("INSERT INTO row VALUES (2, 'half')");
      await new Promise(() => {});
    });
    expect(await codes([first, stuck, add(3)])).toEqual([1, "UNIT_TIMEOUT", 3]);
    expect(ids()).toEqual([1, 3]);
  });

  test("that ends the transaction takes its whole batch with it, and nobody is told otherwise", async () => {
    const { db, writer, add, ids } = writerOn("WAL");
    const first = add(1);
    const rude = writer.unit(async () => db.run("ROLLBACK"));
    expect(await codes([first, rude])).toEqual(["DATABASE_FAILED", "SQLITE_ERROR"]);
    expect(await add(3)).toBe(3);
    expect(ids()).toEqual([3]);
  });
});

describe("another program holds the lock", () => {
  test("BUSY at BEGIN: the units are rejected, the next ones work", async () => {
    const { other, add, ids } = writerOn("WAL");
    other.run("BEGIN IMMEDIATE");
    expect(await codes([add(1), add(2)])).toEqual(["DATABASE_BUSY", "DATABASE_BUSY"]);
    other.run("ROLLBACK");
    expect(await add(3)).toBe(3);
    expect(ids()).toEqual([3]);
  });

  test("for a moment only: the units wait without stopping the process", async () => {
    const { other, add, ids } = writerOn("WAL", { busyMilliseconds: 5000 });
    other.run("BEGIN IMMEDIATE");
    const added = add(1);
    await Bun.sleep(10);
    other.run("COMMIT");
    expect(await added).toBe(1);
    expect(ids()).toEqual([1]);
  });

  test("BUSY at COMMIT: every unit of that batch is rejected, and only those", async () => {
    const { other, add, ids } = writerOn("DELETE");
    expect(await add(1)).toBe(1);
    const reading = other.prepare("SELECT id FROM row");
    other.run("BEGIN");
    reading.all();
    expect(await codes([add(2), add(3)])).toEqual(["DATABASE_BUSY", "DATABASE_BUSY"]);
    other.run("COMMIT");
    expect(await add(4)).toBe(4);
    expect(ids()).toEqual([1, 4]);
  });

  test("BUSY at COMMIT for a moment only: the batch is committed once", async () => {
    const { other, add, ids, writer } = writerOn("DELETE", { busyMilliseconds: 5000 });
    other.run("BEGIN");
    ids();
    const added = Promise.all([add(1), add(2)]);
    await Bun.sleep(20);
    expect(writer.batches).toBe(0);
    other.run("COMMIT");
    expect(await added).toEqual([1, 2]);
    expect(ids()).toEqual([1, 2]);
  });
});

describe("the disk is full", () => {
  const page = "x".repeat(3000);

  test("a unit that no longer fits is rejected; nothing acknowledged is lost, nothing rejected is kept", async () => {
    const { db, add, ids } = writerOn("WAL");
    db.run("PRAGMA max_page_count = 40");
    const answers = await codes(Array.from({ length: 80 }, (_, id) => add(id, page)));
    const kept = answers.filter((answer) => typeof answer === "number") as number[];
    expect(answers.filter((answer) => /FULL/.test(String(answer)))).toHaveLength(80 - kept.length);
    expect(kept.length).toBeLessThan(80);
    expect(ids()).toEqual(kept);
    db.run("PRAGMA max_page_count = 4000");
    expect(await add(100, page)).toBe(100);
  });

  test.skipIf(process.platform === "win32")(
    "at COMMIT, told by the operating system: no unit of a failed batch is acknowledged or kept",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "lineside-writer-"));
      cleanups.push(() => rmSync(folder, { recursive: true }));
      const path = join(folder, "w.db");
      // No file may grow beyond 1 MB.
      const script = join(import.meta.dir, "full-disk.fixture.ts");
      const limited = `trap '' XFSZ; ulimit -f 1024; exec "$0" "$1" "$2"`;
      const child = Bun.spawn(["bash", "-c", limited, process.execPath, script, path], {
        stdout: "pipe",
      });
      const { kept, failed } = (await new Response(child.stdout).json()) as {
        kept: number[];
        failed: [number, string][];
      };
      expect(failed).not.toEqual([]);
      expect(new Set(failed.map(([, code]) => code))).toEqual(new Set(["DATABASE_FULL"]));
      expect(kept.length + failed.length).toBe(100);
      const stored = connection(path).prepare("SELECT id FROM row ORDER BY id").values().flat();
      expect(stored).toEqual(kept);
    },
    30_000,
  );
});

test("a COMMIT that fails rejects every unit of its batch, and only those", async () => {
  const { db, writer, add, ids } = writerOn("WAL");
  db.run("PRAGMA foreign_keys = ON");
  db.run("CREATE TABLE part (of INTEGER REFERENCES row(id) DEFERRABLE INITIALLY DEFERRED)");
  expect(await add(1)).toBe(1);
  const second = add(2);
  const dangling = writer.unit(async () => db.run("INSERT INTO part VALUES (99)"));
  expect(await codes([second, dangling, add(3)])).toEqual(Array(3).fill("DATABASE_FAILED"));
  expect(db.inTransaction).toBe(false);
  expect(await add(4)).toBe(4);
  expect(ids()).toEqual([1, 4]);
});

test("a ROLLBACK that fails too stops nobody after it", async () => {
  const { db, writer, add, ids, other } = writerOn("DELETE", {}, (db) => {
    const prepare = db.prepare.bind(db);
    let isBroken = true;
    db.prepare = ((sql: string) => {
      const statement = prepare(sql);
      if (sql !== "ROLLBACK") return statement;
      const run = () => {
        if (!isBroken) return statement.run();
        isBroken = false;
        throw new Error("disk I/O error");
      };
      return { run };
    }) as typeof db.prepare;
  });
  other.run("BEGIN");
  ids();
  expect(await codes([add(1)])).toEqual(["DATABASE_BUSY"]);
  expect(db.inTransaction).toBe(true);
  other.run("COMMIT");
  expect(await add(2)).toBe(2);
  expect(ids()).toEqual([2]);
  expect(writer.batches).toBe(1);
});
