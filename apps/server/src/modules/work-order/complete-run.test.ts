import { expect, test } from "bun:test";
import type { Database } from "@lineside/db";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { DomainEvent } from "../../platform/events.ts";
import { completeRunIfFinished } from "./complete-run.ts";

const now = "2026-11-22T04:00:00.000Z";

eachDatabase((dialect, open) => {
  async function aRun(options: { units: number; planQty?: number }) {
    const db = await open();
    return await runOf(db, await makePlant(db), options);
  }

  async function runOf(db: Database, plant: TestPlant, options: Parameters<typeof makeRun>[2]) {
    const run = await makeRun(db, plant, { ...options, state: "IN_PROGRESS" });
    const events: string[] = [];
    const emit = (event: DomainEvent) => void events.push(event.type);
    /** Ends a unit in a unit of work of its own, as a track-out does. */
    const end = (sn: string, state: string, meanwhile = async () => {}) =>
      db.unit(async (tx) => {
        const change = { state, currentStepNo: 50 };
        await tx.k.updateTable("execution_unit").set(change).where("sn", "=", sn).execute();
        await meanwhile();
        return await completeRunIfFinished({ tx, now, emit }, run.runId);
      });
    const state = async () => {
      const query = db.read.selectFrom("work_order_run").select(["state", "endedAt"]);
      return await query.where("id", "=", run.runId).executeTakeFirstOrThrow();
    };
    return { sns: run.sns as [string, string], end, state, events };
  }

  test("the last unit of the plan completes the run", async () => {
    const { sns, end, state, events } = await aRun({ units: 2 });
    expect(await end(sns[0], "SCRAPPED")).toBe(false);
    expect(await end(sns[1], "DONE")).toBe(true);
    expect(await state()).toEqual({ state: "COMPLETED", endedAt: now });
    expect(events).toEqual(["run.completed"]);
  });

  test("D37: fewer units than planned, or only scrap, do not", async () => {
    const short = await aRun({ units: 1, planQty: 2 });
    expect(await short.end(short.sns[0], "DONE")).toBe(false);
    const scrap = await aRun({ units: 1 });
    expect(await scrap.end(scrap.sns[0], "SCRAPPED")).toBe(false);
    expect((await scrap.state()).state).toBe("IN_PROGRESS");
  });

  test("of the last units that end at once one completes the run, round after round", async () => {
    const db = await open();
    const plant = await makePlant(db);
    for (let no = 1; no <= 12; no++) {
      const { sns, end, state, events } = await runOf(db, plant, { no, units: 4 });
      let arrived = 0;
      const allMoved = Promise.withResolvers<void>();
      // SQLite writes one unit of work after the other: waiting for the last would last forever.
      const meet = async () => {
        if (++arrived === sns.length || dialect === "sqlite") allMoved.resolve();
        await allMoved.promise;
      };
      const done = await Promise.all(sns.map((sn) => end(sn, "DONE", meet)));
      expect(done.toSorted()).toEqual([false, false, false, true]);
      expect((await state()).state).toBe("COMPLETED");
      expect(events).toEqual(["run.completed"]);
    }
  });
});
