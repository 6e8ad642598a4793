// Reads the lines of log files without ever holding more of one than a piece.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

/** Who looks at the lines of a file. */
export interface LineVisitor {
  /** Whether it is worth looking at the lines of a piece one by one. */
  mayMatch(piece: Buffer): boolean;
  /** A whole line without its break, and the byte it begins at. True: enough. */
  visit(line: Buffer, offset: number): boolean;
  /** Asked after each piece. True: stop here, the rest is for another call. */
  isOver(bytesRead: number): boolean;
}

const pieceBytes = 256 * 1024;
const lineMax = 2 * pieceBytes;
const lineBreak = 10;

/** From the end, or from `upTo`, to the beginning. The byte to go on from when it was stopped, else null. */
export async function readBackwards(
  path: string,
  upTo: number | null,
  visitor: LineVisitor,
): Promise<number | null> {
  const file = await open(path, "r");
  try {
    let end = Math.min(upTo ?? Number.POSITIVE_INFINITY, (await file.stat()).size);
    // The end of a line whose beginning is in the next piece.
    let tail: Buffer = Buffer.alloc(0);
    while (end > 0) {
      const start = Math.max(0, end - pieceBytes);
      const read = Buffer.alloc(end - start);
      await file.read(read, 0, read.length, start);
      const piece = Buffer.concat([read, tail]);
      // Where the first line begins that is whole; without a break the piece is one part of one line.
      const breakAt = start === 0 ? -1 : piece.indexOf(lineBreak, 0);
      const isPart = start > 0 && (breakAt < 0 || breakAt === piece.length - 1);
      const first = breakAt + 1;
      const stopped = isPart ? null : lastLines(piece, { first, start }, visitor);
      if (stopped !== null) return stopped;
      tail = isPart ? piece : Buffer.from(piece.subarray(0, first));
      end = start;
      // None of our lines is so long: it is left out.
      if (tail.length > lineMax) tail = Buffer.alloc(0);
      if (visitor.isOver(read.length) && end > 0 && !isPart) return end + tail.length;
      await othersFirst();
    }
    return null;
  } finally {
    await file.close();
  }
}

/** The whole lines of a piece, last one first. */
function lastLines(
  piece: Buffer,
  { first, start }: { first: number; start: number },
  visitor: LineVisitor,
): number | null {
  if (!visitor.mayMatch(piece)) return null;
  let end = piece.length;
  while (end > first) {
    const breakAt = piece.lastIndexOf(lineBreak, end - 1);
    const from = Math.max(breakAt + 1, first);
    if (end > from && visitor.visit(piece.subarray(from, end), start + from)) return start + from;
    end = from - 1;
  }
  return null;
}

/** More unpacked than any file of ours: whoever puts a bomb into the folder gets nothing. */
const unpackedMax = 128 * 1024 * 1024;

/** Packed files can only be read from the beginning. Stops at `upTo`. */
export async function readPacked(
  path: string,
  upTo: number | null,
  visitor: LineVisitor,
): Promise<void> {
  const { createGunzip } = await import("node:zlib");
  const source = createReadStream(path);
  const unpacked = source.pipe(createGunzip({ chunkSize: pieceBytes }));
  source.on("error", (error) => unpacked.destroy(error));
  const until = Math.min(upTo ?? unpackedMax, unpackedMax);
  let start = 0;
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked) {
      const piece: Buffer = Buffer.concat([head, chunk as Buffer]);
      const whole = piece.lastIndexOf(lineBreak) + 1;
      visitor.isOver((chunk as Buffer).length);
      if (visitor.mayMatch(piece)) firstLines(piece.subarray(0, whole), { start, until }, visitor);
      start += whole;
      if (start >= until) return;
      head = Buffer.from(piece.subarray(whole));
      if (head.length > lineMax) return;
      await othersFirst();
    }
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

function firstLines(
  whole: Buffer,
  { start, until }: { start: number; until: number },
  visitor: LineVisitor,
): void {
  for (let at = 0; at < whole.length; ) {
    if (start + at >= until) return;
    const end = whole.indexOf(lineBreak, at);
    if (end > at) visitor.visit(whole.subarray(at, end), start + at);
    at = end + 1;
  }
}

/** Whoever waits for an answer of the server is served between two pieces. */
const othersFirst = () => new Promise<void>((resolve) => setImmediate(resolve));
