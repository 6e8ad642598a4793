// What can go wrong with the database as a whole, and how to recognise what it said about one row.

export type DatabaseErrorCode =
  | "DATABASE_URL_INVALID"
  | "DATABASE_IN_USE"
  | "DATABASE_IS_DIRECTORY"
  | "DATABASE_FOLDER_UNWRITABLE"
  | "DATABASE_NOT_A_DATABASE"
  | "DATABASE_NEWER"
  | "DATABASE_UNREACHABLE"
  | "DATABASE_BUSY"
  | "DATABASE_FULL"
  | "DATABASE_FAILED"
  | "DATABASE_CLOSED"
  | "MIGRATION_CHANGED"
  | "MIGRATION_FAILED"
  | "UNIT_ENDED"
  | "UNIT_NESTED"
  | "UNIT_TIMEOUT"
  | "READ_ONLY";

export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  constructor(
    readonly code: DatabaseErrorCode,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

export interface Violation {
  kind: "unique" | "foreignKey";
  /** SQLite does not say which foreign key: table and columns are then empty. */
  table: string;
  columns: string[];
}

/** True when a unique constraint refused the row; with columns named, only when it is the one on them. */
export function uniqueViolation(error: unknown, ...columns: string[]): boolean {
  const found = violation(error);
  if (found?.kind !== "unique") return false;
  return columns.length === 0 || columns.toSorted().join() === found.columns.toSorted().join();
}

/** True when a row is missing that is referred to, or still referred to that should go. */
export function foreignKeyViolation(error: unknown): boolean {
  return violation(error)?.kind === "foreignKey";
}

export function violation(error: unknown): Violation | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const found = readViolation(at as DriverError);
    if (found) return found;
  }
  return null;
}

/** What bun:sqlite and pg put on their errors. */
export interface DriverError extends Error {
  code?: string;
  table?: string;
  detail?: string;
  routine?: string;
}

function readViolation({ code, message, table, detail }: DriverError): Violation | null {
  if (code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY") {
    // UNIQUE constraint failed: auth_user.email, auth_user.name
    const names = message.slice(message.indexOf(": ") + 2).split(", ");
    return {
      kind: "unique",
      table: names[0]!.split(".")[0]!,
      columns: names.map((name) => name.slice(name.indexOf(".") + 1)),
    };
  }
  // A row that RESTRICT keeps is reported under the code of a trigger.
  if (/^SQLITE_CONSTRAINT/.test(code ?? "") && message.startsWith("FOREIGN KEY"))
    return { kind: "foreignKey", table: "", columns: [] };
  if (code !== "23505" && code !== "23503" && code !== "23001") return null;
  // Key ("userId", email)=(…) already exists.
  const key = detail?.match(/^Key \((.*?)\)=\(/)?.[1] ?? "";
  const columns = key === "" ? [] : key.split(", ").map((name) => name.replaceAll('"', ""));
  return { kind: code === "23505" ? "unique" : "foreignKey", table: table ?? "", columns };
}

/** Says in one sentence what stopped a whole batch or transaction. */
export function asDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = (error as DriverError)?.code ?? "";
  const options = { cause: error };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new DatabaseError(
      "DATABASE_BUSY",
      "Another program is writing to the database.",
      options,
    );
  if (/^SQLITE_(FULL|IOERR_WRITE)/.test(code) || code === "53100")
    return new DatabaseError("DATABASE_FULL", "There is no space left for the database.", options);
  if (/^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|57P0|08)/.test(code))
    return new DatabaseError(
      "DATABASE_UNREACHABLE",
      "The database server does not answer.",
      options,
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseError(
    "DATABASE_FAILED",
    `The database could not do its work: ${reason}.`,
    options,
  );
}

/**
 * True when PostgreSQL could not keep a value: a number too large for its column, a text longer than an
 * index holds. What is wrong is that one value, and it stays wrong however often it is tried.
 */
export function unstorable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (/^(22|54)[\dA-Z]{3}$/.test((at as DriverError).code ?? "")) return true;
  return false;
}
