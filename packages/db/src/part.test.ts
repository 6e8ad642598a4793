import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import type { Database } from "./database.ts";
import { violation } from "./errors.ts";
import { addPerson, findPerson, newPerson } from "./samples.ts";

async function usernames(db: Database): Promise<string[]> {
  const rows = await db.read.selectFrom("auth_user").select("username").orderBy("id").execute();
  return rows.map((row) => row.username);
}

eachDatabase((_dialect, open) => {
  test("a part of a unit fails alone: a thrown rule, and a failed statement", async () => {
    const db = await open();
    const told: string[] = [];
    const outcomes = await db.unit(async (tx) => {
      const add = (username: string, fails: boolean) =>
        tx
          .part(async () => {
            tx.onCommit(() => void told.push(username));
            await tx.change(addPerson, newPerson(username));
            if (fails) throw new Error(`${username} was refused`);
            return username;
          })
          .catch((error) => (violation(error) ? "violation" : (error as Error).message));
      const first = [await add("one", false), await add("two", true), await add("one", false)];
      return [...first, await add("three", false)];
    });
    expect(outcomes).toEqual(["one", "two was refused", "violation", "three"]);
    expect((await usernames(db)).toSorted()).toEqual(["one", "three"]);
    expect(told).toEqual(["one", "three"]);
  });

  test("parts within parts; a unit that fails after them undoes them all", async () => {
    const db = await open();
    const failing = db.unit(async (tx) => {
      await tx.part(async () => {
        await tx.change(addPerson, newPerson("outer"));
        await tx.part(() => Promise.reject(new Error("inner"))).catch(() => {});
        await tx.change(addPerson, newPerson("after"));
      });
      expect(await tx.run(findPerson, { username: "after" })).toHaveLength(1);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await usernames(db)).toEqual([]);
  });
});
