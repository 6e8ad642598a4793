import { run } from "./shell.ts";

export interface Worktree {
  path: string;
  /** Null when no branch is checked out. */
  branch: string | null;
}

export async function listWorktrees(from: string): Promise<Worktree[]> {
  const listed = await run(["git", "worktree", "list", "--porcelain"], { cwd: from });
  return listed.split("\n\n").flatMap((block) => {
    const path = /^worktree (.+)$/m.exec(block)?.[1];
    if (!path || /^bare$/m.test(block) || /^prunable/m.test(block)) return [];
    return { path, branch: /^branch refs\/heads\/(.+)$/m.exec(block)?.[1] ?? null };
  });
}

/** The lines git prints; an empty answer is no line. */
export async function gitLines(cwd: string, ...words: string[]): Promise<string[]> {
  const answer = await run(["git", ...words], { cwd });
  return answer === "" ? [] : answer.split("\n");
}
