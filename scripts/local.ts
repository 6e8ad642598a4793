import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./shell.ts";

/** Written by worktree-new.ts, ignored by git: what keeps two working trees of one machine apart. */
export const localFile = ".worktree.json";

export function defaultPort(folder = root): number {
  if (process.env.PORT) return Number(process.env.PORT);
  const path = join(folder, localFile);
  if (!existsSync(path)) return 3000;
  return Number(JSON.parse(readFileSync(path, "utf8")).port);
}
