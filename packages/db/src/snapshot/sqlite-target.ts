import { Database as BunDatabase } from "bun:sqlite";
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Problem, problemMax, type RestoreTarget } from "./snapshot.ts";
import { sqliteFacts, sqlitePart } from "./sqlite-source.ts";

/** `scratch` is where it is loaded; `place` is what it may replace, in the same folder, held by the caller. */
export function openSqliteTarget(scratch: string, place: string | null): RestoreTarget {
  const discard = async () => {
    for (const suffix of ["", ...besides]) rmSync(`${scratch}${suffix}`, { force: true });
  };
  return {
    url: `file:${scratch}`,
    async load({ read }) {
      await discard();
      const file = createWriteStream(scratch, { mode: 0o600, flush: true });
      await pipeline(Readable.from(read(sqlitePart)), file);
    },
    problems: async () => inspect(scratch, findProblems),
    facts: async () => inspect(scratch, sqliteFacts),
    async replace(suffix) {
      if (place === null) throw new Error("a scratch database replaces nothing");
      for (const each of besides) rmSync(`${scratch}${each}`, { force: true });
      const replaced = putAside(place, suffix);
      renameSync(scratch, place);
      syncFolder(dirname(place));
      return { replaced };
    },
    discard,
  };
}

const besides = ["-journal", "-wal", "-shm", ".lock", ".lock-journal"];

function inspect<T>(path: string, look: (db: BunDatabase) => T): T {
  const db = new BunDatabase(path, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

function findProblems(db: BunDatabase): Problem[] {
  const broken = db
    .query<{ integrity_check: string }, []>(`PRAGMA integrity_check(${problemMax})`)
    .all()
    .map((row) => row.integrity_check)
    .filter((text) => text !== "ok")
    .map((detail): Problem => ({ kind: "INTEGRITY_BROKEN", name: "database", detail }));
  const orphans = db
    .query<{ table: string; rowid: number; parent: string }, []>("PRAGMA foreign_key_check")
    .all()
    .slice(0, problemMax)
    .map(
      ({ table, rowid, parent }): Problem => ({
        kind: "FOREIGN_KEY_BROKEN",
        name: table,
        detail: `row ${rowid} refers to a row of ${parent} that is not there`,
      }),
    );
  return [...broken, ...orphans];
}

/** With its log, so that whoever opens it later sees all of it. */
function putAside(place: string, suffix: string): string | null {
  if (!existsSync(place)) return null;
  const aside = `${place}.${suffix}`;
  for (const part of ["-wal", "-shm", ""])
    if (existsSync(`${place}${part}`)) renameSync(`${place}${part}`, `${aside}${part}`);
  return aside;
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}
