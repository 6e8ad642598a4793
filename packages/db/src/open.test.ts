// Every way a database cannot be opened, each with its code and one sentence that names the place.
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshPlace } from "@lineside/testkit/database";
import { startProcess } from "@lineside/testkit/process";
import { sql } from "kysely";
import { DatabaseError, migrate, openDatabase } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "lineside-open-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string) => join(folder, name);
mkdirSync(inFolder("a-directory"));
writeFileSync(
  inFolder("a-file"),
  "not a database, but long enough to look like one at first sight",
);
mkdirSync(inFolder("not-a-database"));
writeFileSync(inFolder("not-a-database/x.db"), "text ".repeat(1000));

test.each([
  ["mysql://localhost/x", "DATABASE_URL_INVALID", "starts with file: or postgres://"],
  ["", "DATABASE_URL_INVALID", "starts with file: or postgres://"],
  [`file:${inFolder("a-directory")}`, "DATABASE_IS_DIRECTORY", "is a directory"],
  [`file:${inFolder("a-file")}/below/x.db`, "DATABASE_FOLDER_UNWRITABLE", "a-file/below"],
  ["file:/proc/lineside/x.db", "DATABASE_FOLDER_UNWRITABLE", "/proc/lineside"],
  ["file:/proc/x.db", "DATABASE_FOLDER_UNWRITABLE", "/proc"],
  [`file:${inFolder("not-a-database/x.db")}`, "DATABASE_NOT_A_DATABASE", "is not a database"],
  [
    "postgres://nobody:secret@127.0.0.1:1/x",
    "DATABASE_UNREACHABLE",
    "postgres://nobody@127.0.0.1:1/x",
  ],
])("%s: %s", async (url, code, words) => {
  const error = await openDatabase({ url }).catch((reason) => reason);
  expect(error).toBeInstanceOf(DatabaseError);
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(error.message).toMatch(/^[A-Z][^\n]*\.$/);
  expect(error.message).not.toContain("secret");
});

test("a missing folder is created; a relative path starts at the working directory", async () => {
  const script = `const { openDatabase } = await import(process.argv[1]);
    const db = await openDatabase({ url: "file:./data/deep/lineside.db" });
    console.log(db.url); await db.close();`;
  const index = join(import.meta.dir, "index.ts");
  const child = startProcess([process.execPath, "-e", script, index], { cwd: folder });
  expect(await child.exited).toBe(0);
  expect(child.output()).toBe(`file:${inFolder("data/deep/lineside.db")}\n`);
});

test("three slashes are a path too", async () => {
  const db = await openDatabase({ url: `file://${inFolder("slashes.db")}` });
  expect(db.url).toBe(`file:${inFolder("slashes.db")}`);
  await db.close();
});

describe("a second instance on the same file", () => {
  const url = `file:${inFolder("shared/lineside.db")}`;

  test("is refused in the same process, and welcome after close()", async () => {
    const first = await openDatabase({ url });
    const second = openDatabase({ url });
    await expect(second).rejects.toMatchObject({ code: "DATABASE_IN_USE" });
    await expect(second).rejects.toThrow(inFolder("shared/lineside.db"));
    expect(await migrate(first)).toMatchObject({
      applied: expect.arrayContaining(["0001_foundation"]),
    });
    await first.close();
    await (await openDatabase({ url })).close();
  });

  test("is refused while another process has it, and welcome once that was killed", async () => {
    const script = `const { openDatabase } = await import(process.argv[1]);
      await openDatabase({ url: process.argv[2] }); console.log("open"); await Bun.sleep(60_000);`;
    const index = join(import.meta.dir, "index.ts");
    const child = Bun.spawn([process.execPath, "-e", script, index, url], { stdout: "pipe" });
    await child.stdout.getReader().read();
    await expect(openDatabase({ url })).rejects.toMatchObject({ code: "DATABASE_IN_USE" });
    child.kill("SIGKILL");
    await child.exited;
    await (await openDatabase({ url })).close();
  });
});

test("a database opened again still keeps its foreign keys and its writes on disk", async () => {
  const place = await freshPlace("sqlite");
  const first = await openDatabase({ url: place.url });
  await migrate(first);
  await first.close();
  const db = await openDatabase({ url: place.url });
  const dangling = db.auto
    .insertInto("auth_user_role")
    .values({ userId: "nobody", roleId: "none" });
  await expect(dangling.execute()).rejects.toThrow("FOREIGN KEY");
  const pragma = (name: string) => sql.raw(`PRAGMA ${name}`).execute(db.auto);
  expect((await pragma("journal_mode")).rows).toEqual([{ journal_mode: "wal" }]);
  expect((await pragma("synchronous")).rows).toEqual([{ synchronous: 2 }]);
  await db.close();
  await place.remove();
});

test("a database that was refused is not kept locked", async () => {
  const place = await freshPlace("sqlite");
  const path = place.url.slice("file:".length);
  writeFileSync(path, "text ".repeat(1000));
  await expect(openDatabase({ url: place.url })).rejects.toMatchObject({
    code: "DATABASE_NOT_A_DATABASE",
  });
  rmSync(path);
  await (await openDatabase({ url: place.url })).close();
  await place.remove();
});

test("after close() the file alone is a whole copy", async () => {
  const url = `file:${inFolder("whole/x.db")}`;
  const db = await openDatabase({ url });
  await migrate(db);
  await db.close();
  const wal = Bun.file(`${inFolder("whole/x.db")}-wal`);
  expect((await wal.exists()) ? wal.size : 0).toBe(0);
});
