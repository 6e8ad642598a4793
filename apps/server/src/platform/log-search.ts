// Finds lines in the log's files, newest first, a piece at a time: whatever is asked for, one call
// reads only so much, and says where the next one goes on.
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LogLevel } from "@lineside/domain/log";
import { monotonicMs } from "./clock.ts";
import { bornAt, closedForm, currentName, fileTime } from "./log-files.ts";

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

const pieceBytes = 256 * 1024;

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

  /** Reads a file backwards; where to go on when it had to stop, else null. */
  async file(path: string, born: string, upTo: number | null): Promise<LogPosition | null> {
    const source = await openSource(path).catch(() => null);
    if (!source) return null;
    try {
      return await this.#backwards(source, born, Math.min(upTo ?? source.size, source.size));
    } finally {
      await source.close();
    }
  }

  async #backwards(source: Source, born: string, from: number): Promise<LogPosition | null> {
    let end = from;
    // The beginning of a line whose end was in the piece before.
    let tail = Buffer.alloc(0);
    while (end > 0) {
      const start = Math.max(0, end - pieceBytes);
      const piece = Buffer.concat([await source.read(start, end), tail]);
      this.#bytes += end - start;
      let lineEnd = piece.length;
      for (let at = lineEnd; at > 0; ) {
        const breakAt = piece.lastIndexOf(10, at - 1);
        if (breakAt < 0) break;
        if (
          this.#take(piece.subarray(breakAt + 1, lineEnd), {
            file: born,
            offset: start + breakAt + 1,
          })
        )
          return { file: born, offset: start + breakAt + 1 };
        lineEnd = breakAt;
        at = breakAt;
      }
      tail = Buffer.from(piece.subarray(0, lineEnd));
      end = start;
      if (end === 0) break;
      if (this.#isOver(tail)) return { file: born, offset: end + tail.length };
      // Others are answered meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.#take(tail, { file: born, offset: 0 }) ? { file: born, offset: 0 } : null;
  }

  /** A line of more than this is none of ours: it is left out. */
  #isOver(tail: Buffer): boolean {
    if (tail.length > 2 * pieceBytes) return true;
    return this.#bytes >= this.limits.bytes || monotonicMs() > this.limits.untilMs;
  }

  /** True when that was enough. */
  #take(bytes: Buffer, at: LogPosition): boolean {
    if (bytes.length === 0) return false;
    const line = bytes.toString("utf8");
    const value = matching(line, this.filter);
    if (!value) return false;
    this.found.push({ at, line, value });
    this.#characters += line.length;
    return this.found.length >= this.limits.lines || this.#characters >= this.limits.characters;
  }
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

interface Source {
  readonly size: number;
  read(start: number, end: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Larger than any file of ours, unpacked: whoever puts a bomb into the folder gets nothing. */
const unpackedMax = 128 * 1024 * 1024;

async function openSource(path: string): Promise<Source> {
  if (path.endsWith(".gz")) {
    const { gunzip } = await import("node:zlib");
    const packed = await readFile(path);
    const bytes = (await promisify(gunzip)(packed, { maxOutputLength: unpackedMax })) as Buffer;
    return {
      size: bytes.length,
      read: async (start, end) => bytes.subarray(start, end),
      close: async () => {},
    };
  }
  const file = await open(path, "r");
  const { size } = await file.stat();
  return {
    size,
    read: async (start, end) => {
      const into = Buffer.alloc(end - start);
      const { bytesRead } = await file.read(into, 0, into.length, start);
      return into.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}
