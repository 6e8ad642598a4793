import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  /** `source outcome` of every series that grew, by how much. */
  async function grown(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const { series } = floor.app.platform.metrics.counter("lineside_ingest_events_total");
    const now = () =>
      new Map([...series.values()].map(({ values, of }) => [values.join(" "), of.value]));
    const before = now();
    await work();
    const added = [...now()].map(([key, value]) => [key, value - (before.get(key) ?? 0)] as const);
    return Object.fromEntries(added.filter(([, by]) => by > 0));
  }

  test("events are counted by what their sender was told, and again by what a job decided", async () => {
    const { sns } = await floor.run({ units: 1 });
    const [sn = ""] = sns;
    await floor.byHand("PRINT", sn);
    const event = JSON.stringify(floor.auto("SPI", sn));
    const batch = `[${event}, ${event}, {"dedupeKey": nope}]`;
    expect(await grown(() => floor.send(batch, "async"))).toEqual({
      "rest accepted": 1,
      "rest duplicate": 1,
      "unread malformed": 1,
    });
    expect(await grown(() => floor.app.runJobs())).toEqual({ "rest executed": 1 });
    expect(await grown(() => floor.send(batch))).toMatchObject({ "rest duplicate": 2 });
  });

  test("what waits too long is counted as dead once", async () => {
    const lost = JSON.stringify(floor.auto("SPI", "NOBODY-KNOWS-ME"));
    expect(await grown(() => floor.send(`[${lost}]`))).toEqual({ "rest parked": 1 });
    floor.app.clock.advance(25 * 3_600);
    expect(await grown(() => floor.app.runJobs())).toEqual({ "rest dead": 1 });
    expect(await grown(() => floor.app.runJobs())).toEqual({});
  });
});
