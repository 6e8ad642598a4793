import { describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";

eachDatabase((dialect, open) => {
  test("opens", async () => {
    const db = await open();
    expect(db.dialect).toBe(dialect);
    expect(await db.read.selectFrom("auth_user").selectAll().execute()).toEqual([]);
  });
});
