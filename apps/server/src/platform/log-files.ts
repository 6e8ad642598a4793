import { appendFileSync } from "node:fs";
import { appendFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Instant, toInstant } from "@lineside/domain/kernel";
import { monotonicMs } from "./clock.ts";

export const currentName = "lineside.log";
/** A closed file is named by the time of its first line. */
export const closedForm = /^lineside-(\d{8}T\d{9}Z)\.log(\.gz)?$/;

const flushAfterMs = 200;
/** Lines that wait for a slow or full disk; what does not fit is lost to the files, not to stdout. */
const waitingCharacters = 2_000_000;
/** After a failure the disk is left alone for this long. */
const restMs = 5_000;

export interface LogFilesOptions {
  readonly dir: string;
  readonly fileBytes: number;
  readonly files: number;
  /** Told once when the folder cannot be written, and again only after it could. */
  failed?(error: unknown): void;
}

/**
 * The log in a folder: one open file that is appended to, closed ones packed with gzip, the oldest
 * removed. A full disk, a missing folder or a file somebody removed costs lines, never the server.
 */
export class LogFiles {
  lost = 0;
  #waiting: string[] = [];
  #characters = 0;
  #lostSince = 0;
  /** The disk was full in the middle of a line. */
  #isTorn = false;
  #restsUntilMs = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(readonly options: LogFilesOptions) {
    this.#working = this.#tidy().catch(() => {});
  }

  /** Never throws and never waits. */
  write(line: string): void {
    if (this.#characters + line.length > waitingCharacters) {
      this.#lose(1);
      return;
    }
    this.#waiting.push(line);
    this.#characters += line.length;
    this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs);
    this.#timer.unref?.();
  }

  /** Resolves when what was written so far is in the file, or lost. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#working = this.#working.then(() => this.#append()).catch(() => {});
    return this.#working;
  }

  async close(): Promise<void> {
    this.#restsUntilMs = 0;
    await this.flush();
  }

  /** For a process that is ending and waits for nothing any more. */
  flushNow(): void {
    try {
      appendFileSync(this.#path, this.#take().text, { mode: 0o600 });
    } catch {
      // There is nobody left to tell.
    }
  }

  get #path(): string {
    return join(this.options.dir, currentName);
  }

  #take(): { text: string; lines: number } {
    const lines = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    return { text: lines.join(""), lines: lines.length };
  }

  #lose(lines: number): void {
    this.lost += lines;
    this.#lostSince += lines;
  }

  async #append(): Promise<void> {
    if (this.#waiting.length === 0) return;
    if (monotonicMs() < this.#restsUntilMs) {
      // What waits is written when the disk has had its rest.
      this.#timer ??= setTimeout(() => void this.flush(), restMs);
      this.#timer.unref?.();
      return;
    }
    await this.#closeIfFull().catch(() => {});
    const { text, lines } = this.#take();
    const gap = this.#lostSince;
    const told = gap === 0 ? "" : gapLine(text, gap);
    try {
      await this.#appendText((this.#isTorn ? "\n" : "") + told + text);
      this.#lostSince -= gap;
      this.#isTorn = false;
    } catch (error) {
      this.#lose(lines);
      this.#restsUntilMs = monotonicMs() + restMs;
      if (!this.#isTorn) this.options.failed?.(error);
      this.#isTorn = true;
    }
  }

  async #appendText(text: string): Promise<void> {
    try {
      await appendFile(this.#path, text, { mode: 0o600 });
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOENT") throw error;
      await mkdir(this.options.dir, { recursive: true });
      await appendFile(this.#path, text, { mode: 0o600 });
    }
  }

  async #closeIfFull(): Promise<void> {
    const { size } = await stat(this.#path);
    if (size < this.options.fileBytes) return;
    const born = await bornAt(this.#path);
    const closed = join(this.options.dir, `lineside-${born}.log`);
    await rename(this.#path, closed);
    await this.#tidy();
  }

  /** Packs what is closed and removes what is too much; also what a crash left half packed. */
  async #tidy(): Promise<void> {
    const { dir, files } = this.options;
    const names = await readdir(dir).catch(() => [] as string[]);
    for (const name of names) if (/^lineside-.*\.part$/.test(name)) await rm(join(dir, name), gone);
    const closed = names.filter((name) => closedForm.test(name)).toSorted();
    const kept = closed.splice(-files);
    for (const name of closed) await rm(join(dir, name), gone);
    for (const name of kept) if (!name.endsWith(".gz")) await pack(join(dir, name));
  }
}

const gone = { force: true } as const;

const gapLine = (text: string, lines: number) =>
  `${JSON.stringify({ time: /"time":"([^"]+)"/.exec(text)?.[1] ?? "", level: "warn", message: "log lines lost", lines })}\n`;

/** The time of a file's first whole line, as its name will have it; when none is ours, of its last change. */
export async function bornAt(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(4_096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const time = bornForm.exec(head.toString("latin1", 0, bytesRead))?.[1];
    return fileTime(time ?? toInstant(Math.floor((await file.stat()).mtimeMs)));
  } finally {
    await file.close();
  }
}

const bornForm = /(?:^|\n)\{"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/;

/** An instant as names of files have it: sorted like the instants. */
export const fileTime = (at: Instant) => at.replace(/[-:.]/g, "");

/** Off the loop, piece by piece; the plain file goes when the packed one is whole. */
async function pack(path: string): Promise<void> {
  const [{ pipeline }, { createGzip }, { createReadStream, createWriteStream }] = await Promise.all(
    [import("node:stream/promises"), import("node:zlib"), import("node:fs")],
  );
  const part = `${path}.gz.part`;
  try {
    await pipeline(createReadStream(path), createGzip(), createWriteStream(part, { mode: 0o600 }));
    await rename(part, `${path}.gz`);
    await rm(path, gone);
  } catch {
    // No space for it now: it stays as it is until the next file is closed.
    await rm(part, gone).catch(() => {});
  }
}
