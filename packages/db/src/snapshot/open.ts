import { dirname, join } from "node:path";
import { lockFile, prepareFile } from "../sqlite-file.ts";
import type { RestoreTarget, SnapshotSource } from "./snapshot.ts";

export type * from "./snapshot.ts";

const isFile = (url: string) => url.startsWith("file:");

/** Where the database lies; null: on a server. */
export const placeOf = (url: string): string | null => (isFile(url) ? prepareFile(url) : null);

export async function openSource(url: string, scratch: string): Promise<SnapshotSource> {
  if (isFile(url))
    return (await import("./sqlite-source.ts")).openSqliteSource(filePath(url), scratch);
  return (await import("./postgresql-source.ts")).openPostgresqlSource(url);
}

const filePath = (url: string) => prepareFile(url);

/** To look at what a backup holds: nothing of it stays. */
export async function openScratch(
  url: string,
  given: { id: string; folder: string },
): Promise<RestoreTarget> {
  const name = `lineside_verify_${given.id}`.replaceAll("-", "_");
  if (!isFile(url)) return (await import("./postgresql-target.ts")).openPostgresqlTarget(url, name);
  return (await import("./sqlite-target.ts")).openSqliteTarget(
    join(given.folder, `${name}.sqlite`),
    null,
  );
}

/** Beside the database of the URL, ready to take its place. */
export async function openReplacement(url: string, id: string): Promise<RestoreTarget> {
  const name = `lineside_restore_${id}`.replaceAll("-", "_");
  if (!isFile(url)) return (await import("./postgresql-target.ts")).openPostgresqlTarget(url, name);
  const place = filePath(url);
  return (await import("./sqlite-target.ts")).openSqliteTarget(
    join(dirname(place), `${name}.sqlite`),
    place,
  );
}

/**
 * Nobody else uses the database until `release`. SQLite: its lock, DATABASE_IN_USE when a server holds
 * it. PostgreSQL has none: `servers` says how many are connected.
 */
export async function claim(url: string): Promise<{ servers: number; release(): void }> {
  if (isFile(url)) return { servers: 0, ...lockFile(filePath(url)) };
  const { countServers } = await import("./postgresql-client.ts");
  return { servers: await countServers(url), release: () => {} };
}
