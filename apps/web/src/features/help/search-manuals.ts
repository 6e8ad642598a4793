import type { Manual } from "./api/manuals.ts";

/** A part of a manual: from its heading to the next one. */
export interface Part {
  slug: string;
  manual: string;
  id: string;
  title: string;
  text: string;
}

export interface Hit extends Part {
  /** What stands around the first word found. */
  snippet: string;
}

const hitsMax = 40;
const snippetLength = 180;

/** The words somebody typed; Chinese is looked for as it stands. */
export const wordsOf = (query: string): string[] =>
  query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

/** The parts of a manual as plain text, without the elements around it. */
export function partsOf({ slug, title, html, sections }: Manual): Part[] {
  const starts = sections.map(({ id }) => html.indexOf(`id="${id}"`));
  const cut = (from: number, to: number | undefined) =>
    textOf(html.slice(html.indexOf(">", from) + 1, to));
  const first = textOf(html.slice(0, headingBefore(html, starts[0])));
  const top = { slug, manual: title, id: "", title, text: first };
  const rest = sections.map((section, at) => ({
    slug,
    manual: title,
    id: section.id,
    title: section.title,
    text: cut(starts[at] ?? 0, headingBefore(html, starts[at + 1]))
      .slice(section.title.length)
      .trim(),
  }));
  return [top, ...rest];
}

const headingBefore = (html: string, at: number | undefined) =>
  at === undefined ? undefined : html.lastIndexOf("<", at);

const signs: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };

function textOf(html: string): string {
  return html
    .replace(/<\/(p|li|td|th|h\d|pre)>/g, " ")
    .replace(/<[^>]+>/g, "")
    .replace(/&(#39|\w+);/g, (all, name: string) => signs[name] ?? all)
    .replace(/\s+/g, " ")
    .trim();
}

/** Every word must be there. What is called so comes first, then what is in the reader's own manual. */
export function search(parts: readonly Part[], query: string, own: readonly string[]): Hit[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const scored = parts.flatMap((part) => {
    const title = part.title.toLowerCase();
    const all = `${title} ${part.text.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return [];
    const named = words.filter((word) => title.includes(word)).length;
    return [{ part, score: named * 2 + (own.includes(part.slug) ? 1 : 0) }];
  });
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, hitsMax)
    .map(({ part }) => ({ ...part, snippet: around(part.text, words) }));
}

function around(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const found = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...(found.length > 0 ? found : [0])) - 50);
  const piece = text.slice(start, start + snippetLength);
  return `${start > 0 ? "…" : ""}${piece}${start + snippetLength < text.length ? "…" : ""}`;
}
