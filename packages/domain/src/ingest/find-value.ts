import { ok, type Result, refuse } from "../kernel/index.ts";
import { isMany, type PathSegment, parsePath } from "../routing/index.ts";

/** A path made ready to look with. */
export interface Look {
  readonly path: string;
  readonly segments: readonly PathSegment[];
  /** The one field of the simplest path: looked up without a loop. */
  readonly only: string | null;
}

export function lookFor(path: string): Look {
  const segments = parsePath(path) ?? [path];
  const [first] = segments;
  return { path, segments, only: segments.length === 1 ? String(first) : null };
}

/** A list is looked for as the list: `items[*]` and `items` mean the same. */
export const lookForList = (path: string): Look =>
  lookFor(path.endsWith("[*]") ? path.slice(0, -3) : path);

/** The value at the path; undefined: there is none. Only what was sent counts, never what every object has. */
export function find(root: unknown, { segments, only }: Look): unknown {
  if (only !== null) return fieldOf(root, only);
  let at = root;
  for (const segment of segments) {
    at = fieldOf(at, segment);
    if (at === undefined) return undefined;
  }
  return at;
}

function fieldOf(at: unknown, segment: PathSegment): unknown {
  if (typeof at !== "object" || at === null) return undefined;
  if (Array.isArray(at)) return typeof segment === "number" ? at[segment] : undefined;
  return Object.hasOwn(at, segment) ? (at as Record<string, unknown>)[segment] : undefined;
}

export interface Place {
  readonly value: unknown;
  readonly path: string;
}

/** Every value the path finds, with where each stands. */
export function findAll(root: unknown, look: Look): Place[] {
  let places: Place[] = [{ value: root, path: "" }];
  for (const segment of look.segments)
    places = places.flatMap((place) => {
      if (segment === "[*]") return elementsOf(place);
      const value = fieldOf(place.value, segment);
      return value === undefined ? [] : [{ value, path: joined(place.path, segment) }];
    });
  return places;
}

export function elementsOf({ value, path }: Place): Place[] {
  return Array.isArray(value)
    ? value.map((element, at) => ({ value: element as unknown, path: `${path}[${at}]` }))
    : [];
}

const joined = (path: string, segment: PathSegment) => {
  if (typeof segment === "number") return `${path}[${segment}]`;
  return path === "" ? String(segment) : `${path}.${segment}`;
};

export const payloadReasons = [
  "MISSING",
  "EMPTY",
  "WRONG_TYPE",
  "NOT_A_NUMBER",
  "BAD_TIME",
  "TOO_LONG",
  "TOO_MANY",
  "TWICE",
  "DIFFERS",
] as const;
export type PayloadReason = (typeof payloadReasons)[number];

/** Refuses with the place, what is wrong there, and what stands there instead. */
export function badPayload(path: string, reason: PayloadReason, found: unknown): Result<never> {
  return refuse("INGEST_PAYLOAD_INVALID", { path, reason, found: shown(found) });
}

/** A value in few words: enough to recognise it, never a whole payload. */
export function shown(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${clipped(Object.keys(value).slice(0, 12).join(", "))} }`;
  return clipped(typeof value === "string" ? value : String(value));
}

const shownMax = 80;
const clipped = (text: string) => (text.length > shownMax ? `${text.slice(0, shownMax)}…` : text);

/** What is there where the path stops: the names an engineer may have meant. */
export function nearest(root: unknown, look: Look): unknown {
  let at = root;
  for (const segment of look.segments) {
    const next = segment === "[*]" ? undefined : fieldOf(at, segment);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** A text, a number or a truth value at the path, as trimmed text. */
export function textAt(root: unknown, look: Look, at = look.path): Result<string> {
  const value = find(root, look);
  if (value === undefined) return badPayload(at, "MISSING", nearest(root, look));
  return textOf({ value, path: at });
}

const textMax = 200;

export function textOf({ value, path }: Place): Result<string> {
  if (value === null) return badPayload(path, "EMPTY", null);
  if (typeof value === "object") return badPayload(path, "WRONG_TYPE", value);
  // A number past 2^53 lost digits when it was parsed: it would name another unit.
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return badPayload(path, "WRONG_TYPE", value);
  const text = String(value).trim();
  if (text === "") return badPayload(path, "EMPTY", value);
  return text.length > textMax ? badPayload(path, "TOO_LONG", text) : ok(text);
}

/** The list at the path. Nothing and null are no list at all; anything else but a list is refused. */
export function listAt(
  root: unknown,
  look: Look,
  at = look.path,
): Result<readonly unknown[] | null> {
  if (isMany(look.path)) {
    const lists = findAll(root, look);
    const wrong = lists.find(({ value }) => value !== null && !Array.isArray(value));
    if (wrong) return badPayload(wrong.path, "WRONG_TYPE", wrong.value);
    return ok(lists.length === 0 ? null : lists.flatMap(({ value }) => (value ?? []) as unknown[]));
  }
  const value = find(root, look);
  if (value === undefined || value === null) return ok(null);
  return Array.isArray(value) ? ok(value) : badPayload(at, "WRONG_TYPE", value);
}
