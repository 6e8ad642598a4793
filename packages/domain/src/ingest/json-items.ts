import { assert } from "../kernel/index.ts";

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
    if (!Array.isArray(whole)) return { isArray: false, items: [read(whole, body)] };
    const places = placesOf(body, start + 1, whole.length);
    return { isArray: true, items: whole.map((value, at) => kept(value, body, places[at])) };
  } catch (error) {
    if (isArray) return { isArray: true, items: elements(body, start + 1) };
    return { isArray: false, items: [broken(body, 0, reasonOf(error))] };
  }
}

/** Deeper texts are no messages; what is done to values call by call must never run out of stack. */
const depthMax = 200;

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === depthMax) return true;
  if (Array.isArray(value)) {
    for (const each of value) if (isTooDeep(each, depth + 1)) return true;
    return false;
  }
  const parts = value as Record<string, unknown>;
  for (const key in parts) if (isTooDeep(parts[key], depth + 1)) return true;
  return false;
}

const tooDeep = (text: string, offset: number) =>
  broken(text, offset, `nested deeper than ${depthMax} levels`);

const read = (value: unknown, text: string, offset = 0): JsonItem =>
  isTooDeep(value) ? tooDeep(text, offset) : { ok: true, value, text };

interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * An element with its own text, digit by digit: written anew from its value it would lose what no
 * number of ours can hold.
 */
function kept(value: unknown, text: string, place: Place | undefined): JsonItem {
  if (!place || isTooDeep(value)) return tooDeep("", place?.from ?? 0);
  return { ok: true, value, text: text.slice(place.from, place.to) };
}

/** Where the elements of an array stand in a text that is known to be JSON. */
function placesOf(text: string, from: number, count: number): Place[] {
  const places: Place[] = [];
  for (let at = from; places.length < count; ) {
    const begin = skipSpace(text, at);
    const end = endOfSound(text, begin);
    let to = end;
    while (text.charCodeAt(to - 1) <= 32) to--;
    places.push({ from: begin, to });
    at = end + 1;
  }
  return places;
}

const quote = 34;
const backslash = 92;

/** The comma or bracket after a sound element: every character is looked at once, nothing is made. */
function endOfSound(text: string, from: number): number {
  let depth = 0;
  for (let at = from; ; at++) {
    const c = text.charCodeAt(at);
    if (c === quote) at = endOfSoundText(text, at + 1);
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x7d || c === 0x5d) {
      if (depth === 0) return at;
      depth--;
    } else if (c === 0x2c && depth === 0) return at;
    assert(at < text.length, "an array that was read does not end");
  }
}

function endOfSoundText(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
}

/**
 * Steps through broken elements at most, some tenths of a second: one without an end is looked through
 * to the end of the text, and thousands of them must not keep everybody waiting.
 */
const workMax = 8_000_000;
/** So many characters that mean nothing are passed over in the time of one that does. */
const charsOfStep = 32;

function elements(text: string, from: number): JsonItem[] {
  const items: JsonItem[] = [];
  let at = skipSpace(text, from);
  let work = 0;
  while (at < text.length && text[at] !== "]") {
    if (work > workMax) return [...items, broken("", at, "too much before it is broken")];
    const { item, end, work: done } = nextElement(text, at);
    items.push(item);
    work += done;
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
function nextElement(text: string, at: number): { item: JsonItem; end: number; work: number } {
  const { end, work } = endOfElement(text, at);
  const item = element(text.slice(at, end).trimEnd(), at);
  if (item.ok) return { item, end, work: 0 };
  const key = /^\{\s*"[^"\n]{1,100}"/.exec(text.slice(at, at + 200))?.[0].replace(/^\{\s*/, "");
  const comma = key === undefined ? -1 : nextBeginning(text.slice(at + 1, end), key);
  if (comma < 0) return { item, end, work };
  const next = at + 1 + comma;
  return { item: element(text.slice(at, next).trimEnd(), at), end: next, work };
}

/** The comma before an object with this first key. */
function nextBeginning(text: string, key: string): number {
  const beginning = /,\s*\{\s*("[^"\n]{1,100}")/g;
  for (const found of text.matchAll(beginning)) if (found[1] === key) return found.index;
  return -1;
}

function element(text: string, offset: number): JsonItem {
  try {
    return read(JSON.parse(text), text, offset);
  } catch (error) {
    return broken(text, offset, reasonOf(error));
  }
}

/** Nothing that begins or ends anything; in a text, nothing that ends it. */
const plain = /[^"{}[\],]*/y;
const plainText = /[^"\\\n]*/y;

function past(shape: RegExp, text: string, at: number): number {
  if (at >= text.length) return text.length;
  shape.lastIndex = at;
  shape.test(text);
  return shape.lastIndex;
}

/** Where the element that begins at `at` ends: the comma or bracket at its own depth, outside texts. */
function endOfElement(text: string, at: number): { end: number; work: number } {
  let depth = 0;
  let steps = 0;
  const ends = (end: number) => ({ end, work: steps + (end - at) / charsOfStep });
  for (let i = past(plain, text, at); i < text.length; i = past(plain, text, i + 1)) {
    const c = text[i];
    steps++;
    if (c === '"') i = endOfText(text, i);
    else if (c === "{" || c === "[") depth++;
    else if (c === "}") depth--;
    else if (c === "]") {
      if (depth === 0) return ends(i);
      depth--;
    } else if (c === "," && depth <= 0) return ends(i);
  }
  return ends(text.length);
}

/** The closing quote; a text that never ends is ended by its line, so that the next element is found. */
function endOfText(text: string, quote: number): number {
  let at = past(plainText, text, quote + 1);
  while (text[at] === "\\") at = past(plainText, text, at + 2);
  return Math.min(at, text.length);
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
