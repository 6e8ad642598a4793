// bun run build:single [--target bun-linux-arm64] [--outfile dist/lineside-arm64]
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { webSteps } from "./build-web.ts";
import { sbomStep } from "./sbom.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { attempt, main, root, run } from "./shell.ts";
import { runSteps, type Step } from "./steps.ts";

export const binaryPath = join(root, "dist/lineside");

export interface Target {
  /** A bun target, e.g. bun-linux-arm64; none = this machine. */
  target?: string;
  outfile: string;
}

export function binaryStep({ target, outfile }: Target = { outfile: "dist/lineside" }): Step {
  return {
    name: target ? `Compile ${outfile} for ${target}` : "Compile the binary",
    inputs: [
      "apps/server/src/**",
      "packages/{db,domain}/src/**",
      "packages/db/generated/**",
      "dist/web/**",
      "package.json",
      "bun.lock",
      "scripts/build-single.ts",
      "!**/*.test.ts",
    ],
    key: () => `${target ?? ""} ${commit()}`,
    outputs: [outfile],
    run: () => compile({ target, outfile }),
  };
}

export const buildSteps = (): Step[] => [...webSteps, binaryStep(), sbomStep()];

async function compile({ target, outfile }: Target): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  await run([
    process.execPath,
    "build",
    "--compile",
    ...(target ? [`--target=${target}`] : []),
    // Without --production the binary would carry NODE_ENV=development for ever.
    "--production",
    "--minify",
    "--bytecode",
    "--format=esm",
    // The settings of a line server are its environment, never a file that happens to lie in its folder.
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    `--define=process.env.LINESIDE_VERSION=${JSON.stringify(version)}`,
    `--define=process.env.LINESIDE_COMMIT=${JSON.stringify(commit())}`,
    "--asset=dist/web",
    `--outfile=${outfile}`,
    "apps/server/src/main.ts",
  ]);
}

let knownCommit: string | undefined;

/** Empty outside a git repository: a source archive builds as well. */
function commit(): string {
  if (knownCommit === undefined) {
    const git = Bun.which("git");
    const command = ["rev-parse", "--short=10", "HEAD"];
    const head = git && Bun.spawnSync([git, ...command], { cwd: root, stderr: "ignore" });
    knownCommit = head && head.exitCode === 0 ? head.stdout.toString().trim() : "";
  }
  return knownCommit;
}

if (import.meta.main)
  main(async () => {
    const { values } = parseArgs({
      args: process.argv.slice(2),
      options: { target: { type: "string" }, outfile: { type: "string" } },
    });
    checkBunVersion();
    const outfile = values.outfile ?? defaultOutfile(values.target);
    const target = { target: values.target, outfile };
    await runSteps([...setupSteps, ...webSteps, binaryStep(target), sbomStep()]);
    const path = existsSync(join(root, outfile)) ? outfile : `${outfile}.exe`;
    const size = statSync(join(root, path)).size / 1_000_000;
    console.log(`${path}  ${size.toFixed(0)} MB`);
    if (!values.target) console.log((await attempt([join(root, path), "version"])).output);
    return 0;
  });

function defaultOutfile(target: string | undefined): string {
  return target ? `dist/lineside-${target.replace(/^bun-/, "")}` : "dist/lineside";
}
