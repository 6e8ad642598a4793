// Finds lines in the log's files, newest first, a piece at a time: whatever is asked for, one call
// reads only so much, and says where the next one goes on.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { LogLevel } from "@lineside/domain/log";
import { monotonicMs } from "./clock.ts";
import { bornAt, closedForm, currentName, fileTime } from "./log-files.ts";
import { readBackwards, readPacked } from "./log-read.ts";

export interface LogFilter {
  readonly levels: readonly LogLevel[] | null;
  /** Lower case. */
  readonly text: string | null;
  readonly requestId: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Where a line is: the time of its file's first line, and the byte it begins at. */
export interface LogPosition {
  readonly file: string;
  readonly offset: number;
}

export interface FoundLine {
  readonly at: LogPosition;
  readonly line: string;
  readonly value: Record<string, unknown>;
}

export interface Found {
  readonly lines: FoundLine[];
  /** Where to go on; null: nothing older is left. */
  readonly next: LogPosition | null;
}

/** What one call may read, find and take. */
export interface SearchLimits {
  readonly lines: number;
  readonly characters?: number;
  readonly bytes?: number;
  readonly ms?: number;
}

export async function searchLogFiles(
  dir: string,
  filter: LogFilter,
  { before, limits }: { before: LogPosition | null; limits: SearchLimits },
): Promise<Found> {
  const { bytes = 24 * 1024 * 1024, ms = 1_500, characters = 1_000_000, lines } = limits;
  const search = new Search(filter, { lines, characters, bytes, untilMs: monotonicMs() + ms });
  const files = await listFiles(dir);
  let newerBorn: string | null = null;
  for (const file of files) {
    const isAfter = before !== null && file.born > before.file;
    const isTooNew = filter.to !== null && file.born >= fileTime(filter.to);
    // What is in a file is older than the first line of the next one.
    const isTooOld =
      filter.from !== null && newerBorn !== null && newerBorn < fileTime(filter.from);
    newerBorn = file.born;
    if (isAfter || isTooNew) continue;
    if (isTooOld) break;
    const upTo = before?.file === file.born ? before.offset : null;
    const rest = await search.file(join(dir, file.name), file.born, upTo);
    if (rest !== null) return { lines: search.found, next: rest };
  }
  return { lines: search.found, next: null };
}

interface LogFile {
  name: string;
  /** As in the name of a closed file. */
  born: string;
}

/** Newest first. */
async function listFiles(dir: string): Promise<LogFile[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const files = new Map<string, LogFile>();
  // Packed beside plain for a moment while it is packed: the same lines, once.
  for (const name of names.toSorted()) {
    const born = closedForm.exec(name)?.[1];
    if (born && !files.has(born)) files.set(born, { name, born });
  }
  if (names.includes(currentName)) {
    const born = await bornAt(join(dir, currentName)).catch(() => null);
    if (born) files.set(born, { name: currentName, born });
  }
  return [...files.values()].toSorted((a, b) => (a.born < b.born ? 1 : -1));
}

class Search {
  readonly found: FoundLine[] = [];
  #characters = 0;
  #bytes = 0;

  constructor(
    readonly filter: LogFilter,
    readonly limits: { lines: number; characters: number; bytes: number; untilMs: number },
  ) {}

  /** Adds what a file has before `upTo`; where to go on when that was enough, else null. */
  async file(path: string, born: string, upTo: number | null): Promise<LogPosition | null> {
    if (upTo === 0) return null;
    try {
      if (path.endsWith(".gz")) return await this.#packed(path, born, upTo);
      const offset = await readBackwards(path, upTo, {
        mayMatch: (piece) => mayMatch(piece, this.filter),
        visit: (line, at) => {
          const found = this.#lineOf(line, { file: born, offset: at });
          if (found) this.#keep(found);
          return this.#isFull;
        },
        isOver: (read) => this.#isOver(read),
      });
      return offset === null ? null : { file: born, offset };
    } catch {
      // Removed meanwhile, or none of ours.
      return null;
    }
  }

  /** The newest lines of a packed file come last: the last ones that fit are kept. */
  async #packed(path: string, born: string, upTo: number | null): Promise<LogPosition | null> {
    const last: FoundLine[] = [];
    let characters = this.#characters;
    let hasMore = false;
    await readPacked(path, upTo, {
      mayMatch: (piece) => mayMatch(piece, this.filter),
      visit: (line, at) => {
        const found = this.#lineOf(line, { file: born, offset: at });
        if (!found) return false;
        last.push(found);
        characters += found.line.length;
        const room = this.limits.lines - this.found.length;
        while (last.length > room || (characters >= this.limits.characters && last.length > 1)) {
          characters -= last.shift()?.line.length ?? 0;
          hasMore = true;
        }
        return false;
      },
      isOver: (read) => this.#isOver(read),
    });
    const oldest = last[0];
    for (const line of last.reverse()) this.#keep(line);
    if (hasMore && oldest) return oldest.at;
    // Nothing older is left in this file, but the call has done enough.
    return this.#isFull || this.#isOver(0) ? { file: born, offset: 0 } : null;
  }

  get #isFull(): boolean {
    return this.found.length >= this.limits.lines || this.#characters >= this.limits.characters;
  }

  #isOver(read: number): boolean {
    this.#bytes += read;
    return this.#bytes >= this.limits.bytes || monotonicMs() > this.limits.untilMs;
  }

  #lineOf(bytes: Buffer, at: LogPosition): FoundLine | null {
    const line = bytes.toString("utf8");
    const value = matching(line, this.filter);
    return value && { at, line, value };
  }

  #keep(line: FoundLine): void {
    this.found.push(line);
    this.#characters += line.line.length;
  }
}

/** Whether a line of the piece could be one: a few looks at the whole spare many at its lines. */
function mayMatch(piece: Buffer, { levels, text, requestId }: LogFilter): boolean {
  if (requestId && !piece.includes(requestId)) return false;
  if (levels && !levels.some((level) => piece.includes(`"level":"${level}"`))) return false;
  if (!text) return true;
  const encoding = /^[\u0020-\u007e]+$/.test(text) ? "latin1" : "utf8";
  return piece.toString(encoding).toLowerCase().includes(text);
}

/** The line as a record, if the filter leaves it. What is no line of ours matches nothing. */
export function matching(line: string, filter: LogFilter): Record<string, unknown> | null {
  const { levels, text, requestId, from, to } = filter;
  const time = timeForm.exec(line)?.[1];
  if (time === undefined || (from && time < from) || (to && time >= to)) return null;
  if (requestId && !line.includes(requestId)) return null;
  if (text && !line.toLowerCase().includes(text)) return null;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    if (levels && !levels.includes(value.level as LogLevel)) return null;
    if (requestId && value.requestId !== requestId) return null;
    return value;
  } catch {
    return null;
  }
}

const timeForm = /^\{"time":"([^"]{24})"/;
