import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { addMs } from "@lineside/domain/kernel";
import { LogFiles } from "./log-files.ts";
import { type LogFilter, type LogPosition, searchLogFiles } from "./log-search.ts";

let home: string;
let dir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lineside-logs-"));
  dir = join(home, "deep", "logs");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const start = "2026-11-22T14:00:00.000Z";
const lineOf = (number: number, level = "info") =>
  `${JSON.stringify({ time: addMs(start, number), level, message: `line ${number}`, requestId: `r-${number}` })}\n`;

/** Writes lines a few at a time, as a server does over days. */
async function write(files: LogFiles, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    files.write(lineOf(number, number % 10 === 0 ? "error" : "info"));
    if (number % 5 === 0) await files.flush();
  }
  await files.flush();
}

const everything: LogFilter = { levels: null, text: null, requestId: null, from: null, to: null };

/** All that a filter leaves, page by page. */
async function all(filter: Partial<LogFilter> = {}, lines = 7): Promise<string[]> {
  const found: string[] = [];
  let before: LogPosition | null = null;
  do {
    const page = await searchLogFiles(
      dir,
      { ...everything, ...filter },
      { before, limits: { lines } },
    );
    found.push(...page.lines.map(({ value }) => String(value.message)));
    before = page.next;
  } while (before !== null);
  return found;
}

const newestFirst = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, back) => `line ${to - 1 - back}`);

test("full files are closed, packed and, when there are too many, removed", async () => {
  const files = new LogFiles({ dir, fileBytes: 2_000, files: 3 });
  await write(files, 0, 120);
  await files.close();
  const names = readdirSync(dir).toSorted();
  expect(names.length).toBe(4);
  expect(
    names.slice(0, 3).every((name) => /^lineside-20261122T140000\d{3}Z\.log\.gz$/.test(name)),
  ).toBe(true);
  expect(names[3]).toBe("lineside.log");
  const kept = names.map((name) => {
    const bytes = readFileSync(join(dir, name));
    return name.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
  });
  const numbers = [...kept.join("").matchAll(/"message":"line (\d+)"/g)].map(([, n]) => Number(n));
  // Whole and in order up to the last line; only the oldest are gone.
  expect(numbers).toEqual(Array.from(numbers, (_, at) => (numbers[0] ?? 0) + at));
  expect(numbers.at(-1)).toBe(119);
  expect(files.lost).toBe(0);
});

test("every line is found once, newest first, over pages, files and packed files", async () => {
  const files = new LogFiles({ dir, fileBytes: 2_000, files: 50 });
  await write(files, 0, 120);
  expect(await all()).toEqual(newestFirst(0, 120));
  expect(await all({}, 200)).toEqual(newestFirst(0, 120));
  expect(await all({ levels: ["error"] })).toEqual(
    newestFirst(0, 120).filter((text) => text.endsWith("0")),
  );
  expect(await all({ text: "line 42" })).toEqual(["line 42"]);
  expect(await all({ requestId: "r-4" })).toEqual(["line 4"]);
  expect(await all({ from: addMs(start, 30), to: addMs(start, 35) })).toEqual(newestFirst(30, 35));
  expect(await all({ text: "nowhere" })).toEqual([]);
});

test("a page goes on where it ended although the file was closed and packed meanwhile", async () => {
  const files = new LogFiles({ dir, fileBytes: 6_000, files: 50 });
  await write(files, 0, 40);
  const first = await searchLogFiles(dir, everything, { before: null, limits: { lines: 5 } });
  expect(first.lines.map(({ value }) => value.message)).toEqual(newestFirst(35, 40));
  await write(files, 40, 140);
  expect(readdirSync(dir).some((name) => name.endsWith(".gz"))).toBe(true);
  const next = await searchLogFiles(dir, everything, {
    before: first.next,
    limits: { lines: 200 },
  });
  expect(next.lines.map(({ value }) => value.message)).toEqual(newestFirst(0, 35));
  expect(next.next).toBeNull();
});

/** Some megabytes in one file, so that lines lie across the pieces that are read. */
const many = Array.from({ length: 3_000 }, (_, number) =>
  JSON.stringify({
    ...{ time: addMs(start, number), level: number % 100 === 0 ? "error" : "info" },
    ...{ message: `line ${number}`, pad: "é".repeat(number % 700) },
  }),
);

test.each([
  ["plain", "lineside.log"],
  ["packed", "lineside-20261122T140000000Z.log.gz"],
])(
  "a large file, %s: every line is found once, however little a call may read",
  async (_, name) => {
    mkdirSync(dir, { recursive: true });
    const text = `${many.join("\n")}\n`;
    writeFileSync(join(dir, name), name.endsWith(".gz") ? gzipSync(text) : text);
    for (const [filter, expected] of [
      [{}, newestFirst(0, 3_000)],
      [{ levels: ["error"] }, newestFirst(0, 3_000).filter((_, at) => (2_999 - at) % 100 === 0)],
      [{ text: "line 7" }, newestFirst(0, 3_000).filter((line) => line.startsWith("line 7"))],
    ] as [Partial<LogFilter>, string[]][])
      for (const limits of [
        { lines: 97 },
        { lines: 5_000 },
        { lines: 5_000, characters: 50_000 },
        { lines: 97, bytes: 1 },
      ]) {
        const found: string[] = [];
        let before: LogPosition | null = null;
        do {
          const page = await searchLogFiles(dir, { ...everything, ...filter }, { before, limits });
          expect(page.lines.length).toBeLessThanOrEqual(limits.lines);
          found.push(...page.lines.map(({ value }) => String(value.message)));
          before = page.next;
        } while (before !== null);
        expect(found).toEqual(expected);
      }
  },
);

test("a bomb in the folder, and a line without an end, are given up", async () => {
  mkdirSync(dir, { recursive: true });
  const zeroes = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  writeFileSync(join(dir, "lineside-20261122T130000000Z.log.gz"), zeroes);
  writeFileSync(join(dir, "lineside.log"), `${lineOf(1)}${"x".repeat(3_000_000)}\n${lineOf(2)}`);
  expect(await all()).toEqual(["line 2", "line 1"]);
});

test("a folder that is removed is made again; half a line and foreign files are passed over", async () => {
  const files = new LogFiles({ dir, fileBytes: 2_000, files: 3 });
  await write(files, 0, 3);
  rmSync(dir, { recursive: true });
  await write(files, 3, 6);
  expect(await all()).toEqual(newestFirst(3, 6));
  writeFileSync(join(dir, "notes.txt"), "not ours");
  writeFileSync(join(dir, "lineside-20261122T130000000Z.log.gz"), "no gzip at all");
  writeFileSync(join(dir, "lineside.log"), `${lineOf(1)}{"time":"2026-11-22T14:0`);
  expect(await all()).toEqual(["line 1"]);
});

test("a full disk costs lines, is told once, and the gap is told when there is space again", async () => {
  mkdirSync(dir, { recursive: true });
  // Every write to it fails as it does on a full disk.
  symlinkSync("/dev/full", join(dir, "lineside.log"));
  const told: unknown[] = [];
  const files = new LogFiles({
    dir,
    fileBytes: 2_000,
    files: 3,
    failed: (error) => told.push(error),
  });
  await write(files, 0, 1);
  await write(files, 1, 3);
  expect(told).toMatchObject([{ code: "ENOSPC" }]);
  expect(files.lost).toBe(1);
  rmSync(join(dir, "lineside.log"));
  await files.close();
  expect(await all()).toEqual(["line 2", "line 1", "log lines lost"]);
});

test("what does not fit in memory while the disk rests is lost, and no more", async () => {
  writeFileSync(join(home, "deep"), "a file where the folder should be");
  const files = new LogFiles({ dir, fileBytes: 2_000, files: 3 });
  await write(files, 0, 1);
  const long = `${"x".repeat(100_000)}\n`;
  for (let count = 0; count < 100; count++) files.write(long);
  expect(files.lost).toBe(1 + 81);
  await files.close();
  expect(files.lost).toBe(101);
  files.flushNow();
});

test("what a process that ends still holds is written at once", () => {
  mkdirSync(dir, { recursive: true });
  const files = new LogFiles({ dir, fileBytes: 2_000, files: 3 });
  files.write(lineOf(0));
  files.flushNow();
  expect(readFileSync(join(dir, "lineside.log"), "utf8")).toBe(lineOf(0));
});
