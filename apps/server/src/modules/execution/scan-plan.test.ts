import { expect, test } from "bun:test";
import type { Statement } from "@lineside/db";
import { TestApp } from "@lineside/testkit/app";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import { scanByPanel, scanBySn, scanDryBySn, unitsAt } from "./scan-statements-store.ts";

/** How SQLite finds the rows of a statement, one line a table. */
async function planOf(
  app: TestApp,
  sql: string,
  parameters: readonly unknown[],
): Promise<string[]> {
  const query = { sql: `explain query plan ${sql}`, parameters, query: { kind: "RawNode" } };
  const { rows } = await app.db.read.executeQuery<{ detail: string }>(query as never);
  return rows.map(({ detail }) => detail);
}

test("SQLite finds all that a scan decides on by an index, also who waits for the unit", async () => {
  const app = await TestApp.start("sqlite");
  await makeRun(app.db, await makePlant(app.db), { units: 5 });
  const given = { sn: "SN-1", panelNo: "P-1", stationCode: "S-1" };
  const compiled = <P>(statement: Statement<P, unknown>) => {
    const { sql, parameters } = statement.compiled("sqlite");
    return { sql, parameters: parameters(given as P) };
  };
  const bySns = unitsAt(app.db.read, "S-1").where("u.sn", "in", ["SN-1", "SN-2"]).compile();
  for (const { sql, parameters } of [
    compiled(scanBySn),
    compiled(scanDryBySn),
    compiled(scanByPanel),
    bySns,
  ]) {
    const plan = await planOf(app, sql, parameters);
    expect(plan.filter((line) => line.startsWith("SCAN"))).toEqual([]);
    expect(plan.some((line) => line.includes("platform_job_waitKey_state_idx (waitKey=?"))).toBe(
      true,
    );
    // All clocks that run in the plant are not looked through for those of one unit.
    expect(plan.some((line) => line.includes("state_expiresAt"))).toBe(false);
  }
  await app.dispose();
});
