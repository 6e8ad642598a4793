import { loads, titles } from "virtual:manuals";
import { queryOptions } from "@tanstack/react-query";
import type { Language } from "~/lib/i18n.ts";

export interface Manual {
  slug: string;
  title: string;
  lead: string;
  html: string;
  sections: { id: string; title: string; level: number }[];
}

export const manualTitles = (language: Language) => titles[language];

/** Part of the app itself, so that it needs neither the internet nor a session. */
export async function loadManual(language: Language, slug: string): Promise<Manual | null> {
  const load = loads[language][slug];
  return load ? { slug, ...(await load()).default } : null;
}

export const manualQuery = (language: Language, slug: string) =>
  queryOptions({
    queryKey: ["manuals", language, slug],
    queryFn: () => loadManual(language, slug),
    staleTime: Infinity,
  });

/** All of them, for the search. */
export const manualsQuery = (language: Language) =>
  queryOptions({
    queryKey: ["manuals", language],
    queryFn: () =>
      Promise.all(titles[language].map(({ slug }) => loadManual(language, slug))).then((all) =>
        all.filter((manual) => manual !== null),
      ),
    staleTime: Infinity,
  });
