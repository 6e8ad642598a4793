import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { toInstant } from "@lineside/domain/kernel";
import {
  assertSha256,
  type FileStore,
  type IncomingFile,
  isSha256,
  storeUnavailable,
} from "./files-store.ts";

/** What was begun and never kept is left from a crash once it is this old. */
const unfinishedMs = 24 * 60 * 60_000;

/** A folder: `ab/abcdef…` by hash, `new/` for what is still coming in. Made at first use. */
export function openFolder(dir: string): FileStore {
  const place = (sha256: string) => {
    assertSha256(sha256);
    return join(dir, sha256.slice(0, 2), sha256);
  };
  return {
    receive: () => unavailable(() => receive(dir, place)),
    async open(sha256, range) {
      const file = Bun.file(place(sha256));
      if (!(await file.exists())) return null;
      return range ? file.slice(range.start, range.end) : file;
    },
    async *list() {
      await sweepUnfinished(join(dir, "new"));
      for (const shelf of await names(dir)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
        for (const sha256 of await names(join(dir, shelf))) {
          const found = isSha256(sha256) ? await facts(place(sha256)) : null;
          if (found) yield { sha256, at: toInstant(found.mtimeMs) };
        }
      }
    },
    async remove(sha256, before) {
      const path = place(sha256);
      const found = await facts(path);
      if (!found || toInstant(found.mtimeMs) >= before) return false;
      await rm(path, { force: true });
      return true;
    },
  };
}

async function receive(dir: string, place: (sha256: string) => string): Promise<IncomingFile> {
  await mkdir(join(dir, "new"), { recursive: true, mode: 0o700 });
  const path = join(dir, "new", randomUUID());
  const file = await open(path, "wx", 0o600);
  let isOpen = true;
  const end = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: (chunk) => unavailable(() => writeAll(file, chunk)),
    keep: (sha256) =>
      unavailable(async () => {
        // On the disk before any row says so: file, then the name of the file, then its shelf's.
        await file.sync();
        await end();
        const to = place(sha256);
        const shelf = join(dir, sha256.slice(0, 2));
        await mkdir(shelf, { recursive: true, mode: 0o700 });
        // Also over the same bytes: that makes them young again, so that no sweep takes them.
        await rename(path, to);
        await syncFolder(shelf);
        await syncFolder(dir);
      }),
    drop: async () => {
      await end();
      await rm(path, { force: true });
    },
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; )
    at += (await file.write(chunk, at, chunk.byteLength - at)).bytesWritten;
}

async function syncFolder(path: string): Promise<void> {
  // Windows keeps no names open to flush.
  if (process.platform === "win32") return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function sweepUnfinished(path: string): Promise<void> {
  const now = performance.timeOrigin + performance.now();
  for (const name of await names(path)) {
    const found = await facts(join(path, name));
    if (found && found.mtimeMs < now - unfinishedMs) await rm(join(path, name), { force: true });
  }
}

const names = (path: string): Promise<string[]> => readdir(path).catch(() => []);
const facts = (path: string) => stat(path).catch(() => null);

async function unavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeUnavailable(error);
  }
}
