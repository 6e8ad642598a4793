// bun scripts/schema-fixtures.ts <number>: when a schema is released, keeps a database of it for ever.
import { writeFixtures } from "../packages/db/src/design/fixture.ts";

const released = process.argv[2];
if (!released || !/^\d{4}$/.test(released)) {
  console.error("Usage: bun scripts/schema-fixtures.ts <number>, e.g. 0003: the newest released.");
  process.exit(2);
}
const written = writeFixtures(released);
console.log(written.length === 0 ? "Every released schema has its fixtures." : written.join("\n"));
