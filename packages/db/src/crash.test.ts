// The process is killed while units are in flight: what was acknowledged is there, nothing is there by half.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { eachDatabase, freshPlace } from "@lineside/testkit/database";
import { migrate, openDatabase } from "./index.ts";

eachDatabase((dialect) => {
  test("five kills lose no acknowledged unit and leave no half one", async () => {
    const place = await freshPlace(dialect);
    const first = await openDatabase({ url: place.url });
    await migrate(first);
    await first.close();
    const acknowledged: number[] = [];
    for (let round = 0; round < 5; round++)
      acknowledged.push(...(await killedAfter(100, place.url, round * 1_000_000)));

    const db = await openDatabase({ url: place.url });
    const rows = await db.read.selectFrom("auth_user").select("username").execute();
    const left = numbers(rows, "left");
    expect(left).toEqual(numbers(rows, "right"));
    const stored = new Set(left);
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(500);
    // At most the 16 units in flight at each kill were committed without anybody hearing of it.
    expect(left.length - acknowledged.length).toBeLessThanOrEqual(5 * 16);
    await db.close();
    await place.remove();
  }, 60_000);
});

function numbers(rows: { username: string }[], side: string): number[] {
  const ofSide = rows.filter(({ username }) => username.endsWith(`-${side}`));
  return ofSide.map(({ username }) => Number.parseInt(username, 10)).toSorted((a, b) => a - b);
}

/** The units a process acknowledged before it was killed, which is some time after `count` of them. */
async function killedAfter(count: number, url: string, firstNumber: number): Promise<number[]> {
  const script = join(import.meta.dir, "crash.child.ts");
  const child = Bun.spawn([process.execPath, script, url, String(firstNumber)], { stdout: "pipe" });
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of child.stdout) {
    output += decoder.decode(chunk, { stream: true });
    if (output.split("\n").length > count) child.kill("SIGKILL");
  }
  await child.exited;
  return output.split("\n").slice(0, -1).map(Number);
}
