import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  /** Statements of a scan in and a scan out, idempotency key included. */
  async function cost(sn: string, station: string): Promise<[number, number]> {
    const scan = async (way: string) => {
      const before = floor.app.db.stats().statements;
      const headers = { "idempotency-key": crypto.randomUUID() };
      const body = { sn, result: "PASS" };
      const answer = await floor.leader.post(`/api/stations/${station}/${way}`, body, { headers });
      expect([answer.status, answer.body.code]).toEqual([200, undefined]);
      return floor.app.db.stats().statements - before;
    };
    return [await scan("track-in"), await scan("track-out")];
  }

  test("where no rule can start or end a clock a scan costs as many statements as before", async () => {
    const { sns } = await floor.run({ units: 3 }, floor.plain);
    for (const sn of sns.slice(0, 2)) await floor.pass(sn, "PRINT-B", "REFLOW-B");
    const rules = await floor.app.db.read
      .selectFrom("time_rule_definition")
      .select("code")
      .execute();
    expect(rules).toHaveLength(2);
    const most = dialect === "postgresql" ? 8 : 6;
    const sn = sns[2] ?? "";
    // Reflow on a route without wash: the rule is looked at, and costs nothing.
    for (const station of ["PRINT-B", "REFLOW-B"])
      for (const statements of await cost(sn, station))
        expect(statements).toBeLessThanOrEqual(most);
    const active = { isActive: false };
    for (const code of ["WASH_4H", "SOLDER_PASTE_24H"]) await floor.change(code, active);
    const other = (await floor.run({}, floor.plain)).sns[0] ?? "";
    await floor.pass(other, "PRINT-B");
    const without = await cost(other, "REFLOW-B");
    for (const code of ["WASH_4H", "SOLDER_PASTE_24H"])
      await floor.change(code, { isActive: true });
    const next = (await floor.run({}, floor.plain)).sns[0] ?? "";
    await floor.pass(next, "PRINT-B");
    expect(await cost(next, "REFLOW-B")).toEqual(without);
  });

  test("a start costs four statements more, an end three more than looking", async () => {
    // PostgreSQL is a trip away: all events of a unit of work travel in one statement.
    const isLocal = dialect === "sqlite";
    const { sns } = await floor.run({ units: 2 });
    const [first = "", second = ""] = sns;
    await floor.pass(first, "PRINT-A", "REFLOW-A", "AOI-A", "WASH-A");
    const [, print] = await cost(second, "PRINT-A");
    const [, reflow] = await cost(second, "REFLOW-A");
    const [into] = await cost(second, "AOI-A");
    const [wash] = await cost(second, "WASH-A");
    // The clock, its two jobs and its event; then the clock read, ended, its jobs taken back, told.
    expect(reflow - print).toBe(isLocal ? 4 : 3);
    // AOI reads the running clock only to see that it goes on.
    expect(wash - into).toBe(isLocal ? 3 : 2);
  });
});
