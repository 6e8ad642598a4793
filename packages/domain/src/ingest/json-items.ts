/** An element of a JSON array, or the whole text when it is no array. */
export type JsonItem =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly offset: number; readonly reason: string; readonly text: string };

export interface JsonItems {
  readonly isArray: boolean;
  readonly items: readonly JsonItem[];
}

/**
 * Reads a JSON text element by element: what is malformed is located by its index and its character
 * offset, and the others are kept (cfx.md 4.3 #1). A text cut short keeps the elements before the cut.
 */
export function splitJsonItems(text: string): JsonItems {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const start = skipSpace(body, 0);
  const isArray = body[start] === "[";
  try {
    const whole: unknown = JSON.parse(body);
    if (!Array.isArray(whole)) return { isArray: false, items: [{ ok: true, value: whole, text }] };
    return { isArray: true, items: whole.map(kept) };
  } catch (error) {
    if (isArray) return { isArray: true, items: elements(body, start + 1) };
    return { isArray: false, items: [broken(body, 0, reasonOf(error))] };
  }
}

/** The element's own text is only worth its characters where it is stored: once. */
function kept(value: unknown): JsonItem {
  return {
    ok: true,
    value,
    get text() {
      return JSON.stringify(value);
    },
  };
}

function elements(text: string, from: number): JsonItem[] {
  const items: JsonItem[] = [];
  let at = skipSpace(text, from);
  while (at < text.length && text[at] !== "]") {
    const read = nextElement(text, at);
    items.push(read.item);
    const { end } = read;
    const isMore = text[end] === ",";
    at = skipSpace(text, isMore ? end + 1 : end);
    if (!isMore) break;
  }
  if (text[at] !== "]") items.push(broken("", text.length, "the array does not end"));
  return items;
}

/**
 * An element that is broken, e.g. by a missing bracket, may seem to swallow those after it: it ends
 * where the next one begins with the same first key.
 */
function nextElement(text: string, at: number): { item: JsonItem; end: number } {
  const end = endOfElement(text, at);
  const item = element(text.slice(at, end).trimEnd(), at);
  if (item.ok) return { item, end };
  const key = /^\{\s*"[^"\n]{1,100}"/.exec(text.slice(at, at + 200))?.[0].replace(/^\{\s*/, "");
  const comma = key === undefined ? -1 : nextBeginning(text.slice(at + 1, end), key);
  if (comma < 0) return { item, end };
  return { item: element(text.slice(at, at + 1 + comma).trimEnd(), at), end: at + 1 + comma };
}

/** The comma before an object with this first key. */
function nextBeginning(text: string, key: string): number {
  const beginning = /,\s*\{\s*("[^"\n]{1,100}")/g;
  for (const found of text.matchAll(beginning)) if (found[1] === key) return found.index;
  return -1;
}

function element(text: string, offset: number): JsonItem {
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch (error) {
    return broken(text, offset, reasonOf(error));
  }
}

/** Where the element that begins at `at` ends: the comma or bracket at its own depth, outside texts. */
function endOfElement(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = endOfText(text, i);
    else if (c === "{" || c === "[") depth++;
    else if (c === "}") depth--;
    else if (c === "]") {
      if (depth === 0) return i;
      depth--;
    } else if (c === "," && depth <= 0) return i;
  }
  return text.length;
}

/** The closing quote; a text that never ends is ended by its line, so that the next element is found. */
function endOfText(text: string, quote: number): number {
  for (let i = quote + 1; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === '"') return i;
    else if (c === "\n") return i;
  }
  return text.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function broken(text: string, offset: number, reason: string): JsonItem {
  return { ok: false, offset, reason, text };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "malformed";
}
