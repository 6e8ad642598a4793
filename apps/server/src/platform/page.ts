import { AppError, type Page } from "@lineside/domain/kernel";
import { isStorable } from "./validation.ts";

/** Where the next page begins: the sort values of the last row seen, opaque to clients. */
export type Cursor = (string | number)[];

export function readCursor(text: string | undefined, length: number): Cursor | null {
  if (text === undefined) return null;
  try {
    const cursor = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown;
    const isCursor =
      Array.isArray(cursor) &&
      cursor.length === length &&
      cursor.every((part) => typeof part === "string" || typeof part === "number");
    if (isCursor && isStorable(cursor)) return cursor as Cursor;
  } catch {
    // Told below: a cursor is ours or nothing.
  }
  throw new AppError("invalid", "CURSOR_INVALID");
}

/** Makes a page of `limit` rows from the `limit + 1` that were read. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  map: { item(row: R): T; key(row: R): Cursor },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined
      ? Buffer.from(JSON.stringify(map.key(last))).toString("base64url")
      : null;
  return { items: shown.map(map.item), nextCursor };
}
