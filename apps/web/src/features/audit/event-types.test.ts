import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { entityTypes, eventTypes } from "./event-types.ts";

const house = join(import.meta.dir, "../../../../..");

/** The product's own sources of a folder. */
async function sourcesOf(pattern: string): Promise<string[]> {
  const files = await Array.fromAsync(new Bun.Glob(pattern).scan(house));
  const own = files.filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  return await Promise.all(own.map((file) => Bun.file(join(house, file)).text()));
}

/** What the sources name and the page does not offer. */
function missing(sources: string[], named: RegExp, offered: readonly string[]): string[] {
  const found = sources.flatMap((text) => [...text.matchAll(named)].map(([, name]) => name!));
  expect(found.length).toBeGreaterThan(10);
  return [...new Set(found)].filter((name) => !offered.includes(name));
}

describe("the filters of the audit page", () => {
  test("offer the events of every noun", async () => {
    const lists = await sourcesOf("packages/domain/src/*/events.ts");
    expect(missing(lists, /^ {2}"(\w+\.\w+)",$/gm, eventTypes)).toEqual([]);
  });

  test("offer every event a module tells", async () => {
    const modules = await sourcesOf("apps/server/src/{modules,platform}/**/*.ts");
    expect(missing(modules, /\btype: "(\w+\.\w+)"/g, eventTypes)).toEqual([]);
  });

  test("offer every kind of thing a module tells of", async () => {
    const modules = await sourcesOf("apps/server/src/{modules,platform}/**/*.ts");
    expect(missing(modules, /\bentityType: "(\w+)"/g, entityTypes)).toEqual([]);
  });

  test("offer each event once", () => {
    expect(eventTypes.length).toBe(new Set(eventTypes).size);
  });
});
