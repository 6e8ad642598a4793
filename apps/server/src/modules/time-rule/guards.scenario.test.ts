import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import type { DomainEvent } from "../../platform/events.ts";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("many at once", () => {
    const open = async (bottleNo: string) =>
      (await floor.clocks(bottleNo)).filter((clock) => clock.activeKey !== null);
    const together = (action: string, bottleNo: string) =>
      Promise.all(Array.from({ length: 8 }, () => floor.bottle(action, bottleNo)));

    test("eight stations start one clock, once", async () => {
      const mark = await floor.app.mark();
      await together("opened", "B-8");
      expect(await floor.states("B-8")).toEqual(["RUNNING"]);
      const events = await floor.app.events(mark);
      expect(events.filter((type) => type === "clock.started")).toHaveLength(1);
      const { id } = await floor.clock("B-8");
      expect(await floor.jobs(id)).toHaveLength(2);
    });

    test("eight stations complete it, once", async () => {
      floor.minutes(10);
      const mark = await floor.app.mark();
      await together("unbound", "B-8");
      expect(await floor.states("B-8")).toEqual(["COMPLETED"]);
      const events = await floor.app.events(mark);
      expect(events.filter((type) => type === "clock.completed")).toHaveLength(1);
    });

    test("deadline, waiver and end at the same moment: exactly one ends it", async () => {
      for (let round = 0; round < 5; round++) {
        const sn = await floor.unit();
        await floor.pass(sn, "PRINT-A", "REFLOW-A", "AOI-A");
        const { id } = await floor.clock(sn);
        floor.minutes(240);
        const mark = await floor.app.mark();
        const [waived, entered] = await Promise.all([
          floor.manager.post(`/api/clocks/${id}/waive`, { reason: "cleaned by hand" }),
          floor.into("WASH-A", sn),
          floor.app.runJobs(),
        ]);
        expect(entered.status).toBe(200);
        const events = await floor.app.events(mark);
        const isWaived = waived.status === 200;
        expect(await floor.states(sn)).toEqual([isWaived ? "WAIVED" : "LATE_COMPLETED"]);
        expect(events.filter((type) => type === "clock.expired")).toHaveLength(1);
        const ends = events.filter((type) =>
          ["clock.waived", "clock.lateCompleted"].includes(type),
        );
        expect(ends).toHaveLength(1);
      }
    });

    // The negative control: without the guard the tests above could not pass.
    test("without its unique key eight stations would start many clocks", async () => {
      const { auto } = floor.app.db;
      await sql`drop index "time_rule_clock_activeKey_key"`.execute(auto);
      const unguarded = Array.from({ length: 8 }, () => ({
        type: "pasteBottle.opened",
        entityKey: "B-0",
        heard: { isOpen: true, hasOpenClock: false },
      }));
      await Promise.all(unguarded.map((event) => floor.tell([event])));
      expect((await open("B-0")).length).toBeGreaterThan(1);
      await auto.deleteFrom("time_rule_clock").where("subjectKey", "=", "B-0").execute();
      await sql`create unique index "time_rule_clock_activeKey_key" on time_rule_clock ("activeKey")`.execute(
        auto,
      );
      await Promise.all(unguarded.map((event) => floor.tell([event])));
      expect(await open("B-0")).toHaveLength(1);
    });
  });

  describe("a clock and its jobs exist exactly when what causes them does", () => {
    const counts = async () => {
      const count = async (table: "time_rule_clock" | "platform_job" | "platform_event") => {
        const all = floor.app.db.read.selectFrom(table).select((x) => x.fn.countAll().as("n"));
        return Number((await all.executeTakeFirstOrThrow()).n);
      };
      return [
        await count("time_rule_clock"),
        await count("platform_job"),
        await count("platform_event"),
      ];
    };

    test("a unit of work that fails after the start leaves neither", async () => {
      const before = await counts();
      const opened = [{ type: "pasteBottle.opened", entityKey: "B-F", heard: { isOpen: true } }];
      await expect(floor.tell(opened, { fails: true })).rejects.toThrow("the unit of work fails");
      expect(await counts()).toEqual(before);
    });

    test("a unit of work that fails after the end leaves the clock running with its jobs", async () => {
      await floor.bottle("opened", "B-G");
      const clock = await floor.clock("B-G");
      const jobs = await floor.jobs(clock.id);
      const ended = [{ type: "pasteBottle.emptied", entityKey: "B-G", heard: { isOpen: true } }];
      await expect(floor.tell(ended, { fails: true })).rejects.toThrow("the unit of work fails");
      expect([await floor.clock("B-G"), await floor.jobs(clock.id)]).toEqual([clock, jobs]);
      expect(jobs).toHaveLength(2);
    });

    test("a refused track-out starts nothing", async () => {
      const sn = await floor.unit();
      await floor.pass(sn, "PRINT-A");
      const before = (await counts()).slice(0, 2);
      expect((await floor.out("REFLOW-A", sn)).status).toBe(409);
      expect((await counts()).slice(0, 2)).toEqual(before);
    });
  });

  test("whatever happens in whatever order: at most one open clock of a family and subject, with its jobs exactly while it counts", async () => {
    const random = mulberry(dialect === "sqlite" ? 7 : 11);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const bottles = ["opened", "bound", "unbound", "returned", "emptied", "scrapped"];
    await floor.rule("SHORT", {
      family: "PASTE_EXPOSURE",
      subjectType: "PASTE_BOTTLE",
      scope: "LINE",
      scopeKey: "A",
      durationMinutes: 30,
      warningMinutes: 10,
      startWhen: { events: ["pasteBottle.bound"], traits: [], results: [] },
      endWhen: { events: ["pasteBottle.unbound"], traits: [], results: [] },
    });
    const subjects = ["R-1", "R-2", "R-3"];
    for (let step = 0; step < 250; step++) {
      const events: Partial<DomainEvent>[] = Array.from(
        { length: 1 + Math.floor(random() * 3) },
        () => ({
          type: `pasteBottle.${pick(bottles)}`,
          entityKey: pick(subjects),
          lineId: pick([floor.washed.lineId, floor.plain.lineId, null]),
          heard: { isOpen: random() < 0.8 },
        }),
      );
      if (random() < 0.15) await floor.change("SHORT", { isActive: random() < 0.5 });
      if (random() < 0.3) floor.minutes(Math.floor(random() * 40));
      if (random() < 0.3) await floor.app.runJobs();
      await floor.tell(events, { fails: random() < 0.1 }).catch(() => undefined);
      await expectSound(subjects);
    }
  });

  async function expectSound(subjects: string[]): Promise<void> {
    const { read } = floor.app.db;
    const clocks = await read
      .selectFrom("time_rule_clock")
      .select(["id", "family", "subjectId", "activeKey", "state"])
      .where("subjectKey", "in", subjects)
      .execute();
    const open = clocks.filter(({ state }) => state === "RUNNING" || state === "EXPIRED");
    const keys = open.map(({ family, subjectId }) => `${family}:PASTE_BOTTLE:${subjectId}`);
    expect(open.map((clock) => clock.activeKey)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(clocks.filter((c) => c.activeKey !== null && !open.includes(c))).toEqual([]);
    const waiting = await read
      .selectFrom("platform_job")
      .select("subject")
      .where("state", "=", "QUEUED")
      .where("kind", "=", "clock.expire")
      .where("subject", "in", ["", ...clocks.map((clock) => `clock:${clock.id}`)])
      .execute();
    const running = clocks.filter((clock) => clock.state === "RUNNING");
    expect(waiting.map((job) => job.subject).sort()).toEqual(
      running.map((clock) => `clock:${clock.id}`).sort(),
    );
  }
});

/** A small seeded generator: a failure can be repeated. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
