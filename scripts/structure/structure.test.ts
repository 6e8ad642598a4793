import { describe, expect, test } from "bun:test";
import { ceiling, exceptions } from "./exceptions.ts";
import { findForbiddenImports, importRules, moduleOf } from "./import-rules.ts";
import { type BannedToken, bannedTokens, mayCall } from "./import-table.ts";
import { codeOf, readSource, readSources, type Source } from "./sources.ts";

const sources = readSources();
const used = new Set<string>();

/** What breaks a rule and is not excused. */
function inexcusable(found: string[]): string[] {
  for (const line of found) if (exceptions.includes(line)) used.add(line);
  return found.filter((line) => !exceptions.includes(line));
}

function findTokens(banned: BannedToken, all: Source[]): string[] {
  const { token, why, rooms, exceptIn } = banned;
  return all
    .filter(({ path }) => rooms.test(path) && !exceptIn.test(path))
    .filter((source) => token.test(source.text) && token.test(codeOf(source)))
    .map(({ path, text }) => `${path} has ${token.exec(text)?.[0]}: ${why}`);
}

/** A size limit switched off by a comment is an exception like any other. */
function findSizeIgnores(all: Source[]): string[] {
  const ignore =
    /biome-ignore(?:-all|-start)? lint\/\w+\/(noExcessiveLines\w+|useMaxParams|noImportCycles)/;
  return all.flatMap(({ path, text }) => {
    const rule = ignore.exec(text)?.[1];
    return rule ? [`${path} ignores ${rule}`] : [];
  });
}

describe("structure", () => {
  test("there is something to check", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(20);
  });

  for (const [name, rule] of Object.entries(importRules))
    test(name, () => expect(inexcusable(findForbiddenImports(rule, sources))).toEqual([]));

  for (const banned of bannedTokens)
    test(`${banned.token.source} stays where it belongs: ${banned.why}`, () =>
      expect(inexcusable(findTokens(banned, sources))).toEqual([]));

  test("every module is in the import table", () => {
    const modules = new Set(sources.flatMap(({ path }) => moduleOf(path) ?? []));
    expect([...modules].filter((module) => !mayCall[module])).toEqual([]);
  });

  test("the import table has no cycle", () => {
    expect(findCycle(mayCall)).toBeNull();
    expect(findCycle({ a: ["b"], b: ["c"], c: ["a"] })).toEqual(["a", "b", "c", "a"]);
  });

  test("no size limit is switched off by a comment", () =>
    expect(inexcusable(findSizeIgnores(sources))).toEqual([]));

  test("the list of exceptions only shrinks", () => {
    expect(exceptions.filter((line) => !used.has(line))).toEqual([]);
    expect(exceptions.length).toBeLessThanOrEqual(ceiling);
  });
});

// A check that cannot fail is a defect: each rule sees its own offence.
describe("the rules themselves", () => {
  const offences: [rule: string, path: string, code: string][] = [
    [
      "domain imports zod, its own noun and other nouns' index.ts, nothing else",
      "packages/domain/src/plant/line.ts",
      `import { runStates } from "../work-order/states.ts";`,
    ],
    [
      "domain imports zod, its own noun and other nouns' index.ts, nothing else",
      "packages/domain/src/plant/line.ts",
      `import { Kysely } from "kysely";`,
    ],
    [
      "packages know nothing of the applications",
      "packages/db/src/writer.ts",
      `import { app } from "../../../apps/server/src/app.ts";`,
    ],
    [
      "the platform knows no module",
      "apps/server/src/platform/command.ts",
      `import { x } from "../modules/plant/index.ts";`,
    ],
    [
      "a module reaches another only through index.ts",
      "apps/server/src/modules/routing/compile.ts",
      `import { findStation } from "../plant/store.ts";`,
    ],
    [
      "a module calls only what the table allows",
      "apps/server/src/modules/plant/routes.ts",
      `export { trackIn } from "../execution/index.ts";`,
    ],
    [
      "web features do not import each other",
      "apps/web/src/features/station/pages/station-page.tsx",
      `const page = await import("~/features/trace/pages/trace-page.tsx");`,
    ],
    [
      "web ui and lib know no feature and no route",
      "apps/web/src/ui/button.tsx",
      `import type { Verdict } from "~/features/station/verdict.ts";`,
    ],
    [
      "web sees the server only as the type App",
      "apps/web/src/lib/http.ts",
      `import { app } from "@lineside/server/app";`,
    ],
    [
      "only packages/db, the platform, store.ts and queries.ts import kysely",
      "apps/server/src/modules/plant/create-line.ts",
      `import {\n  sql,\n} from "kysely";`,
    ],
  ];
  for (const [name, path, code] of offences)
    test(`"${name}" sees ${code.split("\n")[0]} in ${path}`, () => {
      const rule = importRules[name]!;
      expect(findForbiddenImports(rule, [readSource(path, code)])).toHaveLength(1);
    });

  const words: [path: string, code: string, found: number][] = [
    ["apps/server/src/modules/plant/create-line.ts", "export const at = new Date();", 1],
    ["apps/server/src/modules/plant/create-line.ts", "// new Date() is banned\nexport {};", 0],
    ["packages/domain/src/kernel/instant.ts", "export const at = Date.now();", 0],
    ["apps/web/src/lib/http.ts", "console.log(1);", 1],
    ["apps/server/src/modules/plant/create-line.ts", "await db.unit(save);", 1],
    ["packages/db/src/database.ts", "await prisma.$transaction([]);", 1],
    ["apps/server/src/modules/plant/create-line.ts", `tx.insertInto("plant_line");`, 1],
    ["apps/server/src/modules/plant/store.ts", `tx.insertInto("plant_line");`, 0],
    ["packages/domain/src/plant/line.ts", "export const x = Math.random();", 1],
  ];
  for (const [path, code, found] of words)
    test(`${found ? "finds" : "allows"} ${code.split("\n")[0]} in ${path}`, () => {
      const source = readSource(path, code);
      expect(bannedTokens.flatMap((banned) => findTokens(banned, [source]))).toHaveLength(found);
    });

  test("finds a size limit switched off by a comment", () => {
    const code = "// biome-ignore lint/complexity/noExcessiveLinesPerFunction: long\nexport {};";
    expect(findSizeIgnores([readSource("apps/server/src/app.ts", code)])).toHaveLength(1);
  });
});

function findCycle(table: Record<string, readonly string[]>): string[] | null {
  const visit = (module: string, path: string[]): string[] | null => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    for (const next of table[module] ?? []) {
      const cycle = visit(next, [...path, module]);
      if (cycle) return cycle;
    }
    return null;
  };
  for (const module of Object.keys(table)) {
    const cycle = visit(module, []);
    if (cycle) return cycle;
  }
  return null;
}
