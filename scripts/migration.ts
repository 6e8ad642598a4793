// bun run migration <name>: writes the SQL that brings both databases from the last migration to the schema.
import { writeMigration } from "../packages/db/src/design/diff.ts";

const name = process.argv[2];
if (!name) {
  console.error("Usage: bun run migration <name>, e.g. bun run migration add_reels");
  process.exit(2);
}
const written = await writeMigration(name);
console.log(written.length === 0 ? "The schema has not changed." : written.join("\n"));
