import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import type { Database } from "./database.ts";
import { prefix } from "./prefix.ts";
import { at } from "./samples.ts";
import { type Params, statement } from "./statement.ts";

const numbers = [
  "A_1",
  "A%1",
  "A*1",
  "A[1",
  "AB1",
  "AB12",
  "ab12",
  "AC",
  "B",
  "外观-01",
  "外观-02",
  "AB1\u{1F600}",
];

async function withOrders(db: Database): Promise<Database> {
  const now = { createdAt: at, updatedAt: at };
  await db.unit(async ({ k }) => {
    const product = { id: "p", code: "P", name: "P", traits: [], ...now };
    await k.insertInto("plant_product").values(product).execute();
    const order = { productId: "p", plannedQty: 1, state: "RECEIVED", ...now };
    const orders = numbers.map((woNo, i) => ({ id: `w${i}`, woNo, ...order }));
    await k.insertInto("work_order").values(orders).execute();
  });
  return db;
}

eachDatabase((dialect, open) => {
  test.each([
    ["A", ["A_1", "A%1", "A*1", "A[1", "AB1", "AB12", "AC", "AB1\u{1F600}"]],
    ["AB1", ["AB1", "AB12", "AB1\u{1F600}"]],
    ["A_", ["A_1"]],
    ["A%", ["A%1"]],
    ["A*", ["A*1"]],
    ["A[", ["A[1"]],
    ["外", ["外观-01", "外观-02"]],
    ["外观-02", ["外观-02"]],
    ["ab", ["ab12"]],
    ["Z", []],
    ["", numbers],
  ])("%j finds what starts with it, and nothing else", async (value, expected) => {
    const db = await withOrders(await open());
    const found = await db.read
      .selectFrom("work_order")
      .select("woNo")
      .where(prefix(dialect, "woNo", value))
      .execute();
    expect(found.map(({ woNo }) => woNo).toSorted()).toEqual(expected.toSorted());
  });

  test.each([
    ["work_order", "woNo"],
    ["work_order_run", "runNo"],
    ["execution_unit", "sn"],
    ["execution_panel", "panelNo"],
  ] as const)(
    "%s.%s is searched by an index, also in a prepared statement",
    async (table, column) => {
      const db = await open();
      const search = statement((k, p: Params<{ value: string }>, of) =>
        k
          .selectFrom(table)
          .select("id")
          .where(prefix(of, `${table}.${column}`, p("value"))),
      );
      expect(await db.query(search, { value: "x" })).toEqual([]);
      const { sql: text } = search.compiled(dialect);
      expect(await plan(db, text)).toMatch(
        dialect === "sqlite"
          ? new RegExp(`SEARCH ${table} USING INDEX .*\\(${column}>\\? AND ${column}<\\?\\)`)
          : new RegExp(`Index (Only )?(Scan|Cond)[^]*${column}`),
      );
    },
  );
});

/** The plan for a value that is not known, as a prepared statement gets it. */
async function plan(db: Database, text: string): Promise<string> {
  if (db.dialect === "sqlite") {
    const { rows } = await sql<{
      detail: string;
    }>`${sql.raw(`EXPLAIN QUERY PLAN ${text.replaceAll("?", "'x'")}`)}`.execute(db.read);
    return rows.map(({ detail }) => detail).join("\n");
  }
  return db.unit(async ({ k }) => {
    await sql`SET LOCAL plan_cache_mode = force_generic_plan`.execute(k);
    await sql`SET LOCAL enable_seqscan = off`.execute(k);
    await sql`${sql.raw(`PREPARE search AS ${text}`)}`.execute(k);
    const { rows } = await sql<Record<string, string>>`EXPLAIN EXECUTE search('x', 'x')`.execute(k);
    await sql`DEALLOCATE search`.execute(k);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}
