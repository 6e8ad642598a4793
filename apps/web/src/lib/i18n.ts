import { createStore, useStore } from "./store.ts";
import { type Catalogue, type Translate, translator } from "./translate.ts";

export type { Translate };

export const languages = { en: "English", "zh-CN": "简体中文" } as const;
export type Language = keyof typeof languages;
const KEY = "lineside.language";

/** Every catalogue is its own file and loads when a component first asks for it. */
const files = import.meta.glob<Catalogue>("../i18n/*/*.json", { import: "default" });

const language = createStore<Language>("en");

/** Before the first render: the language, and the texts every screen shares. */
export async function startI18n(): Promise<void> {
  language.set(startLanguage());
  await setLanguage(language.get());
}

/** Asked for together, ahead of the components that would wait for one after the other. */
export function preloadTexts(catalogues: readonly string[]): void {
  for (const catalogue of catalogues) void load(language.get(), catalogue);
}

/** The user's choice, once known, wins over the browser's language. */
export async function setLanguage(next: Language): Promise<void> {
  localStorage.setItem(KEY, next);
  await Promise.all(["common", ...namesIn(language.get())].map((name) => load(next, name)));
  language.set(next);
  document.documentElement.lang = next;
}

/** Texts of one catalogue: `t("list.title")`; of the shared one: `t("common:save")`. Suspends while it loads. */
export function useT(catalogue = "common"): Translate {
  return useTIn(useLanguage(), catalogue);
}

/** The same in a language that need not be the reader's: for what must be right in both. */
export function useTIn(of: Language, catalogue: string): Translate {
  const name = `${of}/${catalogue}`;
  const known = translators.get(name);
  if (known) return known;
  // Thrown, not `use`d: components go on with other hooks after this one (React error 467).
  if (!loaded.has(name)) throw failureOf(name) ?? load(of, catalogue);
  const translate = translator(of, loaded.get(name) ?? {}, (other) => loaded.get(`${of}/${other}`));
  translators.set(name, translate);
  return translate;
}

export const useLanguage = () => useStore(language);
export const currentLanguage = () => language.get();

/** Of a pair of names kept in the database, the one in the user's language. */
export function useLocalName(): (named: { name: string; nameZh?: string | null }) => string {
  const now = useLanguage();
  return (named) => (now === "zh-CN" && named.nameZh ? named.nameZh : named.name);
}

const loaded = new Map<string, Catalogue>();
const failures = new Map<string, unknown>();
const loads = new Map<string, Promise<void>>();
const translators = new Map<string, Translate>();

/** What the screen shows now it also needs in another language. */
function namesIn(of: Language): string[] {
  const start = `${of}/`;
  return [...loads.keys()]
    .filter((name) => name.startsWith(start))
    .map((n) => n.slice(start.length));
}

/** One promise per catalogue, whoever waits for it. */
function load(of: Language, catalogue: string): Promise<void> {
  const name = `${of}/${catalogue}`;
  const running = loads.get(name) ?? read(name);
  loads.set(name, running);
  return running;
}

async function read(name: string): Promise<void> {
  try {
    loaded.set(name, (await files[`../i18n/${name}.json`]?.()) ?? {});
  } catch (cause) {
    failures.set(name, cause);
    loads.delete(name);
  }
}

/** Told once, to the error page; its "try again" loads anew. */
function failureOf(name: string): unknown {
  const failure = failures.get(name);
  failures.delete(name);
  return failure;
}

function startLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept && kept in languages) return kept as Language;
  const known = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag));
  return known?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
