import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { CfxLine, names, testedBody, tester, units } from "./line.fixture.ts";

const { started, completed, tested } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  const work = (TransactionID: string, more: object = {}) => ({ TransactionID, ...more });

  test("told at once and in any order, every board moves exactly once", async () => {
    const { sns } = await line.run({ units: 12 });
    await line.advance(sns, 20);
    const messages = sns.flatMap((sn, index) => {
      const id = `race-${index}`;
      const start = line.message(tester, started, work(id, { Units: units(sn) }));
      const verdict = index % 3 === 0 ? "Failed" : "Passed";
      const said = line.message(tester, tested, testedBody(id, [{ sn, result: verdict }]));
      const over = line.message(tester, completed, work(id, { Result: "Completed" }));
      const again = { ...over, UniqueID: `again-${index}` };
      return [
        [over, said, start, again],
        [said, over, again, start],
        [start, over, said, said],
      ][index % 3] as object[];
    });
    const halves = [messages.slice(0, 24), messages.slice(24)];
    for (const mode of ["sync", "async"] as const)
      await Promise.all(halves.map((half) => line.post(half, mode)));
    await Promise.all(messages.map((message) => line.post(message)));
    for (let round = 0; round < 6; round++) {
      line.app.clock.advance(60);
      await line.app.runJobs();
    }
    const wanted = sns.map((_, index) => (index % 3 === 0 ? "OUT_FAILED@20" : "QUEUED@30"));
    expect(await line.at(sns)).toEqual(wanted);
    for (const sn of sns) expect(await line.tracks(sn)).toHaveLength(1);
    const open = await line.app.db.read
      .selectFrom("ingest_event")
      .select(["messageName", "state", "code"])
      .where("transactionId", "like", "race-%")
      .where("state", "not in", ["EXECUTED", "STORED"])
      .execute();
    expect(open).toEqual([]);
  });
});
