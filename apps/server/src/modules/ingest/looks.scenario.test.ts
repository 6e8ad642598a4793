import { afterAll, beforeAll, expect, test } from "bun:test";
import { addMs, elapsedMs } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { wake } from "../../platform/jobs/queue.ts";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  const next = async () =>
    await floor.app.db.read
      .selectFrom("platform_job")
      .select(["notBefore", "looks", "waitKey"])
      .where("kind", "=", "ingest.retry")
      .where("state", "=", "QUEUED")
      .executeTakeFirstOrThrow();

  /** Seconds after its arrival at which a parked event looks by itself. */
  const looksOf = async (count: number) => {
    const { clock } = floor.app;
    const from = clock.now();
    const looks: number[] = [];
    while (looks.length < count) {
      clock.advance(elapsedMs(clock.now(), (await next()).notBefore) / 1_000);
      looks.push(elapsedMs(from, clock.now()) / 1_000);
      await floor.app.runJobs();
    }
    return looks;
  };

  // A unit of work that ends while a look is under way is seen by neither of them.
  const expected = {
    sqlite: [15, 30, 60, 120, 240],
    postgresql: [0.5, 1, 2, 2.5, 5, 5.5, 11, 11.5, 23, 23.5, 47],
  }[dialect];

  test("a scan that comes while it looks is not passed over", async () => {
    const { app } = floor;
    const sn = (await floor.run()).sns[0] ?? "";
    const { eventId } = (await floor.send(floor.auto("SPI", sn))).body;
    const looks = app.db.auto
      .updateTable("platform_job")
      .where("subject", "=", `ingest:${eventId}`);
    // A worker has it in its hands and has seen the unit where it was.
    await looks
      .set((x) => ({ state: "RUNNING", leaseEpoch: x("leaseEpoch", "+", 1), worker: "another" }))
      .execute();
    await floor.byHand("PRINT", sn);
    const later = addMs(app.clock.now(), 15_000);
    await looks.set({ state: "QUEUED", waitReason: "PARKED", notBefore: later }).execute();
    await app.runJobs();
    expect((await floor.row(eventId)).state).toBe("EXECUTED");
  });

  test(`it looks by itself after ${expected.join(", ")} s, woken or not`, async () => {
    await floor.run();
    const sn = "SN-NOT-YET";
    const sent = await floor.send(floor.auto("SPI", sn));
    expect(sent.body).toMatchObject({ verdict: "parked" });
    expect(await looksOf(expected.length)).toEqual(expected);

    // What woke it may not have been all it waits for: the rest is expected soon.
    const { clock, db } = floor.app;

    const { waitKey } = await next();
    expect(await db.unit((tx) => wake(tx, waitKey ?? "", clock.now()))).toBe(1);
    await floor.app.runJobs();
    const again = await next();
    const soon = { sqlite: 15_000, postgresql: 500 }[dialect];
    expect([elapsedMs(clock.now(), again.notBefore), again.looks]).toEqual([soon, 1]);
  });
});
