import { describe, expect, test } from "bun:test";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { add, effectsOf, noted, Worker } from "./bench.fixture.ts";
import { reapGone } from "./reaper.ts";
import { isGone, workerName } from "./worker-name.ts";

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = Bun.spawn([process.execPath, "--version"], { stdout: "ignore", stderr: "ignore" });
  await child.exited;
  return child.pid;
}

const own = workerName();
const [host = "", pid = "", place = "", mark = ""] = own.split(":");
const named = (given: { host?: string; pid?: number; place?: string; mark?: string }) =>
  [given.host ?? host, given.pid ?? pid, given.place ?? place, given.mark ?? mark].join(":");

test("two names of one process differ in their mark alone", () => {
  expect(workerName()).not.toBe(own);
  expect(workerName().split(":").slice(0, 3)).toEqual([host, String(process.pid), place]);
});

test.skipIf(process.platform !== "linux")(
  "gone is who was beside us and is there no more",
  async () => {
    const dead = await endedPid();
    // biome-ignore format: a table
    const rows: [what: string, worker: string, isGone: boolean][] = [
    ["ourselves",                          own,                                   false],
    ["a process beside us that runs",      named({ pid: process.ppid }),          false],
    ["the first process, of root",         named({ pid: 1 }),                     false],
    ["one that ended",                     named({ pid: dead }),                  true],
    ["one that had our number before us",  named({ mark: "000000" }),             true],
    ["one that ended, of another machine", named({ pid: dead, host: "other" }),   false],
    ["one that ended, of another start",   named({ pid: dead, place: "000000" }), false],
    ["one of a version before",            `${host}:${dead}:${mark}`,             false],
    ["one of a place without names",       named({ pid: dead, place: "" }),       false],
    ["a name of the tests",                "first",                               false],
  ];
    for (const [what, worker, expected] of rows)
      expect([what, isGone(worker, own)]).toEqual([what, expected]);
  },
);

describe.skipIf(process.platform !== "linux")("after a crash", () => {
  eachDatabase((_, open) => {
    test("a node takes back at once what its dead process held, and nothing else", async () => {
      const [db, clock] = [await open(), new FakeClock()];
      const worker = (name: string) => new Worker(name, { db, clock, jobs: [noted] });
      const [again, neighbour] = [worker(own), worker("neighbour")];
      for (const key of ["a", "b"]) await add(db, noted, { payload: { key }, now: clock.now() });
      const [held] = await worker(named({ mark: "000000" })).claim();
      const [others] = await neighbour.claim();
      expect(await reapGone(again.deps, own)).toBe(1);
      expect(await reapGone(again.deps, own)).toBe(0);
      clock.advance(1);
      const [taken] = await again.claim(2);
      expect([taken?.id, taken?.losses]).toEqual([held?.id, 1]);
      expect(await again.run(taken)).toBe("COMPLETED");
      expect(await neighbour.run(others)).toBe("COMPLETED");
      expect(await effectsOf(db)).toEqual(["a", "b"]);
    });
  });
});
