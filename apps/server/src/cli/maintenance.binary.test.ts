import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { eachDialect, freshPlace } from "@lineside/testkit/database";
import { lineside } from "./verb.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

let binary: Binary;
let env: Record<string, string>;
beforeAll(async () => {
  binary = await startBinary({ env: { APP_WEB_MODE: "off" } });
  env = { DATABASE_URL: binary.databaseUrl };
});
afterAll(() => binary.dispose());

const run = (...words: string[]) => lineside(["maintenance", ...words], { env });
const phase = async () =>
  ((await (await binary.fetch("/api/maintenance")).json()) as { phase: string }).phase;
const ready = async () =>
  ((await (await binary.fetch("/readyz")).json()) as { status: string }).status;

test("beside a running server the order is carried out by the server", async () => {
  expect(await run("status")).toEqual({ code: 0, stdout: "Maintenance is off.\n", stderr: "" });
  const on = await run("on", "--minutes=30", "--message=New release", "--message-zh", "升级");
  expect([on.code, on.stderr]).toEqual([0, ""]);
  expect(on.stdout).toMatch(
    /^Maintenance is on since \S+, expected to end \S+\. .*\n {2}New release\n {2}升级\n$/,
  );
  expect(await phase()).toBe("ON");
  expect((await run("status")).code).toBe(1);
  expect(existsSync(`${binary.databaseUrl.replace("file:", "")}.maintenance`)).toBe(false);
});

test("it stays on through a restart", async () => {
  await binary.restart();
  expect([await phase(), await ready()]).toEqual(["ON", "maintenance"]);
});

test("with the server down the shell does it itself", async () => {
  await binary.stop();
  const off = await run("off", "--json");
  expect([off.code, off.stderr]).toEqual([0, ""]);
  expect(JSON.parse(off.stdout)).toMatchObject({ phase: "OFF", isOn: false });
  await binary.restart();
  expect([await phase(), await ready()]).toEqual(["OFF", "ready"]);
});

test("an announcement is told, and taken back", async () => {
  const from = "2099-11-22T21:00:00+08:00";
  const told = await run("announce", `--from=${from}`);
  expect(told.stdout).toBe("Maintenance is announced for 2099-11-22T13:00:00.000Z.\n");
  expect(await phase()).toBe("ANNOUNCED");
  expect((await run("off")).stdout).toBe("Maintenance is off.\n");
});

// biome-ignore format: a table
test.each([
  ["no verb                ", [],                                                 /^Usage: /],
  ["minutes that are none  ", ["on", "--minutes=soon"],                           /^--minutes is "soon"; .* e\.g\. --minutes=30\.$/m],
  ["a time without a zone  ", ["on", "--until=2099-01-01T10:00:00"],              /^".*" is no instant with its zone, e\.g\. /],
  ["an end that is over    ", ["on", "--until=2020-01-01T10:00:00Z"],             /^The end must lie after the start\.$/m],
  ["announced for the past ", ["announce", "--from=2020-01-01T10:00:00Z"],        /^The start lies in the past; /],
  ["announced for no time  ", ["announce"],                                       /^Usage: /],
  ["a setting nobody knows ", ["status", "--colour=red"],                         /--colour/],
] as [string, string[], RegExp][])("%s is refused in a sentence", async (_, words, sentence) => {
  const { code, stdout, stderr } = await run(...words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(sentence);
});

test("a database that is not there is not made", async () => {
  const url = `${binary.databaseUrl}.nowhere`;
  const { code, stderr } = await lineside(["maintenance", "on"], { env: { DATABASE_URL: url } });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^There is no database file /)]);
  expect(existsSync(url.replace("file:", ""))).toBe(false);
});

eachDialect((dialect) => {
  if (dialect === "sqlite") return;

  test("on PostgreSQL the shell switches it, and every node hears of it", async () => {
    const place = await freshPlace("postgresql");
    const settings = {
      ...{ DATABASE_URL: place.url, APP_WEB_MODE: "off" },
      APP_SECRET: "a-secret-that-every-node-and-start-shares",
    };
    const nodes = await Promise.all([1, 2].map(() => startBinary({ env: settings })));
    const phases = () =>
      Promise.all(
        nodes.map(async (node) => {
          const answer = await (await node.fetch("/api/maintenance")).json();
          return (answer as { phase: string }).phase;
        }),
      );
    try {
      for (const [word, expected] of [
        ["on", "ON"],
        ["off", "OFF"],
      ] as const) {
        const done = await lineside(["maintenance", word], { env: settings });
        expect([done.code, done.stderr]).toEqual([0, ""]);
        for (let tries = 0; tries < 300; tries++) {
          if ((await phases()).every((each) => each === expected)) break;
          await Bun.sleep(10);
        }
        expect(await phases()).toEqual([expected, expected]);
      }
    } finally {
      await Promise.all(nodes.map((node) => node.dispose()));
      await place.remove();
    }
  });
});
