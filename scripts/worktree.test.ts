import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./shell.ts";
import { addWorktree } from "./worktree-new.ts";
import { findMeetings, print, type Standing, scan } from "./worktree-scan.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "lineside-worktrees-")));
const main = join(folder, "main");
const trees = { a: join(folder, "a"), b: join(folder, "b") };

const git = (cwd: string, ...words: string[]) =>
  run(["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", ...words], { cwd });
const write = (tree: string, file: string, text: string) => writeFileSync(join(tree, file), text);

describe.skipIf(!Bun.which("git"))("working trees", () => {
  beforeAll(async () => {
    await run(["git", "init", "--quiet", "--initial-branch=main", main], { cwd: folder });
    write(main, ".gitignore", ".worktree.json\n");
    write(main, "shared.txt", "one\n");
    await git(main, "add", ".");
    await git(main, "commit", "--quiet", "-m", "First");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const standingOf = async (branch: string): Promise<Standing> =>
    (await scan(main)).find((standing) => standing.branch === branch)!;

  test("each new tree has its branch and a port of its own", async () => {
    expect(await addWorktree({ branch: "feature-a", path: trees.a, from: main })).toBe(3010);
    expect(await addWorktree({ branch: "feature-b", path: trees.b, from: main })).toBe(3020);
    expect(JSON.parse(readFileSync(join(trees.b, ".worktree.json"), "utf8"))).toEqual({
      port: 3020,
    });
    expect((await standingOf("feature-b")).dirty).toBe(0);
  });

  test("a folder that holds something is refused", () =>
    expect(addWorktree({ branch: "other", path: trees.a, from: main })).rejects.toThrow(
      "not empty",
    ));

  test("an existing branch is checked out, not made again", async () => {
    await git(main, "branch", "existing");
    const path = join(folder, "existing");
    await addWorktree({ branch: "existing", path, from: main });
    expect((await standingOf("existing")).path).toBe(path);
  });

  test("the scan tells dirty, ahead, behind and the last commit", async () => {
    write(trees.a, "shared.txt", "two\n");
    await git(trees.a, "commit", "--quiet", "-am", "Change the shared file");
    write(trees.a, "new.txt", "untracked\n");
    write(main, "main.txt", "main\n");
    await git(main, "add", ".");
    await git(main, "commit", "--quiet", "-m", "Go on");
    expect(await standingOf("feature-a")).toMatchObject({
      dirty: 1,
      ahead: 1,
      behind: 1,
      lastCommit: expect.stringContaining("Change the shared file"),
      touched: ["new.txt", "shared.txt"],
    });
    expect(await standingOf("main")).toMatchObject({ dirty: 0, ahead: 0, behind: 0, touched: [] });
  });

  test("the scan names the files that two trees both touch", async () => {
    write(trees.b, "shared.txt", "three\n");
    write(trees.b, "own.txt", "own\n");
    const standings = await scan(main);
    expect([...findMeetings(standings)]).toEqual([["shared.txt", ["feature-a", "feature-b"]]]);
    expect(print(standings)).toContain("shared.txt  feature-a, feature-b");
  });
});
