import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { signIn } from "./floor.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

// One first start, told in order: each test goes on where the one before it ended.
let binary: Binary;
beforeAll(async () => {
  binary = await startBinary();
});
afterAll(() => binary.dispose());

const linkIn = (logs: string) => /"link":"(http[^"]+\/setup\?token=([\w-]{32}))"/.exec(logs);

async function setUp(token: string, username = "chief") {
  const answer = await binary.fetch("/api/auth/setup", {
    method: "POST",
    headers: { "content-type": "application/json", origin: binary.url },
    body: JSON.stringify({ token, username, name: "Chief", password: "a good password" }),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

const isOpen = async () => (await binary.fetch("/api/auth/setup")).json();

test("without a user the log shows a link that opens the web app", async () => {
  const [, link, token] = linkIn(binary.logs()) ?? [];
  expect(link).toBe(`${binary.url}/setup?token=${token}`);
  const page = await fetch(link ?? "");
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    "text/html; charset=utf-8",
  ]);
  expect(await isOpen()).toEqual({ isOpen: true });
  // Only to whoever reads the log.
  expect(await page.text()).not.toContain(token ?? "");
});

test("the secret lies beside the database; both are their owner's only, and it is in no log", () => {
  const path = join(binary.folder, "lineside.secret");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const database = join(binary.folder, "lineside.db");
  for (const file of [database, `${database}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const secret = readFileSync(path, "utf8").trim();
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(binary.logs()).not.toContain(secret);
});

test("a start without an administrator makes a new link; the old one is void", async () => {
  const old = linkIn(binary.logs())?.[2] ?? "";
  await binary.crash();
  await binary.restart();
  expect(linkIn(binary.logs())?.[2]).not.toBe(old);
  expect(await setUp(old)).toMatchObject({ status: 403, body: { code: "SETUP_TOKEN_INVALID" } });
  expect(await isOpen()).toEqual({ isOpen: true });
});

test("the link makes one administrator, even when it is used twice at once", async () => {
  const token = linkIn(binary.logs())?.[2] ?? "";
  const both = await Promise.all([setUp(token, "chief"), setUp(token, "rival")]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [winner, loser] = both.toSorted((a, b) => a.status - b.status);
  expect(loser?.body).toMatchObject({ code: "SETUP_DONE" });
  const cookie = winner?.headers.getSetCookie()[0] ?? "";
  expect(cookie).toMatch(/^lineside\.session_token=.*HttpOnly.*SameSite=Lax/i);
  const me = await binary.fetch("/api/auth/me", {
    headers: { cookie: cookie.split(";")[0] ?? "" },
  });
  expect(await me.json()).toMatchObject({ roles: [{ code: "admin" }], homePage: "/admin" });
  expect(await isOpen()).toEqual({ isOpen: false });
  expect(await setUp(token, "third")).toMatchObject({ status: 409, body: { code: "SETUP_DONE" } });
});

test("later starts offer no link, and a session outlives them", async () => {
  const username = (await signIn(binary, { username: "chief", password: "a good password" }).then(
    () => "chief",
    () => "rival",
  )) as string;
  const cookie = await signIn(binary, { username, password: "a good password" });
  expect(await binary.stop()).toBe(0);
  await binary.restart();
  expect(binary.logs()).not.toContain("/setup");
  expect((await binary.fetch("/api/auth/me", { headers: { cookie } })).status).toBe(200);
});
