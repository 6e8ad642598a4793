import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { CfxLine, measured, names, printer, testedBody, tester, units } from "./line.fixture.ts";

const { started, completed, tested } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  /** What a board's machines tell of it, in the order they do. */
  const told = (sn: string) => {
    const id = (step: string) => ({ TransactionID: `${step}-${sn}` });
    const verdict = [{ sn, result: "Passed", tests: [measured("R21", [28_200, "Ohm"])] }];
    return [
      line.message(printer, started, { ...id("p"), Units: units(sn) }),
      line.message(printer, completed, { ...id("p"), Result: "Completed" }),
      line.message(tester, started, { ...id("t"), Units: units(sn) }),
      line.message(tester, tested, testedBody(id("t").TransactionID, verdict)),
      line.message(tester, completed, { ...id("t"), Result: "Completed" }),
    ];
  };
  const parked = async () => {
    const rows = await line.app.db.read
      .selectFrom("ingest_tally")
      .select("count")
      .where("fate", "=", "PARKED")
      .execute();
    return rows.reduce((sum, { count }) => sum + count, 0);
  };
  const open = async () => {
    const states = ["RECEIVED", "PARKED"];
    const query = line.app.db.read.selectFrom("ingest_event").select("id");
    return (await query.where("state", "in", states).execute()).length;
  };

  test("what comes in order is carried out in order: nothing waits for what came before it", async () => {
    const { sns } = await line.run({ units: 48 });
    await line.app.platform.jobs.start();
    const messages = sns.map(told);
    // As a gateway sends it after a pause, and one by one, each as soon as the last was taken.
    const answer = await line.post(messages.slice(0, 32).flat(), "async");
    expect(answer.body.counts).toEqual({ accepted: 160, duplicate: 0, parked: 0, rejected: 0 });
    await Promise.all(
      messages.slice(32).map(async (of) => {
        for (const each of of) expect((await line.post(each, "async")).status).toBe(202);
      }),
    );
    while ((await open()) > 0) await Bun.sleep(10);
    expect(await line.at(sns)).toEqual(sns.map(() => "QUEUED@30"));
    expect(await parked()).toBe(0);
  });
});
