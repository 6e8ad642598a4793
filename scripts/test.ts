// npm test [-- word…]: everything, or the checks, parts and files a word stands for.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSteps } from "./build-single.ts";
import { whenCallerEnds } from "./caller.ts";
import { checks, runChecks } from "./check.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { main, root, ScriptError, toolEnvironment } from "./shell.ts";
import { runSteps } from "./steps.ts";
import {
  addFailure,
  addJunit,
  lastLine,
  slowest,
  type Tally,
  table,
  tally,
  total,
} from "./tally.ts";
import { type Part, parts, select, testFiles } from "./test-parts.ts";

const reports = mkdtempSync(join(tmpdir(), "lineside-reports-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

main(async () => {
  whenCallerEnds(() => process.exit(143));
  const words = process.argv.slice(2).filter((word) => word !== "--");
  const tallies: Tally[] = [];
  try {
    await runAll(words, tallies);
  } catch (error) {
    // Dependencies, build or PostgreSQL: nothing after it could be believed.
    const sentence = error instanceof ScriptError ? error.message : Bun.inspect(error);
    console.error(sentence);
    const preparation = tally("Preparation");
    addFailure(preparation, sentence.split("\n")[0] ?? "");
    tallies.push(preparation);
  }
  return report(tallies);
});

async function runAll(words: string[], tallies: Tally[]): Promise<void> {
  checkBunVersion();
  const chosen = select(testFiles(), words);
  const wantsChecks = words.length === 0 || words.includes("check");
  if (chosen.size === 0 && !wantsChecks)
    throw new ScriptError(`No test file matches ${words.join(" ")}.`);
  const needsBinary = parts.some((part) => part.needsBinary && chosen.has(part.name));
  await runSteps([...setupSteps, ...(needsBinary ? buildSteps() : [])]);
  if (wantsChecks) tallies.push(await check());
  const postgres = needsBinary ? await startPostgres() : null;
  try {
    for (const part of parts) {
      const files = chosen.get(part.name);
      if (files) tallies.push(await runPart(part, files));
    }
  } finally {
    await postgres?.stop();
  }
}

async function check(): Promise<Tally> {
  const result = tally("Checks");
  heading(result.title);
  const started = performance.now();
  const failed = await runChecks();
  for (const name of failed) addFailure(result, name);
  result.passed = checks.length - failed.length;
  result.milliseconds = performance.now() - started;
  return result;
}

/** One server for the whole run; the tests find it in TEST_DATABASE_URL and report themselves without it. */
async function startPostgres(): Promise<{ stop(): Promise<void> } | null> {
  const testkit = await import("../packages/testkit/src/postgres.ts");
  if (testkit.whyNoPostgres()) return null;
  return testkit.startPostgres();
}

async function runPart(part: Part, files: string[]): Promise<Tally> {
  const result = tally(part.title);
  heading(result.title);
  const started = performance.now();
  const outfile = join(reports, `${part.name}.xml`);
  const child = Bun.spawn(
    [
      process.execPath,
      // Neither a browser nor a server that a test started outlives the run, however it ends.
      "--no-orphans",
      "test",
      "--only-failures",
      ...(part.workers ? [`--parallel=${part.workers}`, "--no-isolate"] : []),
      // A loaded machine is no failure; what hangs still ends.
      "--timeout=30000",
      "--reporter=junit",
      `--reporter-outfile=${outfile}`,
      ...files.map((file) => `./${file}`),
    ],
    {
      cwd: root,
      env: toolEnvironment({ TZ: "Etc/UTC" }),
      stdio: ["ignore", "inherit", "inherit"],
      timeout: part.limitMinutes * 60_000,
      killSignal: "SIGKILL",
    },
  );
  const exitCode = await child.exited;
  result.milliseconds = performance.now() - started;
  addJunit(result, await readReport(outfile));
  if (exitCode !== 0 && result.failed === 0)
    addFailure(result, `${part.title} ended with ${child.signalCode ?? `code ${exitCode}`}`);
  if (exitCode === 0 && result.passed + result.failed + result.skipped === 0)
    addFailure(result, `${part.title} ran no test`);
  return result;
}

async function readReport(path: string): Promise<string> {
  return (await Bun.file(path).exists()) ? readFileSync(path, "utf8") : "";
}

/** A skipped test is one that nobody sees: where everything can run, it fails the run. */
function report(tallies: Tally[]): number {
  const mayNotSkip =
    process.env.CI === "true" && process.platform === "linux" && process.arch === "x64";
  const { failed, skipped } = total(tallies);
  const remarks = tallies.flatMap((each) => each.remarks);
  heading("Summary");
  console.log(table(tallies));
  console.log(`\nSlowest files\n${slowest(tallies, 12).join("\n")}`);
  if (remarks.length > 0) console.log(`\n${remarks.join("\n")}`);
  if (skipped > 0 && mayNotSkip) console.log("\nSkipped tests fail a run with CI=true.");
  console.log(`\n${lastLine(tallies)}`);
  return failed > 0 || (skipped > 0 && mayNotSkip) ? 1 : 0;
}

function heading(title: string): void {
  console.log(`\n── ${title} ${"─".repeat(Math.max(0, 60 - title.length))}`);
}
