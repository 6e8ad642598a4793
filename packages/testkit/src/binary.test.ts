import { afterEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { type Binary, runBinary, startBinary } from "./binary.ts";

let binary: Binary | undefined;
afterEach(async () => {
  await binary?.dispose();
  if (binary) expect(existsSync(binary.folder)).toBe(false);
  binary = undefined;
});

const database = (path: string) => ({ DATABASE_URL: `file:${path}/lineside.db` });

test("the compiled binary serves the web app and the API on data of its own", async () => {
  binary = await startBinary();
  const page = await binary.fetch("/");
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    "text/html; charset=utf-8",
  ]);
  expect((await binary.fetch("/healthz")).status).toBe(200);
  expect((await binary.fetch("/docs/scalar.js")).status).toBe(200);
  expect(binary.logs()).toContain(binary.url);
});

test("after a crash and after a stop it starts again on the same data", async () => {
  binary = await startBinary();
  const first = binary.logs();
  await binary.crash();
  await expect(binary.fetch("/healthz")).rejects.toThrow();
  await binary.restart();
  expect(first).toContain('"migrations":["');
  expect(binary.logs()).toContain('"migrations":[]');
  expect(await binary.stop()).toBe(0);
});

test("a process that ends before it is ready says why", async () => {
  binary = await startBinary();
  const second = startBinary({ env: database(binary.folder) });
  await expect(second).rejects.toThrow("ended with code 2");
});

test("a seeded binary knows its sign-ins", async () => {
  binary = await startBinary({ seed: true });
  const { username, password } = binary.signIns.find(({ role }) => role === "operator")!;
  const answer = await binary.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json", origin: binary.url },
    body: JSON.stringify({ username, password }),
  });
  expect(answer.status).toBe(200);
});

test("a verb runs to its end", async () => {
  const { exitCode, stdout } = await runBinary(["version"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^lineside \d+\.\d+\.\d+ /);
});
