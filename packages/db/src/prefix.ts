import { type Expression, type SqlBool, sql } from "kysely";
import type { Dialect } from "./database.ts";

/**
 * "Starts with", case-sensitive, served by an index on both databases: a range of bytes. Unlike
 * LIKE and GLOB it needs no escaping and stays index-backed in a prepared statement. On PostgreSQL
 * the column needs an index with text_pattern_ops.
 */
export function prefix(dialect: Dialect, column: string, value: string): Expression<SqlBool> {
  const ref = sql.ref(column);
  const afterLast = sql.lit("\u{10FFFF}");
  return dialect === "sqlite"
    ? sql<SqlBool>`(${ref} >= ${value} and ${ref} < ${value} || ${afterLast})`
    : sql<SqlBool>`(${ref} ~>=~ ${value}::text and ${ref} ~<~ (${value}::text || ${afterLast}))`;
}
