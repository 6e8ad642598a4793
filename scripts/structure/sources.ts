import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "../shell.ts";
import { listFiles } from "../steps.ts";

export interface Source {
  /** From the repository root, with forward slashes. */
  path: string;
  text: string;
  imports: Import[];
}

export interface Import {
  /** A repository path (apps/…, packages/…) when the target is ours, else the package name. */
  target: string;
  isOurs: boolean;
  isTypeOnly: boolean;
}

export function readSources(): Source[] {
  const paths = listFiles([
    "apps/*/src/**/*.{ts,tsx}",
    "apps/web/{scripts,tests}/**/*.ts",
    "packages/*/src/**/*.{ts,tsx}",
    "!**/*.gen.ts",
  ]);
  return paths.map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

export function readSource(path: string, text: string): Source {
  return { path, text, imports: readImports(path, text) };
}

/** Import and re-export statements start a line (Biome formats them so); import() stands anywhere. */
const statement =
  /^(?:import|export)\s+(type\s)?[^;"'`]*?\bfrom\s+["']([^"']+)["']|^import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

function readImports(path: string, text: string): Import[] {
  return [...text.matchAll(statement)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? "";
    return { ...resolve(path, specifier), isTypeOnly: match[1] !== undefined };
  });
}

function resolve(from: string, specifier: string): { target: string; isOurs: boolean } {
  if (specifier.startsWith("."))
    return { target: normalize(join(dirname(from), specifier)), isOurs: true };
  if (specifier.startsWith("~/"))
    return { target: `apps/web/src/${specifier.slice(2)}`, isOurs: true };
  if (specifier.startsWith("@lineside/")) return { target: workspacePath(specifier), isOurs: true };
  const parts = specifier.split("/");
  return { target: parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/"), isOurs: false };
}

/** Through the "exports" of our packages: an exact name or one with a star. */
function workspacePath(specifier: string): string {
  const [, name = "", ...rest] = specifier.split("/");
  const folder = name === "server" || name === "web" ? `apps/${name}` : `packages/${name}`;
  const subpath = rest.length === 0 ? "." : `./${rest.join("/")}`;
  for (const [key, target] of Object.entries(exportsOf(folder))) {
    if (key === subpath) return normalize(join(folder, target));
    const [before = "", after = ""] = key.split("*");
    if (!key.includes("*") || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    const star = subpath.slice(before.length, subpath.length - after.length);
    return normalize(join(folder, target.replace("*", star)));
  }
  return `${folder}/${rest.join("/")}`;
}

const knownExports = new Map<string, Record<string, string>>();

function exportsOf(folder: string): Record<string, string> {
  const known = knownExports.get(folder);
  if (known) return known;
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  knownExports.set(folder, manifest.exports ?? {});
  return manifest.exports ?? {};
}

/**
 * The code without comments and types: what Bun prints of it. A word in a comment is not a use.
 * Strings stay, so a banned word in a message needs other wording.
 */
export function codeOf({ path, text }: Source): string {
  const loader = path.endsWith("x") ? "tsx" : "ts";
  return new Bun.Transpiler({ loader, minifyWhitespace: false }).transformSync(text);
}
