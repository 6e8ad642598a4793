import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { binaryPath } from "@lineside/testkit/binary";

// What a browser loads for each page, added up from the built files: architecture.md §6.
const root = join(binaryPath, "../..");
const served = join(root, "dist/web");

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(join(root, "apps/web/dist/.vite/manifest.json"), "utf8"),
);
const component = "?tsr-split=component";
const frame = `src/routes/_app.tsx${component}`;
const pages = Object.keys(manifest).filter((key) => key.endsWith(component) && key !== frame);

/** The chunk and everything it cannot run without. */
function withImports(key: string, found = new Set<string>()): Set<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key]?.imports ?? []) withImports(next, found);
  return found;
}

/** What the frame fetches by itself once the page stands: menus, popovers, the palette, toasts. */
function whenIdle(): string[] {
  const opened = [...withImports(frame)].flatMap((key) => manifest[key]?.dynamicImports ?? []);
  return opened.filter((key) => /^src\/(ui|shell)\//.test(key));
}

/** The catalogues its route file names, and the one every page has. */
function textsOf(page: string, language: string): string[] {
  const route = readFileSync(join(root, "apps/web", page.replace(component, "")), "utf8");
  const named = /texts: \[([^\]]*)\]/.exec(route)?.[1]?.match(/[\w-]+/g) ?? [];
  return ["common", ...named].map((name) => `src/i18n/${language}/${name}.json`);
}

function load(page: string, language: string): Set<string> {
  const entries = ["index.html", page, ...textsOf(page, language)];
  if (page.startsWith("src/routes/_app/"))
    entries.push(frame, ...textsOf(frame, language), ...whenIdle());
  const chunks = entries.flatMap((key) => [...withImports(key)]);
  for (const key of chunks) if (!manifest[key]) throw new Error(`${key} was not built`);
  return new Set(chunks.map((key) => manifest[key]!.file));
}

/** As it travels to a browser of today. */
function bytes(file: string): number {
  const sizes = ["", ".br", ".zst"].map((ending) => Bun.file(join(served, file + ending)).size);
  return Math.min(...sizes.filter((size) => size > 0));
}

function kilobytes(page: string): number {
  const loads = ["en", "zh-CN"].map((language) => [...load(page, language)]);
  return (
    Math.max(...loads.map((files) => files.reduce((sum, file) => sum + bytes(file), 0))) / 1000
  );
}

describe("web budgets: compressed JavaScript in kB", () => {
  test("the pages of the app are known", () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(whenIdle()).toContain("src/ui/menu-parts.tsx");
  });

  test.each(["sign-in", "setup"])("%s stays under 120", (name) => {
    expect(kilobytes(`src/routes/${name}.tsx${component}`)).toBeLessThan(120);
  });

  test.each(pages)("%s stays under 250", (page) => {
    expect(kilobytes(page)).toBeLessThan(250);
  });

  test("a page is a handful of files, not one per icon", () => {
    const counts = pages.map((page) => load(page, "en").size);
    expect(Math.max(...counts)).toBeLessThan(50);
  });
});
