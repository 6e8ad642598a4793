// Runs in a fresh clone with nothing installed: only built-in modules may be imported at the top.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { main, root, run, ScriptError } from "./shell.ts";
import { runSteps, type Step } from "./steps.ts";

/** What every other script needs first. */
export const setupSteps: Step[] = [
  {
    name: "Install dependencies",
    inputs: ["bun.lock", "package.json", "apps/*/package.json", "packages/*/package.json"],
    outputs: ["node_modules/typescript", "packages/db/node_modules/kysely"],
    run: install,
  },
  {
    name: "Generate database types",
    inputs: ["packages/db/schema/**", "packages/db/migrations/**", "packages/db/src/design/**"],
    outputs: ["packages/db/generated/types.ts", "packages/db/generated/migrations.ts"],
    run: () => run([process.execPath, "packages/db/src/design/generate.ts"]),
  },
  {
    name: "Generate web routes",
    inputs: ["apps/web/src/routes/**", "apps/web/scripts/**", "bun.lock"],
    outputs: ["apps/web/src/route-tree.gen.ts"],
    run: () => run([process.execPath, "scripts/generate-routes.ts"], { cwd: webFolder }),
  },
];

const webFolder = join(root, "apps/web");

export async function setup(): Promise<void> {
  checkBunVersion();
  await runSteps(setupSteps);
}

/** The version is part of the build: another one may embed, compile or resolve differently. */
export function checkBunVersion(): void {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const wanted = String(packageManager).replace("bun@", "");
  if (Bun.version === wanted) return;
  throw new ScriptError(
    `This is bun ${Bun.version}; the repository is built with ${wanted}. Run it through npm (npm start, npm test) or install that version.`,
  );
}

async function install(): Promise<void> {
  if (!existsSync(join(root, "bun.lock"))) throw new ScriptError("bun.lock is missing.");
  await run([process.execPath, "install", "--frozen-lockfile", "--no-progress"]);
}

if (import.meta.main)
  main(async () => {
    await setup();
    return 0;
  });
