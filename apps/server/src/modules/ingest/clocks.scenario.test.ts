import { afterAll, beforeAll, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  let sns: string[] = [];
  beforeAll(async () => {
    await floor.open(dialect);
    const line = await makePlant(floor.app.db, {
      line: "W",
      steps: [
        { code: "REFLOW", stationType: "AUTO", traits: ["reflow"] },
        { code: "WASH", stationType: "AUTO", traits: ["wash"] },
      ],
    });
    sns = (await makeRun(floor.app.db, line, { units: 3 })).sns;
  });
  afterAll(() => floor.close());

  const machine = (station: string, sn: string, occurredAt: string) =>
    floor.event("AUTO", { station: `${station}-W`, sn, result: "PASS" }, { occurredAt });

  const clocks = (sn: string) =>
    floor.app.db.read
      .selectFrom("time_rule_clock")
      .select(["ruleCode", "state", "startedAt", "endedAt"])
      .where("subjectKey", "=", sn)
      .execute();

  test("D5: an automatic reflow starts the wash clock when it happened, an automatic wash ends it", async () => {
    const [sn = ""] = sns;
    const out = addMinutes(floor.app.clock.now(), -30);
    await floor.done(machine("REFLOW", sn, out));
    expect(await clocks(sn)).toMatchObject([
      { ruleCode: "WASH_4H", state: "RUNNING", startedAt: out },
    ]);
    floor.app.clock.advance(3 * 3600);
    const washed = floor.app.clock.now();
    await floor.done(machine("WASH", sn, washed));
    expect(await clocks(sn)).toMatchObject([{ state: "COMPLETED", endedAt: washed }]);
  });

  test("a wash that was in time stays in time, however late its event comes", async () => {
    const sn = sns[1] ?? "";
    const out = floor.app.clock.now();
    await floor.done(machine("REFLOW", sn, out));
    const washed = addMinutes(out, 200);
    floor.app.clock.advance(300 * 60);
    await floor.done(machine("WASH", sn, washed));
    const [clock] = await clocks(sn);
    expect([clock?.state, clock?.endedAt]).toEqual(["COMPLETED", washed]);
  });
});
