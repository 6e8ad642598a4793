// What only PostgreSQL can do to us: collide, deadlock, hang up, notify.
import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import type { Database, Tx } from "./database.ts";
import { PostgresqlDatabase } from "./postgresql.ts";
import { addPerson, findPerson, newPerson, renamePerson } from "./samples.ts";

const fail = (code: string) => sql.raw(`DO $$ BEGIN RAISE 'no' USING ERRCODE = '${code}'; END $$`);

/** Lets the first `count` callers go on together; later ones pass. */
function barrier(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    if (++arrived === count) resolve();
    return promise;
  };
}

async function nameOf(db: Database, username: string): Promise<string> {
  return (await db.query(findPerson, { username }))[0]!.name;
}

eachDatabase((dialect, open) => {
  if (dialect === "sqlite") return;

  test("a serialisation failure runs the unit again, and commits it once", async () => {
    const db = await open();
    await db.unit((tx) => tx.run(addPerson, newPerson("n")));
    await db.unit((tx) => tx.run(renamePerson, { username: "n", name: "0" }));
    const together = barrier(2);
    const seen = { attempts: 0, committed: 0 };
    const increment = async (tx: Tx) => {
      seen.attempts++;
      tx.onCommit(() => seen.committed++);
      await sql`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`.execute(tx.k);
      const [row] = await tx.run(findPerson, { username: "n" });
      await together();
      await tx.run(renamePerson, { username: "n", name: String(Number(row!.name) + 1) });
    };
    await Promise.all([db.unit(increment), db.unit(increment)]);
    expect(await nameOf(db, "n")).toBe("2");
    expect(seen).toEqual({ attempts: 3, committed: 2 });
  });

  test("a deadlock runs one of the two again", async () => {
    const db = await open();
    for (const username of ["a", "b"])
      await db.unit((tx) => tx.run(addPerson, newPerson(username)));
    const together = barrier(2);
    let attempts = 0;
    const rename = (first: string, second: string) =>
      db.unit(async (tx) => {
        attempts++;
        await tx.run(renamePerson, { username: first, name: first + second });
        await together();
        await tx.run(renamePerson, { username: second, name: first + second });
      });
    await Promise.all([rename("a", "b"), rename("b", "a")]);
    expect(attempts).toBe(3);
    expect(await nameOf(db, "a")).toBe(await nameOf(db, "b"));
  });

  test.each([
    ["40001", 5],
    ["40P01", 5],
    ["23505", 1],
    ["P0001", 1],
  ])("%s is tried %i times", async (code, expected) => {
    const db = await open();
    let attempts = 0;
    const failing = db.unit(async ({ k }) => {
      attempts++;
      await fail(code).execute(k);
    });
    await expect(failing).rejects.toMatchObject({ code });
    expect(attempts).toBe(expected);
  });

  test("a collision is seen even when the command wraps or swallows it", async () => {
    const db = await open();
    for (const handle of [() => {}, () => Promise.reject(new Error("wrapped"))]) {
      let attempts = 0;
      const done = db.unit(async ({ k }) => {
        if (++attempts === 1) await fail("40001").execute(k).catch(handle);
        return attempts;
      });
      expect(await done).toBe(2);
    }
  });

  test("a connection that is cut undoes its unit; the next unit gets another one", async () => {
    const db = await open();
    const cut = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("half"));
      await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx.k);
    });
    await expect(cut).rejects.toMatchObject({ code: "DATABASE_UNREACHABLE" });
    await db.unit((tx) => tx.run(addPerson, newPerson("whole")));
    const rows = await db.read.selectFrom("auth_user").select("username").execute();
    expect(rows).toEqual([{ username: "whole" }]);
  });

  test("a unit that awaits something else is given up and gives its connection back", async () => {
    const { url } = await open();
    const db = new PostgresqlDatabase(url, () => {}, 30);
    const stuck = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("half"));
      await new Promise(() => {});
    });
    await expect(stuck).rejects.toMatchObject({ code: "UNIT_TIMEOUT" });
    // Would wait for the row if the first unit's transaction were still open.
    expect(await db.unit((tx) => tx.change(addPerson, newPerson("half")))).toBe(1);
    await db.close();
  });

  test("more units than connections wait their turn, and their reads do not wait for them", async () => {
    const db = await open();
    const outcomes = Array.from({ length: 60 }, (_, i) =>
      db.unit(async (tx) => {
        await tx.run(addPerson, newPerson(`u${i}`));
        await db.query(findPerson, { username: `u${i}` });
        return i;
      }),
    );
    expect(await Promise.all(outcomes)).toHaveLength(60);
  });

  test("text, instants and zones do not depend on the server's settings", async () => {
    const db = await open();
    await sql
      .raw(`ALTER DATABASE ${new URL(db.url).pathname.slice(1)} SET timezone = 'Asia/Shanghai'`)
      .execute(db.auto);
    const again = new PostgresqlDatabase(db.url, () => {});
    const { rows } = await sql`SELECT timestamptz '2026-11-22T04:59:22.100Z' AS at`.execute(
      again.read,
    );
    expect(rows).toEqual([{ at: "2026-11-22T04:59:22.100Z" }]);
    await again.close();
  });

  test("a change of the schema by another process spoils no prepared statement", async () => {
    const db = await open();
    const everywhere = () =>
      Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          i % 2 === 0
            ? db.query(findPerson, { username: "x" })
            : db.unit((tx) => tx.run(findPerson, { username: "x" })),
        ),
      );
    await everywhere();
    await sql`ALTER TABLE auth_user ADD COLUMN more TEXT`.execute(db.auto);
    expect(await everywhere()).toEqual(Array(10).fill([]));
  });

  test("a notification is heard after the commit, and not after a rollback", async () => {
    const db = await open();
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const stop = await db.listen!("live", (payload) => {
      heard.push(payload);
      arrived.resolve();
    });
    const undone = db.unit(async (tx) => {
      await db.notify!(tx, "live", "undone");
      throw new Error("no");
    });
    await undone.catch(() => {});
    await db.unit(async (tx) => {
      await db.notify!(tx, "live", "done");
      expect(heard).toEqual([]);
    });
    await arrived.promise;
    expect(heard).toEqual(["done"]);
    await stop();
  });

  test("a cut notification connection comes back by itself", async () => {
    const db = await open();
    const heard = Promise.withResolvers<string>();
    await db.listen!("live", heard.resolve);
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(
      db.auto,
    );
    const sender = setInterval(() => {
      void db.unit((tx) => db.notify!(tx, "live", "again"));
    }, 20);
    expect(await heard.promise).toBe("again");
    clearInterval(sender);
  });
});
