import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lineside/db";
import { startBinary } from "@lineside/testkit/binary";
import { signIn } from "./floor.fixture.ts";
import { lineside } from "./verb.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), "lineside-verbs-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => ({ DATABASE_URL: `file:${join(folder, name, "lineside.db")}` });
const verbs =
  "serve, migrate, upgrade, admin, backup, audit, maintenance, seed, simulate, service, health, doctor, version, help";

describe("words", () => {
  const rows: [string[], number, "stdout" | "stderr", RegExp][] = [
    [
      ["fly"],
      2,
      "stderr",
      new RegExp(`^"fly" is not a verb of lineside; known are ${verbs}\\.\n$`),
    ],
    [["toString"], 2, "stderr", new RegExp(`^"toString" is not a verb .* ${verbs}\\.\n$`)],
    [["seed"], 2, "stderr", /^Usage: lineside seed demo \[--json\] \[--simulator\]\n$/],
    [["seed", "plant"], 2, "stderr", /^Usage: lineside seed demo/],
    [["admin"], 2, "stderr", /^Usage: lineside admin create <user> \| admin reset-password <user>/],
    [["admin", "create"], 2, "stderr", /^Usage: lineside admin create/],
    [["admin", "delete", "chief"], 2, "stderr", /^Usage: lineside admin create/],
    [["migrate", "--fast"], 2, "stderr", /^--fast is not a flag; known are --host .*\n$/],
    [["help"], 0, "stdout", /^lineside: .*serve .*migrate .*DATABASE_URL --database-url/s],
    [["--help"], 0, "stdout", /^lineside: .*Usage: lineside \[verb\]/s],
    [["version"], 0, "stdout", /^lineside \d+\.\d+\.\d+ \([0-9a-f]*, bun \d+\.\d+\.\d+\)\n$/],
    [["--version"], 0, "stdout", /^lineside \d+\.\d+\.\d+ /],
  ];
  test.each(rows)("%j ends with %i", async (...[words, code, stream, text]) => {
    const ended = await lineside(words, { env: at("words") });
    expect(ended).toMatchObject({ code, [stream === "stdout" ? "stderr" : "stdout"]: "" });
    expect(ended[stream]).toMatch(text);
  });
});

test("migrate brings the database to this version once", async () => {
  const env = at("migrate");
  expect(await lineside(["migrate"], { env })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Applied \d+: 0001_\w+.*\.\n$/),
    stderr: "",
  });
  expect(await lineside(["migrate"], { env })).toEqual({
    code: 0,
    stdout: "The database is up to date.\n",
    stderr: "",
  });
});

test("a demo is seeded into an empty database only", async () => {
  const env = at("demo");
  const seeded = await lineside(["seed", "demo"], { env });
  expect(seeded).toMatchObject({ code: 0, stderr: "" });
  expect(seeded.stdout).toMatch(/^Demo sign-ins .*\n {2}admin +\w+ +\S+\n/s);
  const again = await lineside(["seed", "demo", "--json"], { env });
  expect(again).toMatchObject({ code: 2, stdout: "" });
  expect(again.stderr).toMatch(/^The database file:.* is not empty; .*\.\n$/);
});

test("accounts from the server's shell: the first administrator, and a way back in", async () => {
  const env = at("admin");
  const create = ["admin", "create", "chief"];
  const reset = ["admin", "reset-password", "chief"];
  const nobody = ["admin", "reset-password", "nobody"];
  const weak =
    "The password must have 10 to 128 characters and must be neither the user name nor a common one.\n";
  const rows: [string[], string | undefined, number, string | RegExp][] = [
    [create, "short\n", 2, weak],
    [create, "x".repeat(129), 2, weak],
    [["admin", "create", "chief-engineer"], "Chief-Engineer\n", 2, weak],
    [
      ["admin", "create", "Up"],
      "a good password\n",
      2,
      /^Cannot create Up: a user name has 3 to 32/,
    ],
    [create, "a good password\n", 0, "The password of chief is set.\n"],
    [create, "a good password\n", 2, "There is a user chief already.\n"],
    [nobody, "a good password\n", 2, "There is no user nobody.\n"],
    [reset, "short\n", 2, weak],
    [reset, "a better password\n", 0, "The password of chief is set.\n"],
    [["admin", "create", "deputy"], undefined, 0, /^Password of deputy: [\w-]{16}\n$/],
  ];
  const made: string[] = [];
  for (const [words, stdin, code, sentence] of rows) {
    const ended = await lineside(words, { env, stdin });
    expect([words, ended.code]).toEqual([words, code]);
    const [told, other] = code === 0 ? [ended.stdout, ended.stderr] : [ended.stderr, ended.stdout];
    if (typeof sentence === "string") expect(told).toBe(sentence);
    else expect(told).toMatch(sentence);
    expect(other).toBe("");
    made.push(told);
  }
  const binary = await startBinary({ env });
  try {
    const first = signIn(binary, { username: "chief", password: "a good password" });
    await expect(first).rejects.toThrow("SIGN_IN_FAILED");
    const cookie = await signIn(binary, { username: "chief", password: "a better password" });
    const me = await binary.fetch("/api/auth/me", { headers: { cookie } });
    expect(await me.json()).toMatchObject({
      user: { username: "chief", mustChangePassword: true },
    });
    const password = made.at(-1)?.split(": ")[1]?.trim() ?? "";
    await signIn(binary, { username: "deputy", password });
    // There is an administrator: no link that makes another one.
    expect(binary.logs()).not.toContain("/setup?token=");
  } finally {
    await binary.dispose();
  }
  const db = await openDatabase({ url: env.DATABASE_URL });
  const rowsTold = await db.read
    .selectFrom("platform_event")
    .select(["type", "code", "actorName", "entityKey"])
    .where("type", "like", "user.%")
    .orderBy("id")
    .execute();
  await db.close();
  expect(rowsTold.map((row) => Object.values(row).join(" "))).toEqual([
    "user.created  lineside chief",
    "user.provision USERNAME_TAKEN lineside chief",
    "user.passwordReset  lineside admin chief",
    "user.created  lineside deputy",
  ]);
});

test("settings are the environment and flags, never a file that happens to lie in the folder", async () => {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  for (const name of [".env", ".env.local", ".env.production"])
    writeFileSync(join(cwd, name), "PORT=1\nAPP_COLOUR=red\nDATABASE_URL=mysql://nowhere\n");
  writeFileSync(join(cwd, "bunfig.toml"), 'preload = ["./missing.ts"]\n');
  expect(await lineside(["migrate"], { cwd, env: at("files") })).toMatchObject({
    code: 0,
    stderr: "",
  });
  // Without DATABASE_URL the database is below the working directory.
  expect(await lineside(["migrate"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(await Bun.file(join(cwd, "data/lineside.db")).exists()).toBe(true);
});
