// Finding, checking and locking the database file, each problem said in one sentence.
import { Database as BunDatabase } from "bun:sqlite";
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseError, type DriverError } from "./errors.ts";

/** The absolute path behind a file: URL, with its folder created and writable. */
export function prepareFile(url: string): string {
  const path = resolve(url.replace(/^file:(?:\/\/(?=\/))?/, ""));
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new DatabaseError("DATABASE_IS_DIRECTORY", `The database file ${path} is a directory.`);
  return path;
}

/**
 * Held until the process ends or close() is called: an open transaction on a file beside the database,
 * so that the operating system lets go of it even when the process is killed.
 */
export function lockFile(path: string): { release(): void } {
  let lock: BunDatabase | undefined;
  try {
    lock = new BunDatabase(`${path}.lock`, { create: true });
    lock.run("PRAGMA busy_timeout = 0");
    lock.run("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    if (/^SQLITE_BUSY/.test((cause as DriverError).code ?? ""))
      throw new DatabaseError(
        "DATABASE_IN_USE",
        `Another Lineside is already using the database ${path}; stop it first.`,
        { cause },
      );
    throw unwritable(dirname(path), cause);
  }
  const held = lock;
  return { release: () => held.close() };
}

/** Opens the file and makes sure that it is a database. */
export function openFile(path: string, pragmas: string): BunDatabase {
  let db: BunDatabase | undefined;
  try {
    db = new BunDatabase(path, { create: true });
    db.run("PRAGMA busy_timeout = 2000");
    db.prepare("SELECT count(*) FROM sqlite_master").get();
    db.run(pragmas);
    return db;
  } catch (cause) {
    db?.close();
    const { code, message } = cause as DriverError;
    if (code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT")
      throw new DatabaseError("DATABASE_NOT_A_DATABASE", `The file ${path} is not a database.`, {
        cause,
      });
    if (code === "SQLITE_CANTOPEN" || /^SQLITE_READONLY/.test(code ?? ""))
      throw new DatabaseError(
        "DATABASE_FOLDER_UNWRITABLE",
        `The database file ${path} cannot be written.`,
        { cause },
      );
    throw new DatabaseError(
      "DATABASE_FAILED",
      `The database ${path} cannot be opened: ${message}.`,
      {
        cause,
      },
    );
  }
}

function unwritable(folder: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    "DATABASE_FOLDER_UNWRITABLE",
    `The folder ${folder} cannot be created or written to.`,
    { cause },
  );
}
