// bun scripts/worktree-scan.ts [main branch]: where every working tree stands, and where two meet.
import { gitLines, listWorktrees } from "./git.ts";
import { main, root } from "./shell.ts";

export interface Standing {
  path: string;
  branch: string;
  /** Files changed but not committed. */
  dirty: number;
  ahead: number;
  behind: number;
  lastCommit: string;
  /** Files that differ from where the branch left the main one, committed or not. */
  touched: string[];
}

export async function scan(from = root, mainBranch = "main"): Promise<Standing[]> {
  const trees = await listWorktrees(from);
  return Promise.all(trees.map((tree) => standingOf(tree.path, tree.branch, mainBranch)));
}

/** Files that two or more trees both touch, with the branches that do. */
export function findMeetings(standings: Standing[]): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  for (const { branch, touched } of standings)
    for (const file of touched) byFile.set(file, [...(byFile.get(file) ?? []), branch]);
  return new Map([...byFile].filter(([, branches]) => branches.length > 1));
}

async function standingOf(
  path: string,
  branch: string | null,
  mainBranch: string,
): Promise<Standing> {
  const git = (...words: string[]) => gitLines(path, ...words);
  const [base] = await git("merge-base", "HEAD", mainBranch);
  const [counts = "0\t0"] = await git(
    "rev-list",
    "--left-right",
    "--count",
    `${mainBranch}...HEAD`,
  );
  const [behind, ahead] = counts.split("\t").map(Number);
  const changed = await git("diff", "--name-only", base ?? "HEAD");
  const untracked = await git("ls-files", "--others", "--exclude-standard");
  const uncommitted = await git("diff", "--name-only", "HEAD");
  const [head = ""] = await git("log", "-1", "--format=%h %cr  %s");
  return {
    path,
    branch: branch ?? "(no branch)",
    dirty: uncommitted.length + untracked.length,
    ahead: ahead ?? 0,
    behind: behind ?? 0,
    lastCommit: head,
    touched: [...new Set([...changed, ...untracked])].sort(),
  };
}

export function print(standings: Standing[]): string {
  const rows = standings.map(({ branch, dirty, ahead, behind, lastCommit, path }) => [
    branch,
    dirty > 0 ? `${dirty} dirty` : "clean",
    `+${ahead} -${behind}`,
    lastCommit,
    path,
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  const meetings = [...findMeetings(standings)];
  if (meetings.length === 0) return [...lines, "", "No file is touched by two trees."].join("\n");
  const touched = meetings.map(([file, branches]) => `  ${file}  ${branches.join(", ")}`);
  return [...lines, "", "Touched by more than one tree:", ...touched].join("\n");
}

if (import.meta.main)
  main(async () => {
    console.log(print(await scan(root, process.argv[2] ?? "main")));
    return 0;
  });
