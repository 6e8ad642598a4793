import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import type { Observer } from "./database.ts";
import { addPerson, newPerson } from "./samples.ts";

class Heard implements Observer {
  readonly batches: number[] = [];
  readonly units: string[] = [];
  failures = 0;
  isInOrder = true;

  committed(units: number, startedMs: number, endedMs: number): void {
    this.batches.push(units);
    this.isInOrder &&= startedMs <= endedMs;
  }
  commitFailed(): void {
    this.failures++;
  }
  unitEnded(isCommitted: boolean, askedMs: number, endedMs: number): void {
    this.units.push(isCommitted ? "committed" : "undone");
    this.isInOrder &&= askedMs <= endedMs;
  }
}

eachDatabase((dialect, open) => {
  test("an observer hears every unit once, and how many of them shared a commit", async () => {
    const db = await open();
    const heard = new Heard();
    db.observe(heard);
    await Promise.all(
      ["a", "b", "c"].map((name) => db.unit((tx) => tx.run(addPerson, newPerson(name)))),
    );
    expect(heard.units).toEqual(["committed", "committed", "committed"]);
    expect(heard.batches).toEqual(dialect === "sqlite" ? [3] : [1, 1, 1]);
    const failing = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("d"));
      throw new Error("no");
    });
    await failing.catch(() => {});
    expect(heard.units.slice(3)).toEqual(["undone"]);
    expect(heard.batches.reduce((sum, units) => sum + units)).toBe(3);
    expect(heard).toMatchObject({ failures: 0, isInOrder: true });
  });
});
