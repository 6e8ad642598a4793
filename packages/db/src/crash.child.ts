// Started and killed by crash.test.ts: prints the number of every unit that was acknowledged.
import { writeSync } from "node:fs";
import { openDatabase } from "./open.ts";
import { addPerson, newPerson } from "./samples.ts";

const [url, first] = process.argv.slice(2) as [string, string];
const db = await openDatabase({ url });
let next = Number(first);
await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (;;) {
      const n = next++;
      await db.unit(async (tx) => {
        await tx.run(addPerson, newPerson(`${n}-left`));
        await tx.run(addPerson, newPerson(`${n}-right`));
      });
      writeSync(1, `${n}\n`);
    }
  }),
);
