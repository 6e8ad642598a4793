import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeRegistry } from "@lineside/domain/kernel";
import { statuses } from "../ui/status.ts";

const here = import.meta.dir;
const src = join(here, "..");
const languages = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const names = [...new Set(languages.flatMap((language) => readdirSync(join(here, language))))].map(
  (file) => file.replace(".json", ""),
);

function catalogue(language: string, name: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(here, language, `${name}.json`), "utf8"));
  } catch {
    return {};
  }
}

/** Plural endings belong to their key. */
const base = (key: string) => key.replace(/_(one|other)$/, "");

/** `<catalogue>:<key>` of every text. */
const known = new Set(
  names.flatMap((name) => Object.keys(catalogue("en", name)).map((key) => `${name}:${base(key)}`)),
);

interface Use {
  file: string;
  key: string;
}

/** What the code asks for: t("key") of the file's catalogues, any "catalogue:key" text, t(`prefix.${…}`). */
function readUses(): { exact: Use[]; prefixes: string[]; unfixed: Set<string> } {
  const exact: Use[] = [];
  const prefixes: string[] = [];
  const unfixed = new Set<string>();
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || /\.(test|gen)\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(src, file), "utf8");
    const hooks = [...text.matchAll(/const (\w+) = useT(?:In\(\w+, |\()(?:"([\w-]+)")?\)/g)].map(
      ([, variable, name]) => ({ variable, name: name ?? "common" }),
    );
    for (const variable of new Set(hooks.map((hook) => hook.variable))) {
      const own = hooks.filter((hook) => hook.variable === variable).map((hook) => hook.name);
      // Everything in the call's first argument, so that t(a ? "x" : "y") counts both.
      for (const [, argument] of text.matchAll(
        new RegExp(`\\b${variable}\\(([^(){}]*?)[,)]`, "g"),
      )) {
        for (const [, key] of argument!.matchAll(/"([\w.-]+)"/g))
          exact.push(...resolve(file, own, key!));
      }
      for (const [, prefix] of text.matchAll(new RegExp(`\\b${variable}\\(\`([^\`$]*)\\$\\{`, "g")))
        prefixes.push(...own.map((name) => `${name}:${prefix}`));
      if (new RegExp(`\\b${variable}\\([a-z]\\w*(\\.\\w+)*[,)]`).test(text))
        for (const name of own) unfixed.add(name);
    }
    for (const [, key] of text.matchAll(/["'`]([a-z][\w-]*:[\w.-]+)["'`]/g))
      if (names.includes(key!.split(":")[0]!) && known.has(key!)) exact.push({ file, key: key! });
  }
  return { exact, prefixes, unfixed };
}

/** A file that uses two catalogues under one name: the key must be in one of them. */
function resolve(file: string, own: string[], key: string): Use[] {
  const found = own.map((name) => `${name}:${key}`).filter((full) => known.has(full));
  return (found.length > 0 ? found : [`${own[0]}:${key}`]).map((full) => ({ file, key: full }));
}

describe("text catalogues", () => {
  test.each(names)("%s has the same keys and values in every language", (name) => {
    const keys = (language: string) =>
      [...new Set(Object.keys(catalogue(language, name)).map(base))].toSorted();
    const values = (language: string) =>
      Object.entries(catalogue(language, name))
        .map(([key, text]) => [base(key), [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1])])
        .flatMap(([key, found]) => (found as string[]).map((value) => `${key} ${value}`));
    for (const language of languages) {
      expect(keys(language)).toEqual(keys("en"));
      expect([...new Set(values(language))].toSorted()).toEqual(
        [...new Set(values("en"))].toSorted(),
      );
    }
  });

  const { exact, prefixes, unfixed } = readUses();

  test("every text asked for is there", () => {
    const missing = exact.filter(({ key }) => !known.has(key));
    expect(missing.map(({ file, key }) => `${file} ${key}`)).toEqual([]);
  });

  test("every text is asked for", () => {
    const used = new Set(exact.map(({ key }) => key));
    const unused = [...known].filter(
      (key) =>
        !used.has(key) &&
        !prefixes.some((prefix) => key.startsWith(prefix)) &&
        // Codes are asked for by the server; `t(entry.key)` takes its keys from tables.
        !key.startsWith("errors:") &&
        !unfixed.has(key.split(":")[0]!),
    );
    expect(unused).toEqual([]);
  });

  test("every state has a word", () => {
    const wanted = Object.entries(statuses).flatMap(([kind, table]) =>
      Object.keys(table).map((state) => `states:${kind}.${state}`),
    );
    expect(wanted.filter((key) => !known.has(key))).toEqual([]);
  });

  test("every refusal code of the domain has a sentence", async () => {
    const domain = join(here, "../../../../packages/domain/src");
    const missing: string[] = [];
    for (const noun of readdirSync(domain)) {
      const file = join(domain, noun, "codes.ts");
      if (!(await Bun.file(file).exists())) continue;
      const exported = Object.entries((await import(file)) as Record<string, CodeRegistry>);
      const registries = exported.flatMap(([name, it]) => (name.endsWith("Codes") ? [it] : []));
      for (const code of registries.flatMap((registry) => Object.keys(registry)))
        if (!known.has(`errors:${code}`)) missing.push(code);
    }
    expect(missing).toEqual([]);
  });

  test("every event and every command has a name", async () => {
    const missing = new Set<string>();
    const seen = new Set<string>();
    for (const root of ["packages/domain/src", "apps/server/src"]) {
      const house = join(here, "../../../..", root);
      for (const file of readdirSync(house, { recursive: true, encoding: "utf8" })) {
        if (!file.endsWith(".ts") || /\.(test|fixture)\.ts$/.test(file)) continue;
        const text = readFileSync(join(house, file), "utf8");
        // `type: isX ? "a.b" : "a.c"` counts both.
        const emitted = text.matchAll(
          /\btype(?::| =)[^,;{}]*?"([a-z]\w+\.[a-z]\w+)"(?: : "([\w.]+)")?/g,
        );
        const commands = text.matchAll(/defineCommand\(\{\s*name: "([\w.]+)"/g);
        const listed = /\bevents\.ts$/.test(file) ? text.matchAll(/"([a-z]\w+\.[a-z]\w+)"/g) : [];
        for (const [, ...types] of [...emitted, ...commands, ...listed])
          for (const type of types.filter(Boolean)) {
            seen.add(type);
            if (!known.has(`events:${type}`)) missing.add(type);
          }
      }
    }
    // A check that reads nothing finds nothing.
    for (const type of ["unit.trackedOut", "clock.lateCompleted", "clock.waive", "job.failed"])
      expect(seen).toContain(type);
    expect([...missing]).toEqual([]);
  });
});
