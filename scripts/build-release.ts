// npm run release:build [-- --only bun-linux-x64,bun-windows-x64] [--draft]: dist/release for every machine a plant has.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readKind } from "./binary-header.ts";
import { binaryStep } from "./build-single.ts";
import { webSteps } from "./build-web.ts";
import { gitLines } from "./git.ts";
import {
  checksums,
  fileNameOf,
  fileOf,
  lastMigration,
  type Release,
  type ReleaseTarget,
  releaseTargets,
} from "./release.ts";
import { sbomPath, sbomStep } from "./sbom.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { attempt, main, root, ScriptError } from "./shell.ts";
import { runSteps } from "./steps.ts";

const folder = join(root, "dist/release");

main(async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { only: { type: "string" }, draft: { type: "boolean", default: false } },
  });
  checkBunVersion();
  const targets = chosen(values.only);
  const { commit, isCommitted } = await whatIsBuilt(values.draft);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await runSteps([...setupSteps, ...webSteps, sbomStep()]);
  const { version, packageManager } = await Bun.file(join(root, "package.json")).json();
  const release: Release = {
    ...{ product: "lineside", version, commit, isCommitted },
    bun: String(packageManager).replace("bun@", ""),
    schema: { sqlite: lastMigration("sqlite"), postgresql: lastMigration("postgresql") },
    ...{ binaries: [], others: [], missing: [] },
  };
  for (const target of targets) await add(release, target);
  finish(release);
  return release.missing.length === 0 ? 0 : 1;
});

function chosen(only: string | undefined): readonly ReleaseTarget[] {
  if (only === undefined) return releaseTargets;
  return only.split(",").map((name) => {
    const found = releaseTargets.find(({ target }) => target === name);
    if (found) return found;
    const known = releaseTargets.map(({ target }) => target).join(", ");
    throw new ScriptError(`${name} is not a target of a release; known are ${known}.`);
  });
}

/** A file that runs in a plant for years must lead back to what it was made of. */
async function whatIsBuilt(isDraft: boolean): Promise<{ commit: string; isCommitted: boolean }> {
  const changed = await gitLines(root, "status", "--porcelain");
  if (changed.length > 0 && !isDraft)
    throw new ScriptError(
      `${changed.length} files are not committed (${changed[0]?.trim()} …). Commit them, or make a draft: npm run release:build -- --draft`,
    );
  const [commit = ""] = await gitLines(root, "rev-parse", "HEAD");
  return { commit, isCommitted: changed.length === 0 };
}

/** A target whose runtime cannot be had here is told and left out; anything else that goes wrong ends it. */
async function add(release: Release, target: ReleaseTarget): Promise<void> {
  const name = fileNameOf(target, release.version);
  const outfile = `dist/release/${name}`;
  try {
    await runSteps([binaryStep({ target: target.target, outfile })]);
  } catch (error) {
    const why = reasonOf(error);
    if (why === null) throw error;
    release.missing.push({ target: target.target, why });
    return;
  }
  refuseWrongKind(name, target);
  await refuseWrongVersion(name, target, release);
  release.binaries.push({ ...target, ...fileOf(folder, name) });
}

/** Bun fetches the runtime of another machine from the npm registry when it has none. */
function reasonOf(error: unknown): string | null {
  const text = error instanceof ScriptError ? error.message : "";
  const told = text.split("\n").find((line) => /download|extract|target|executable/i.test(line));
  return told ? told.trim() : null;
}

function refuseWrongKind(name: string, { os, arch, libc }: ReleaseTarget): void {
  const head = new Uint8Array(64 * 1024);
  readSync(openSync(join(folder, name), "r"), head);
  const kind = readKind(head);
  if (kind?.os === os && kind.arch === arch && kind.libc === libc) return;
  throw new ScriptError(
    `${name} is for ${JSON.stringify(kind)}, not for ${os} ${arch} ${libc ?? ""}.`,
  );
}

/** What can run here has to say what it is. */
async function refuseWrongVersion(name: string, target: ReleaseTarget, release: Release) {
  const { platform, arch } = process;
  const loader = `/lib/ld-musl-${arch === "x64" ? "x86_64" : "aarch64"}.so.1`;
  const isMusl = existsSync(loader);
  if (platform !== target.os || arch !== target.arch || (target.libc === "musl") !== isMusl) return;
  const { output, exitCode } = await attempt([join(folder, name), "version"]);
  const expected = `lineside ${release.version} (${release.commit.slice(0, 10)}`;
  if (exitCode !== 0 || !output.startsWith(expected))
    throw new ScriptError(`${name} says "${output}", not "${expected}…".`);
}

function finish(release: Release): void {
  copyFileSync(sbomPath, join(folder, "sbom.cdx.json"));
  for (const name of ["LICENSE", "CHANGELOG.md"])
    copyFileSync(join(root, name), join(folder, name));
  release.others = ["CHANGELOG.md", "LICENSE", "sbom.cdx.json"].map((name) => fileOf(folder, name));
  writeFileSync(join(folder, "release.json"), `${JSON.stringify(release, null, 2)}\n`);
  const all = [...release.binaries, ...release.others, fileOf(folder, "release.json")];
  writeFileSync(join(folder, "SHA256SUMS"), checksums(all));
  for (const { name, bytes } of all) console.log(`${name}  ${(bytes / 1_000_000).toFixed(1)} MB`);
  for (const { target, why } of release.missing) console.error(`${target} is missing: ${why}`);
  console.log(
    `dist/release, ${release.binaries.length} of ${release.binaries.length + release.missing.length} targets`,
  );
}
