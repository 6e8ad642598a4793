import { close, open } from "./open.ts";

export async function migrateOnly(flags: string[]): Promise<number> {
  const opened = await open(flags, true);
  await close(opened);
  const { applied } = opened;
  process.stdout.write(
    applied.length === 0
      ? "The database is up to date.\n"
      : `Applied ${applied.length}: ${applied.join(", ")}.\n`,
  );
  return 0;
}
