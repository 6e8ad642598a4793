import type { Config } from "../config.ts";
import { openFiles } from "../files.ts";

/** The hashes of every attached file that lies in the store: one walk instead of a look at each. */
export async function keptFiles(config: Config): Promise<Set<string>> {
  const kept = new Set<string>();
  for await (const { sha256 } of openFiles(config.files).list()) kept.add(sha256);
  return kept;
}
