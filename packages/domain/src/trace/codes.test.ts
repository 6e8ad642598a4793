import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPermission } from "../auth/index.ts";
import { declaredCodes } from "../kernel/index.ts";

const source = join(import.meta.dir, "..");
// A noun declares its codes when it is loaded.
for (const noun of readdirSync(source)) await import(`../${noun}/index.ts`);

const rules = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file))
  .map((file) => readFileSync(join(source, file), "utf8"))
  .join("\n");

test("every code a rule refuses with is declared", () => {
  const refused = [...rules.matchAll(/refuse\(\s*"([A-Z_]+)"/g)].map((match) => match[1] ?? "");
  expect(refused.length).toBeGreaterThan(50);
  expect(refused.filter((code) => !declaredCodes().has(code))).toEqual([]);
});

test("who can put it right is named by a permission that exists", () => {
  const unknown = [...declaredCodes()].filter(
    ([, { resolvedBy }]) => resolvedBy !== null && !isPermission(resolvedBy),
  );
  expect(unknown).toEqual([]);
});
