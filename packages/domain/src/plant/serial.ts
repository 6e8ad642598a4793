import {
  type Instant,
  ok,
  plantParts,
  type Result,
  refuse,
  toInstant,
  toMs,
} from "../kernel/index.ts";

/** The pattern of products that have none of their own. */
export const defaultSerialPattern = "SN-{run}-{seq:4}";

const fieldTokens = ["product", "run", "wo", "line", "YYYY", "YY", "MM", "DD", "WW"] as const;
type FieldToken = (typeof fieldTokens)[number];

export type SerialPart =
  | { readonly kind: "TEXT"; readonly text: string }
  | { readonly kind: "FIELD"; readonly field: FieldToken }
  | { readonly kind: "SEQ"; readonly digits: number };

export interface SerialPattern {
  readonly text: string;
  readonly parts: readonly SerialPart[];
  /** Digits of the running number. */
  readonly digits: number;
}

/** What the fields of a pattern are filled with; the date is the plant's. */
export interface SerialFacts {
  readonly product: string;
  readonly run: string;
  readonly wo: string;
  readonly line: string;
  readonly now: Instant;
  readonly timeZone: string;
}

const longest = 64;
const partPattern = /\{([^{}]*)\}|[^{}]+|[{}]/g;

/**
 * Reads a serial number pattern: plain characters a scanner reads back unchanged, the fields
 * `{product} {run} {wo} {line} {YYYY} {YY} {MM} {DD} {WW}`, and exactly one `{seq:N}` with 1 to 9
 * digits. The refusal says what is wrong and where, counted from 1.
 */
export function parseSerialPattern(text: string): Result<SerialPattern> {
  const fault = (reason: string, index: number, part = "") =>
    refuse("SERIAL_PATTERN_INVALID", { reason, at: index + 1, part });
  if (text === "") return fault("EMPTY", 0);
  if (text.length > longest) return fault("TOO_LONG", longest);
  const parts: SerialPart[] = [];
  for (const match of text.matchAll(partPattern)) {
    const part = readPart(match[0], match[1]);
    if (typeof part === "string") return fault(part, match.index, match[0]);
    if (part.kind === "SEQ" && parts.some((known) => known.kind === "SEQ"))
      return fault("SEQ_TWICE", match.index, match[0]);
    parts.push(part);
  }
  const seq = parts.find((part) => part.kind === "SEQ");
  if (!seq) return fault("SEQ_MISSING", text.length);
  return ok({ text, parts, digits: seq.digits });
}

/** The part, or the reason why it is none. */
function readPart(whole: string, token: string | undefined): SerialPart | string {
  if (token === undefined) {
    if (whole === "{" || whole === "}") return "BRACE";
    return /^[A-Za-z0-9._:+-]+$/.test(whole) ? { kind: "TEXT", text: whole } : "CHARACTER";
  }
  const digits = /^seq:([1-9])$/.exec(token)?.[1];
  if (digits) return { kind: "SEQ", digits: Number(digits) };
  if (token.startsWith("seq")) return "SEQ_DIGITS";
  const field = fieldTokens.find((known) => known === token);
  return field ? { kind: "FIELD", field } : "UNKNOWN_FIELD";
}

/**
 * The serial number with running number `seq` (from 1). A number with more digits than the pattern
 * has is refused: a longer serial would not fit the printed label.
 */
export function renderSerial(
  pattern: SerialPattern,
  facts: SerialFacts,
  seq: number,
): Result<string> {
  const serials = renderSerials(pattern, facts, { first: seq, quantity: 1 });
  return serials.ok ? ok(serials.value[0] as string) : serials;
}

/** All serial numbers of a batch, or none: a batch that does not fit the digits is refused whole. */
export function renderSerials(
  pattern: SerialPattern,
  facts: SerialFacts,
  batch: { first: number; quantity: number },
): Result<string[]> {
  const last = batch.first + batch.quantity - 1;
  const max = 10 ** pattern.digits - 1;
  if (batch.first < 1 || last > max)
    return refuse("SERIAL_RANGE_EXHAUSTED", {
      pattern: pattern.text,
      first: batch.first,
      last,
      max,
    });
  const { before, after } = surroundings(pattern, facts);
  const length = before.length + pattern.digits + after.length;
  if (length > longest)
    return refuse("SERIAL_TOO_LONG", { pattern: pattern.text, length, max: longest });
  const serial = (_: unknown, index: number) =>
    `${before}${String(batch.first + index).padStart(pattern.digits, "0")}${after}`;
  return ok(Array.from({ length: batch.quantity }, serial));
}

/**
 * The counter a serial number takes its running number from: everything but the number, so that the
 * counter starts again when a field changes, e.g. in a new month.
 */
export function serialScope(pattern: SerialPattern, facts: SerialFacts): string {
  const { before, after } = surroundings(pattern, facts);
  return `${before}{seq}${after}`;
}

/** The running number inside a serial number of this pattern; null: it is not of this pattern. */
export function readSerial(
  pattern: SerialPattern,
  facts: SerialFacts,
  serial: string,
): number | null {
  const { before, after } = surroundings(pattern, facts);
  if (!serial.startsWith(before) || !serial.endsWith(after)) return null;
  const number = serial.slice(before.length, serial.length - after.length);
  return number.length === pattern.digits && /^\d+$/.test(number) ? Number(number) : null;
}

function surroundings(pattern: SerialPattern, facts: SerialFacts) {
  const fields = fieldValues(pattern, facts);
  const render = (part: SerialPart) => {
    if (part.kind === "TEXT") return part.text;
    return part.kind === "FIELD" ? fields[part.field] : "";
  };
  const seqAt = pattern.parts.findIndex((part) => part.kind === "SEQ");
  return {
    before: pattern.parts.slice(0, seqAt).map(render).join(""),
    after: pattern.parts
      .slice(seqAt + 1)
      .map(render)
      .join(""),
  };
}

function fieldValues(pattern: SerialPattern, facts: SerialFacts): Record<FieldToken, string> {
  const [calendarYear, month, day] = plantParts(facts.now, facts.timeZone);
  const has = (field: FieldToken) =>
    pattern.parts.some((part) => part.kind === "FIELD" && part.field === field);
  const iso = isoWeek(calendarYear, month, day);
  // Beside a week, the year is the week's year: 1 January 2027 belongs to week 53 of 2026.
  const year = has("WW") && !has("MM") ? iso.year : calendarYear;
  const two = (number: number) => String(number).padStart(2, "0");
  return {
    product: facts.product,
    run: facts.run,
    wo: facts.wo,
    line: facts.line,
    YYYY: String(year),
    YY: two(year % 100),
    MM: two(month),
    DD: two(day),
    WW: two(iso.week),
  };
}

const dayMs = 86_400_000;

/** ISO 8601: weeks start on Monday, week 1 holds the year's first Thursday. */
function isoWeek(year: number, month: number, day: number): { year: number; week: number } {
  const dayNumber = dayNumberOf(year, month, day);
  const mondayBased = (((dayNumber + 3) % 7) + 7) % 7;
  const thursday = dayNumber - mondayBased + 3;
  const weekYear = Number(toInstant(thursday * dayMs).slice(0, 4));
  return { year: weekYear, week: Math.floor((thursday - dayNumberOf(weekYear, 1, 1)) / 7) + 1 };
}

function dayNumberOf(year: number, month: number, day: number): number {
  const pad = (number: number, width: number) => String(number).padStart(width, "0");
  return toMs(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T00:00:00.000Z`) / dayMs;
}
