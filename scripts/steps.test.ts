import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSteps, type Step } from "./steps.ts";

let folder: string;
let printed: string;
let runs: number;
let key: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lineside-steps-"));
  mkdirSync(join(folder, "src"));
  write("src/a.ts", "one");
  printed = "";
  runs = 0;
  key = "linux";
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

const setKey = (next: string) => {
  key = next;
};

const build: Step = {
  name: "Build it",
  inputs: ["src/**", "!**/*.test.ts"],
  key: () => key,
  outputs: ["out.txt"],
  run: () => {
    runs++;
    write("out.txt", "built");
  },
};

const again = () =>
  runSteps([build], {
    folder,
    write: (text) => {
      printed += text;
    },
  });

describe("a step", () => {
  test("tells its number, name and time", async () => {
    await again();
    expect(printed).toMatch(/^\[1\/1\] Build it … \d+\.\d s\n$/);
  });

  test("is left out when nothing changed", async () => {
    await again();
    expect(await again()).toEqual([]);
    expect(runs).toBe(1);
    expect(printed).toEndWith("[1/1] Build it … unchanged\n");
  });

  const changes: [what: string, change: () => void, runs: number][] = [
    ["an input changed", () => write("src/a.ts", "two"), 2],
    ["an input is new", () => write("src/b.ts", "new"), 2],
    ["an input went away", () => rmSync(join(folder, "src/a.ts")), 2],
    ["an output went away", () => rmSync(join(folder, "out.txt")), 2],
    ["the key changed", () => setKey("darwin"), 2],
    ["an excluded file changed", () => write("src/a.test.ts", "test"), 1],
    ["a file was written with the same content", () => write("src/a.ts", "one"), 1],
  ];
  for (const [what, change, expected] of changes)
    test(`runs ${expected === 2 ? "again" : "once"} when ${what}`, async () => {
      await again();
      change();
      await again();
      expect(runs).toBe(expected);
    });

  test("that failed runs again", async () => {
    const failing: Step = {
      ...build,
      run: () => {
        runs++;
        throw new Error("no disk");
      },
    };
    const attempt = () => runSteps([failing], { folder, write: () => {} });
    await expect(attempt()).rejects.toThrow("no disk");
    await expect(attempt()).rejects.toThrow("no disk");
    expect(runs).toBe(2);
  });

  test("that asks the world runs until the world says done", async () => {
    let done = false;
    const seed: Step = {
      name: "Seed",
      isDone: () => done,
      run: () => {
        runs++;
        done = true;
      },
    };
    for (let round = 0; round < 2; round++) await runSteps([seed], { folder, write: () => {} });
    expect(runs).toBe(1);
  });
});
