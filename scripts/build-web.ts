import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, zstdCompress } from "node:zlib";
import { setupSteps } from "./setup.ts";
import { bin, main, root, run } from "./shell.ts";
import { runSteps, type Step } from "./steps.ts";

const webPackage = join(root, "apps/web");
const staged = join(root, "dist/web");
const scalar = "apps/server/node_modules/@scalar/api-reference/dist/browser/standalone.js";

export const webSteps: Step[] = [
  {
    name: "Build web",
    inputs: [
      "apps/web/{src,public,scripts}/**",
      "apps/web/{index.html,vite.config.ts,package.json}",
      "packages/domain/src/**",
      "user_docs/*/*.md",
      "bun.lock",
      "!**/*.test.{ts,tsx}",
      "!**/*.gen.ts",
    ],
    outputs: ["apps/web/dist/index.html"],
    run: () =>
      run([process.execPath, "--bun", bin("vite", webPackage), "build"], {
        cwd: webPackage,
        env: { NODE_ENV: "production" },
      }),
  },
  {
    name: "Compress web",
    inputs: ["apps/web/dist/**", "scripts/build-web.ts", scalar],
    outputs: ["dist/web/index.html", "dist/web/docs/scalar.js"],
    run: stageWeb,
  },
];

/** What the binary embeds: Vite's output, the offline API reference, and a .br and .zst beside each text file. */
async function stageWeb(): Promise<void> {
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(join(staged, "docs"), { recursive: true });
  const built = join(webPackage, "dist");
  // The manifest is for the tests, not for browsers.
  const isServed = (file: string) => !file.startsWith(join(built, ".vite"));
  cpSync(built, staged, { recursive: true, filter: isServed });
  cpSync(join(root, scalar), join(staged, "docs/scalar.js"));
  const files = readdirSync(staged, { recursive: true, encoding: "utf8" });
  await Promise.all(files.filter(isWorthCompressing).map((file) => compress(join(staged, file))));
}

const textTypes = new Set([".js", ".css", ".html", ".svg", ".json", ".txt", ".webmanifest"]);

function isWorthCompressing(file: string): boolean {
  return textTypes.has(extname(file)) && readFileSync(join(staged, file)).length > 1024;
}

async function compress(file: string): Promise<void> {
  const content = readFileSync(file);
  const [br, zst] = await Promise.all([toBrotli(content), toZstd(content)]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.zst`, zst);
}

/** The API reference is 3.6 MB and opened rarely: a lower level saves ten seconds of the first start. */
function toBrotli(content: Buffer): Promise<Buffer> {
  const quality = content.length > 2_000_000 ? 9 : constants.BROTLI_MAX_QUALITY;
  return promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

function toZstd(content: Buffer): Promise<Buffer> {
  const level = content.length > 2_000_000 ? 15 : 19;
  return promisify(zstdCompress)(content, {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  });
}

if (import.meta.main)
  main(async () => {
    await runSteps([...setupSteps, ...webSteps]);
    return 0;
  });
