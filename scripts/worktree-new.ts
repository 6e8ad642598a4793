// bun scripts/worktree-new.ts <branch> <path>: a second working tree, ready to start and to test.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { listWorktrees } from "./git.ts";
import { localFile } from "./local.ts";
import { main, root, run, ScriptError } from "./shell.ts";

export interface NewWorktree {
  branch: string;
  path: string;
  /** Any tree of the repository to branch from. */
  from?: string;
}

/** Adds the tree and gives it a port of its own; its database is ./data of that folder. */
export async function addWorktree({ branch, path, from = root }: NewWorktree): Promise<number> {
  if (existsSync(path) && readdirSync(path).length > 0)
    throw new ScriptError(`${path} exists and is not empty; choose another folder.`);
  const known = await run(["git", "branch", "--list", "--format=%(refname:short)", branch], {
    cwd: from,
  });
  const command = known
    ? ["git", "worktree", "add", path, branch]
    : ["git", "worktree", "add", "-b", branch, path];
  await run(command, { cwd: from });
  const port = await freePort(from);
  writeFileSync(join(path, localFile), `${JSON.stringify({ port })}\n`);
  return port;
}

/** 3000 belongs to the main tree; each other one takes the next ten that no tree has taken. */
async function freePort(from: string): Promise<number> {
  const taken = new Set(
    (await listWorktrees(from)).map(({ path }) => join(path, localFile)).map(readPort),
  );
  let port = 3010;
  while (taken.has(port)) port += 10;
  return port;
}

function readPort(file: string): number {
  return existsSync(file) ? Number(JSON.parse(readFileSync(file, "utf8")).port) : 3000;
}

if (import.meta.main)
  main(async () => {
    const [branch, folder] = process.argv.slice(2);
    if (!branch || !folder) throw new ScriptError("Usage: worktree-new.ts <branch> <path>");
    const path = resolve(folder);
    const port = await addWorktree({ branch, path });
    // The tree's own script, so that a branch with other dependencies gets its own.
    console.log(await run([process.execPath, join(path, "scripts/setup.ts")], { cwd: path }));
    console.log(`\n${path} is ready on branch ${branch}: npm start there serves on port ${port}.`);
    return 0;
  });
