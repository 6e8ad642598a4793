// One representation in code on both databases: instants are ISO strings, booleans are booleans,
// Json columns are objects and arrays.
import type { Statement as BunStatement } from "bun:sqlite";
import type { Dialect } from "./database.ts";

/** For a Json column that holds a bare string, number, boolean or null. */
export function json(value: unknown): object {
  return { toJSON: () => value };
}

export function encode(dialect: Dialect, value: unknown): unknown {
  switch (typeof value) {
    case "boolean":
      return dialect === "sqlite" ? Number(value) : value;
    case "object":
      if (value === null || value instanceof Uint8Array) return value;
      if (value instanceof Date) throw new TypeError("An instant is written as an ISO string");
      return storableJson(JSON.stringify(value));
    case "undefined":
      throw new TypeError("A value is undefined; a column without a value is null");
    default:
      return value;
  }
}

/**
 * A text that was cut in the middle of a character ends in half of it, which JSONB of PostgreSQL does
 * not take: it becomes U+FFFD, as both databases make of it in a text column.
 */
function storableJson(text: string): string {
  if (!text.includes("\\ud")) return text;
  return text.replace(/\\(?:\\|ud[89a-f][\da-f]{2})/g, (found) =>
    found === "\\\\" ? found : "\ufffd",
  );
}

type Decoder = (value: unknown) => unknown;

const decoders: Record<string, Decoder> = {
  BOOLEAN: (value) => (value === null ? null : value !== 0),
  // The column's affinity keeps a bare number as a number.
  JSONB: (value) => (typeof value === "string" ? JSON.parse(value) : value),
};

/**
 * Which columns of a SQLite result need decoding: by the declared type of the column they come from.
 * An expression has no declared type and is handed on as SQLite gives it.
 */
export function resultDecoders(statement: BunStatement): [string, Decoder][] {
  const { declaredTypes } = statement as unknown as { declaredTypes: (string | null)[] };
  // Two columns of one name: the last one is in the row, so its type counts.
  const byName = new Map(statement.columnNames.map((name, i) => [name, declaredTypes[i]]));
  return [...byName].flatMap(([name, type]) => {
    const decoder = decoders[type?.toUpperCase() ?? ""];
    return decoder ? [[name, decoder] as [string, Decoder]] : [];
  });
}

/** timestamptz as PostgreSQL prints it in a UTC session, "2026-11-22 04:59:22.1+00", as an ISO string. */
export function instantFromPostgres(text: string): string {
  const found = text.match(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\d*(?:\+00)?$/);
  if (!found) throw new Error(`"${text}" is not an instant in UTC`);
  return `${found[1]}T${found[2]}.${(found[3] ?? "").padEnd(3, "0")}Z`;
}
