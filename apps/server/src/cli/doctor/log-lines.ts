import type { LogLevel } from "@lineside/domain/log";
import type { Config } from "../../platform/config.ts";
import { type FoundLine, searchLogFiles } from "../../platform/log-search.ts";

/** The newest lines of the log's files, oldest first; none where there are none. */
export async function newestLines(
  config: Config | null,
  { lines, levels }: { lines: number; levels: LogLevel[] | null },
): Promise<FoundLine[]> {
  const dir = config?.logs.dir ?? null;
  if (dir === null) return [];
  const filter = { levels, text: null, requestId: null, from: null, to: null };
  const limits = { lines, characters: 8_000_000, ms: 10_000 };
  const found = await searchLogFiles(dir, filter, { before: null, limits }).catch(() => null);
  return (found?.lines ?? []).toReversed();
}
