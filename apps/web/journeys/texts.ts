import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Catalogue, type Translate, translator } from "../src/lib/translate.ts";

export type Language = "en" | "zh-CN";

const folder = join(import.meta.dir, "../src/i18n");
const read = new Map<string, Catalogue>();

function catalogue(language: Language, name: string): Catalogue {
  const path = join(folder, language, `${name}.json`);
  const known = read.get(path) ?? (JSON.parse(readFileSync(path, "utf8")) as Catalogue);
  read.set(path, known);
  return known;
}

/** The words a person reads, from the catalogues the screens read: `t("station:pass")`. */
export function textsOf(language: Language): Translate {
  const translate = translator(language, {}, (name) => catalogue(language, name));
  return (key, values) => {
    const [name = "", rest = ""] = key.split(":");
    const own = catalogue(language, name);
    const isKnown = [rest, `${rest}_other`].some((each) => each in own);
    if (!isKnown) throw new Error(`No text ${key} in ${language}`);
    return translate(key, values);
  };
}

/** A text with `{{values}}` nobody knows beforehand, as a pattern; the known ones are filled in. */
export function pattern(template: string): RegExp {
  return new RegExp(template.split("–").map(escaped).join(".+"));
}

/** The label of a field, required or not. */
export const labelled = (label: string) => new RegExp(`^${escaped(label)}(\\s*\\*)?$`);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
