import { readFileSync } from "node:fs";
import type axe from "axe-core";
import type { Person } from "./stage.ts";

const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA, as far as a machine can tell: rule and place of everything serious on the screen. */
export async function barriersOn({ page }: Person): Promise<string[]> {
  const found = await page.evaluate(async (script) => {
    if (!("axe" in window)) new Function(script)();
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
    });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map((node) => node.html),
    }));
  }, source);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.slice(0, 160)}`));
}
