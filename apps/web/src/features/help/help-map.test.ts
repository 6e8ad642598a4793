import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { presetRoleCodes } from "@lineside/domain/auth";
import {
  manualFolder,
  manualLanguages,
  readManual,
  slugsOf,
} from "../../../scripts/manuals-plugin.ts";
import { helpFor, helpOfRoutes } from "./help-map.ts";
import { ownManuals } from "./manual-roles.ts";

/** Every screen behind the sign-in, as the router calls it. */
const routes = [...new Bun.Glob("**/*.tsx").scanSync(`${import.meta.dir}/../../routes/_app`)]
  .map((file) => `/_app/${file.replace(/\.tsx$/, "").replaceAll(".", "/")}`)
  .map((id) => id.replace(/(^|\/)index$/, "$1"))
  .toSorted();

const wanted = [...new Set(Object.values(helpOfRoutes).flat())];
const anchorsOf = (language: (typeof manualLanguages)[number], slug: string) =>
  readManual(language, slug).sections.map(({ id }) => id);

describe("the help of a screen", () => {
  test("is there for every screen, and for none that is gone", () => {
    expect(Object.keys(helpOfRoutes).toSorted()).toEqual(routes);
  });

  test.each([...manualLanguages])("leads to a place that is there: %s", (language) => {
    const missing = wanted.filter((place) => {
      const [slug = "", anchor = ""] = place.split("#");
      return !slugsOf(language).includes(slug) || !anchorsOf(language, slug).includes(anchor);
    });
    expect(missing).toEqual([]);
  });

  test("is that of the reader's own desk where there is one", () => {
    expect(helpFor("/_app/trace/", ["auditor"])).toEqual({ slug: "auditor", anchor: "trace" });
    expect(helpFor("/_app/trace/", ["planner"])).toEqual({ slug: "quality", anchor: "trace" });
    expect(helpFor("/_app/nowhere", ["planner"])).toBeNull();
  });

  test("every role has its manual", () => {
    const manuals = [...presetRoleCodes].map((code) => [code, ownManuals([{ code }])[0]]);
    expect(manuals.filter(([, slug]) => !slugsOf("en").includes(slug ?? ""))).toEqual([]);
  });
});

describe("the manuals", () => {
  test("are the same in both languages, place by place", () => {
    expect(slugsOf("zh-CN")).toEqual(slugsOf("en"));
    const named = (language: (typeof manualLanguages)[number]) =>
      slugsOf(language).map((slug) =>
        [
          slug,
          ...readFileSync(join(manualFolder, language, `${slug}.md`), "utf8").matchAll(
            /<a id="(.*?)"/g,
          ),
        ].map((found) => (typeof found === "string" ? found : found[1])),
      );
    expect(named("zh-CN")).toEqual(named("en"));
  });

  test("name each place once, and lead to places that are there", () => {
    const wrong: string[] = [];
    for (const language of manualLanguages)
      for (const slug of slugsOf(language)) {
        const { html, sections } = readManual(language, slug);
        const ids = sections.map(({ id }) => id);
        if (new Set(ids).size !== ids.length) wrong.push(`${language}/${slug}: a place twice`);
        for (const [, to, place] of html.matchAll(/href="(?:\/help\/([a-z-]+))?(?:#([^"]+))?"/g)) {
          const target = to ?? slug;
          const isThere =
            slugsOf(language).includes(target) &&
            (place === undefined || anchorsOf(language, target).includes(place));
          if (!isThere) wrong.push(`${language}/${slug}: ${to ?? ""}#${place ?? ""}`);
        }
      }
    expect(wrong).toEqual([]);
  });
});
