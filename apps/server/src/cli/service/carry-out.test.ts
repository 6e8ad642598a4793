import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carryOut, type Machine, obstacle } from "./carry-out.ts";
import type { FolderStep } from "./plan.ts";

/** A machine that says what it was asked to do; owner and accounts are what the test says. */
function machine(answers: Record<string, { code: number; output: string }> = {}) {
  const asked: string[] = [];
  const run: Machine["run"] = (command) => {
    asked.push(command.join(" "));
    return answers[command[0] ?? ""] ?? { code: 0, output: "" };
  };
  return { machine: { root: "", run } satisfies Machine, asked };
}

describe("a folder of the machine", () => {
  let path: string;
  const step = (isOurs: boolean): FolderStep => ({
    ...{ does: "folder", path, mode: 0o750, owner: "lineside", group: "lineside" },
    isOurs,
  });
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "lineside-folder-")), "data");
  });
  afterEach(() => rmSync(join(path, ".."), { recursive: true }));

  // biome-ignore format: a table
  test.each<[boolean, boolean, string, boolean, boolean, string | null, boolean]>([
    // there    full   owner       ours   stopped  outcome           chown
    [false,     false, "",         true,  false,   "done",           true],
    [true,      false, "root",     true,  false,   "done",           true],
    [true,      true,  "lineside", true,  false,   "done",           true],
    [true,      true,  "root",     true,  true,    null,             false],
    [true,      true,  "root",     false, false,   "left as it is",  false],
    [true,      true,  "lineside", false, false,   "done",           true],
  ])("there %p, with files %p, of %p, ours %p: stopped %p, %p", (...row) => {
    const [isThere, isFull, owner, isOurs, isStopped, outcome, isGiven] = row;
    if (isThere) mkdirSync(path, { mode: 0o755 });
    if (isFull) writeFileSync(join(path, "file"), "");
    const { machine: here, asked } = machine({ stat: { code: 0, output: `${owner}\n` } });
    const said = obstacle(step(isOurs), here);
    if (isStopped) expect(said).toContain(`chown -R lineside:lineside ${path}`);
    else expect(said).toBeNull();
    if (outcome === null) return;
    expect<string>(carryOut(step(isOurs), here)).toBe(outcome);
    expect(asked.includes(`chown lineside:lineside ${path}`)).toBe(isGiven);
    if (isGiven) expect(statSync(path).mode & 0o7777).toBe(0o750);
  });
});

describe("an account", () => {
  const step = { does: "account", user: "lineside", home: "/var/lib/lineside" } as const;

  test("that is there is left alone", () => {
    const { machine: here, asked } = machine();
    expect(carryOut(step, here)).toBe("unchanged");
    expect(asked).toEqual(["getent passwd lineside"]);
  });

  test("that is missing is made without a home of its own and without a shell", () => {
    const { machine: here, asked } = machine({ getent: { code: 2, output: "" } });
    expect(carryOut(step, here)).toBe("done");
    expect(asked[1]).toBe(
      "useradd --system --user-group --home-dir /var/lib/lineside --no-create-home --shell /usr/sbin/nologin lineside",
    );
  });
});

test("what a program of the machine refuses is said in its words", () => {
  const { machine: here } = machine({ systemctl: { code: 1, output: "Failed to reload" } });
  expect(() => carryOut({ does: "reload" }, here)).toThrow(
    "systemctl daemon-reload ended with 1: Failed to reload",
  );
});
