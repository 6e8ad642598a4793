// Started by writer.test.ts under a limit on the size of files: prints which units were acknowledged.
import { Database as BunDatabase } from "bun:sqlite";
import { Writer } from "./writer.ts";

const db = new BunDatabase(process.argv[2]!, { create: true });
db.run("PRAGMA journal_mode = WAL");
db.run("PRAGMA synchronous = FULL");
db.run("PRAGMA wal_autocheckpoint = 0");
db.run("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)");
const writer = new Writer(db);
const kept: number[] = [];
const failed: [number, string][] = [];
for (let batch = 0; batch < 10; batch++)
  await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const id = batch * 10 + i;
      const text = "x".repeat(20_000);
      try {
        await writer.unit(async () => db.run("INSERT INTO row VALUES (?, ?)", [id, text]));
        kept.push(id);
      } catch (error) {
        failed.push([id, (error as { code: string }).code]);
      }
    }),
  );
console.log(JSON.stringify({ kept, failed }));
