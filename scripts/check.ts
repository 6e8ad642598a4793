// npm run check: what a reviewer should not have to say. Format, lint, types, structure.
import { setup } from "./setup.ts";
import { attempt, bin, main } from "./shell.ts";
import { seconds } from "./steps.ts";

export interface Check {
  name: string;
  command: string[];
}

const biomeOutput = ["--max-diagnostics=100", `--colors=${process.stdout.isTTY ? "force" : "off"}`];

export const checks: Check[] = [
  { name: "format", command: [bin("biome"), "ci", "--linter-enabled=false", ...biomeOutput, "."] },
  { name: "lint", command: [bin("biome"), "lint", "--error-on-warnings", ...biomeOutput, "."] },
  {
    name: "types",
    command: [
      bin("turbo"),
      "run",
      "typecheck",
      "--continue",
      "--concurrency=2",
      "--output-logs=errors-only",
    ],
  },
];

const structureTests = "./scripts/structure/structure.test.ts";

/** Runs each check, tells its outcome, and returns the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, command } of checks) {
    const started = performance.now();
    process.stdout.write(`${name} … `);
    const { exitCode, output } = await attempt(command);
    const time = seconds(performance.now() - started);
    console.log(exitCode === 0 ? time : `failed after ${time}\n${output}\n`);
    if (exitCode !== 0) failed.push(name);
  }
  return failed;
}

if (import.meta.main)
  main(async () => {
    await setup();
    const failed = await runChecks();
    const structure = [process.execPath, "test", "--only-failures", structureTests];
    const { exitCode, output } = await attempt(structure);
    if (exitCode !== 0) failed.push("structure");
    console.log(exitCode === 0 ? "structure … ok" : output);
    if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
    return failed.length === 0 ? 0 : 1;
  });
