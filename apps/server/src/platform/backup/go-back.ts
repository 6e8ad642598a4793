import { migrations } from "@lineside/db/migrations";
import type { Config } from "../config.ts";
import { BackupPlaces } from "./places.ts";

/** How to return to what this version knows, for the sentence that refuses a newer database. */
export async function howToGoBack(config: Config): Promise<string> {
  const dialect = config.databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";
  const known = new Set(migrations[dialect].map(({ name }) => name));
  const places = new BackupPlaces(config.backup);
  const stored = await places.list().catch(() => []);
  const fits = stored.filter(({ note }) => note.dialect === dialect && known.has(note.schema));
  const best = fits.find(({ note }) => note.verifiedAt !== null) ?? fits[0];
  return best
    ? `To go back to this version with the data of ${best.note.createdAt}: lineside backup restore ${best.note.name}.`
    : `No backup in ${places.folder} has a schema this version knows.`;
}
