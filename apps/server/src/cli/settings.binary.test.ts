import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lineside/db";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { eachDialect, freshDatabase, freshPlace } from "@lineside/testkit/database";
import { sql } from "kysely";
import { lineside } from "./verb.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

type Env = Record<string, string>;

const secret = "a-secret-of-thirty-two-characters";
const folder = mkdtempSync(join(tmpdir(), "lineside-settings-"));
const path = (...names: string[]) => join(folder, ...names);
const file = (...names: string[]) => ({ DATABASE_URL: `file:${path(...names)}` });

let running: Binary;
beforeAll(async () => {
  mkdirSync(path("web"));
  mkdirSync(path("empty-secret"));
  mkdirSync(path("odd-secret", "lineside.secret"), { recursive: true });
  writeFileSync(path("empty-secret", "lineside.secret"), "");
  writeFileSync(path("letter.txt"), "Dear Sir or Madam, ".repeat(500));
  writeFileSync(path("file"), "");
  running = await startBinary({ env: { APP_WEB_MODE: "off" } });
});
afterAll(async () => {
  await running.dispose();
  rmSync(folder, { recursive: true });
});

/** Exit 2, nothing on standard output, and one sentence: no stack, no second line. */
async function expectSentence(env: Env, sentence: RegExp, words: string[] = ["serve"]) {
  const { code, stdout, stderr } = await lineside(words, { env, cwd: folder });
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\bat \S+ \(|\$bunfs|hunter2/);
  expect([code, stdout]).toEqual([2, ""]);
}

const pg = (url: string) => ({ DATABASE_URL: url, APP_SECRET: secret });
const wrong: [string, () => Env, RegExp][] = [
  [
    "a directory as database     ",
    () => ({ DATABASE_URL: `file:${folder}` }),
    /^The database file \S+ is a directory\./,
  ],
  [
    "a folder nobody can write   ",
    () => ({ DATABASE_URL: "file:/proc/lineside/x.db" }),
    /^The folder \/proc\/lineside cannot be created or written to\./,
  ],
  [
    "a folder that is a file     ",
    () => file("file", "x.db"),
    /^The folder \S+file cannot be created or written to\./,
  ],
  [
    "a file that is no database  ",
    () => file("letter.txt"),
    /^The file \S+letter\.txt is not a database\./,
  ],
  [
    "a database of another kind  ",
    () => ({ DATABASE_URL: "mysql://u:hunter2@h/d" }),
    /^DATABASE_URL is "mysql:.* e\.g\. file:/,
  ],
  [
    "a server that is not there  ",
    () => pg("postgres://u:hunter2@127.0.0.1:1/d"),
    /^The database postgres:\/\/u@127\.0\.0\.1:1\/d cannot be reached: .*ECONNREFUSED/,
  ],
  [
    "a server of no known name   ",
    () => pg("postgres://u:hunter2@no.such.host.invalid/d"),
    /^The database .* cannot be reached: .*no\.such\.host\.invalid/,
  ],
  [
    "a password nobody encoded   ",
    () => pg("postgres://u:hunter2%@h/d"),
    /^DATABASE_URL is .* postgres:\/\/user:password@host\/database\./,
  ],
  [
    "a server address that is not",
    () => pg("postgres://u:hunter2@ho st:99999/d"),
    /^DATABASE_URL is /,
  ],
  [
    "a short secret              ",
    () => ({ ...file("a.db"), APP_SECRET: "hunter2" }),
    /^APP_SECRET is too short; .* 32 characters/,
  ],
  [
    "an empty secret file        ",
    () => file("empty-secret", "x.db"),
    /^The secret in \S+lineside\.secret is too short; /,
  ],
  [
    "a secret that is a folder   ",
    () => file("odd-secret", "x.db"),
    /^The secret in \S+lineside\.secret cannot be read or written; /,
  ],
  [
    "an unknown setting          ",
    () => ({ APP_COLOUR: "red" }),
    /^APP_COLOUR is not a setting of Lineside; known are .*APP_TIMEZONE/,
  ],
  [
    "an unknown time zone        ",
    () => ({ APP_TIMEZONE: "Suzhou" }),
    /^APP_TIMEZONE is "Suzhou"; .* e\.g\. Asia\/Shanghai\./,
  ],
  [
    "an unknown log level        ",
    () => ({ APP_LOG_LEVEL: "loud" }),
    /^APP_LOG_LEVEL is "loud"; .* debug, info/,
  ],
  ["a port of letters           ", () => ({ PORT: "http" }), /^PORT is "http"; .* e\.g\. 3000\./],
  ["a port too high             ", () => ({ PORT: "70000" }), /^PORT is "70000"; .* 0 to 65535/],
  [
    "a port in use               ",
    () => ({ ...file("b.db"), PORT: new URL(running.url).port }),
    /^PORT \d+ is in use on 127\.0\.0\.1; choose another, e\.g\. 3001\./,
  ],
  [
    "a host nobody knows         ",
    () => ({ ...file("c.db"), HOST: "256.1.1.1", PORT: "0" }),
    /^HOST is "256\.1\.1\.1"; .* e\.g\. 127\.0\.0\.1/,
  ],
  [
    "the host of another machine ",
    () => ({ ...file("c.db"), HOST: "192.0.2.1", PORT: "0" }),
    /^HOST is "192\.0\.2\.1"; .* e\.g\. 127\.0\.0\.1/,
  ],
  [
    "a second one on its database",
    () => ({ DATABASE_URL: running.databaseUrl, PORT: "0" }),
    /^Another Lineside is already using the database \S+; stop it first\./,
  ],
  [
    "an unknown web mode         ",
    () => ({ APP_WEB_MODE: "cdn" }),
    /^APP_WEB_MODE is "cdn"; .* embedded, dir, off\./,
  ],
  [
    "a web folder not named      ",
    () => ({ APP_WEB_MODE: "dir" }),
    /^APP_WEB_DIR is missing: .* e\.g\. \/srv\/web\./,
  ],
  [
    "a web folder not there      ",
    () => ({ ...file("d.db"), APP_WEB_MODE: "dir", APP_WEB_DIR: path("no") }),
    /^APP_WEB_DIR is "\S+no"; there is no index\.html in it\./,
  ],
  [
    "a web folder without a page ",
    () => ({ ...file("d.db"), APP_WEB_MODE: "dir", APP_WEB_DIR: path("web") }),
    /^APP_WEB_DIR is "\S+web"; there is no index\.html in it\./,
  ],
  [
    "a public address without one",
    () => ({ APP_PUBLIC_URL: "mes.example.com" }),
    /^APP_PUBLIC_URL is .* e\.g\. https:/,
  ],
];
test.each(wrong)("%s", (_, env, sentence) => expectSentence(env(), sentence));

test("a verb that works on the data of a running server says so, too", () =>
  expectSentence({ DATABASE_URL: running.databaseUrl }, /^Another Lineside is already using/, [
    "migrate",
  ]));

eachDialect((dialect) => {
  const changed: [string, string, RegExp][] = [
    [
      "one that a newer Lineside changed",
      `INSERT INTO "_migration" ("name", "checksum") VALUES ('9999_later', 'x')`,
      /^The database was changed by a newer Lineside \(migration 9999_later\); install that version\./,
    ],
    [
      "one whose migration was edited   ",
      `UPDATE "_migration" SET "checksum" = 'x'`,
      /^Migration 0001_\w+ was edited after this database had applied it\./,
    ],
  ];
  test.each(changed)("%s", async (_, change, sentence) => {
    const { url, db, dispose } = await freshDatabase(dialect);
    try {
      await sql.raw(change).execute(db.auto);
      await db.close();
      for (const word of ["serve", "migrate"]) await expectSentence(pg(url), sentence, [word]);
    } finally {
      await dispose();
    }
  });

  if (dialect === "postgresql") {
    test("PostgreSQL needs a secret that every node shares", async () => {
      const { url, remove } = await freshPlace(dialect);
      await expectSentence({ DATABASE_URL: url }, /^APP_SECRET is missing: /).finally(remove);
    });

    test("a database, a user or a password that the server does not know", async () => {
      const { url, remove } = await freshPlace(dialect);
      const other = (change: (url: URL) => void) => {
        const changed = new URL(url);
        change(changed);
        return pg(changed.href);
      };
      const there =
        /^The database postgres\S+ cannot be reached: .*(does not exist|authentication failed)/;
      await expectSentence(
        other((u) => (u.pathname = "/no_such_database")),
        there,
      );
      await expectSentence(
        other((u) => (u.username = "no_such_user")),
        there,
      );
      await remove();
    });
  } else
    test("what a wrong start has touched still opens", async () => {
      const db = await openDatabase({ url: `file:${path("b.db")}` });
      expect(await db.read.selectFrom("auth_user").selectAll().execute()).toEqual([]);
      await db.close();
    });
});
