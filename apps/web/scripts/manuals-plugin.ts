import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { renderManual } from "./manual.ts";

export const manualFolder = join(import.meta.dirname, "../../../user_docs");
export const manualLanguages = ["en", "zh-CN"] as const;
type Language = (typeof manualLanguages)[number];

export const slugsOf = (language: Language) =>
  readdirSync(join(manualFolder, language))
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.replace(".md", ""))
    .toSorted();

export function readManual(language: Language, slug: string) {
  const name = `${language}/${slug}.md`;
  return renderManual(readFileSync(join(manualFolder, name), "utf8"), name);
}

const list = "virtual:manuals";
const one = "virtual:manual/";

/**
 * The manuals of user_docs as modules: `virtual:manuals` has their titles and how to load each of
 * them; each is a file of its own, loaded when it is opened. Nothing of it comes from outside.
 */
export function manuals(): Plugin {
  return {
    name: "manuals",
    resolveId: (id) => (id === list || id.startsWith(one) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${list}`) return listModule();
      if (!id.startsWith(`\0${one}`)) return;
      const [language, slug] = id.slice(one.length + 1).split("/") as [Language, string];
      this.addWatchFile(join(manualFolder, language, `${slug}.md`));
      return `export default ${JSON.stringify(readManual(language, slug))};`;
    },
  };
}

function listModule(): string {
  const titles = Object.fromEntries(
    manualLanguages.map((language) => [
      language,
      slugsOf(language).map((slug) => {
        const { title, lead } = readManual(language, slug);
        return { slug, title, lead };
      }),
    ]),
  );
  const loads = manualLanguages.map((language) => {
    const each = slugsOf(language).map(
      (slug) => `${JSON.stringify(slug)}: () => import("${one}${language}/${slug}")`,
    );
    return `${JSON.stringify(language)}: { ${each.join(", ")} }`;
  });
  return `export const titles = ${JSON.stringify(titles)};\nexport const loads = { ${loads.join(", ")} };`;
}
