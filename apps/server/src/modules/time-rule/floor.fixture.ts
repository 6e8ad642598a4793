import { expect } from "bun:test";
import { presetRules } from "@lineside/domain/time-rule";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { z } from "zod";
import { defineCommand, execute } from "../../platform/command.ts";
import type { DomainEvent } from "../../platform/events.ts";
import { systemCaller } from "../auth/index.ts";

const steps = [
  { code: "PRINT", traits: ["print"] },
  { code: "REFLOW", traits: ["reflow"] },
  { code: "AOI", traits: ["aoi", "inspection"] },
  { code: "WASH", traits: ["wash"] },
];

/** Whatever the module of the bottles will tell; here a test tells it. */
const tell = defineCommand({
  name: "test.tell",
  permission: "internal",
  scope: "none",
  input: z.object({ events: z.array(z.custom<DomainEvent>()), fails: z.boolean() }),
  async run(cx, { events, fails }) {
    for (const event of events) cx.emit(event);
    // A subscriber that fails after the clocks were started fails the whole unit of work.
    if (fails) cx.emit({ type: "test.failed", entityType: "t", entityId: "", entityKey: "" });
  },
});

/** Line A washes after AOI, line B does not; an operator, a leader, and who decides. */
export class ClockFloor {
  app!: TestApp;
  washed!: TestPlant;
  plain!: TestPlant;
  operator!: Person;
  leader!: Person;
  manager!: Person;
  engineer!: Person;
  quality!: Person;
  #runs = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.washed = await makePlant(this.app.db, { line: "A", steps, unitsPerPanel: 4 });
    this.plain = await makePlant(this.app.db, { line: "B", steps: steps.slice(0, 3) });
    this.operator = await this.app.as("operator", { stations: this.washed.stations });
    this.leader = await this.app.as("line_leader", { lines: ["A", "B"] });
    this.manager = await this.app.as("plant_manager");
    this.engineer = await this.app.as("engineer");
    this.quality = await this.app.as("quality");
    this.app.platform.subscribers.register([
      {
        events: ["test.failed"],
        hear: async () => {
          throw new Error("the unit of work fails");
        },
      },
    ]);
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  run(options: Parameters<typeof makeRun>[2] = {}, plant = this.washed): Promise<TestRun> {
    return makeRun(this.app.db, plant, { no: ++this.#runs, units: 1, ...options });
  }

  async unit(plant = this.washed): Promise<string> {
    return (await this.run({}, plant)).sns[0] ?? "";
  }

  into(station: string, sn: string, who = this.leader): Promise<Answer> {
    return who.post(`/api/stations/${station}/track-in`, { sn });
  }

  out(station: string, sn: string, result = "PASS"): Promise<Answer> {
    return this.leader.post(`/api/stations/${station}/track-out`, { sn, result });
  }

  /** In and out of each station with PASS; the last track-out's answer. */
  async pass(sn: string, ...stations: string[]): Promise<Answer["body"]> {
    let body: Answer["body"];
    for (const station of stations) {
      expect((await this.into(station, sn)).body.code).toBeUndefined();
      const done = await this.out(station, sn);
      expect([done.status, done.body.code]).toEqual([200, undefined]);
      body = done.body;
    }
    return body;
  }

  /** Through printing and reflow, so that the wash clock runs. */
  reflowed(sn: string): Promise<Answer["body"]> {
    return this.pass(sn, "PRINT-A", "REFLOW-A");
  }

  tell(
    events: Partial<DomainEvent>[],
    { fails = false, on = this.app.platform } = {},
  ): Promise<unknown> {
    const told = events.map((event) => ({
      entityType: "pasteBottle",
      entityId: event.entityKey ?? "",
      entityKey: "",
      type: "",
      lineId: this.washed.lineId,
      ...event,
    }));
    const call = { input: { events: told, fails }, caller: systemCaller("test") };
    return execute(on, tell, call);
  }

  bottle(action: string, bottleNo: string, isOpen = true): Promise<unknown> {
    return this.tell([{ type: `pasteBottle.${action}`, entityKey: bottleNo, heard: { isOpen } }]);
  }

  clocks(subjectKey: string) {
    return this.app.db.read
      .selectFrom("time_rule_clock")
      .selectAll()
      .where("subjectKey", "=", subjectKey)
      .orderBy("id")
      .execute();
  }

  async clock(subjectKey: string) {
    const [clock] = await this.clocks(subjectKey);
    if (!clock) throw new Error(`${subjectKey} has no clock`);
    return clock;
  }

  async states(subjectKey: string): Promise<string[]> {
    return (await this.clocks(subjectKey)).map((clock) => clock.state);
  }

  /** Jobs of a clock that still wait. */
  async jobs(clockId: string) {
    const jobs = await this.app.db.read
      .selectFrom("platform_job")
      .select(["kind", "notBefore"])
      .where("subject", "=", `clock:${clockId}`)
      .where("state", "=", "QUEUED")
      .orderBy("notBefore")
      .execute();
    return jobs.map((job) => [job.kind, job.notBefore]);
  }

  /** Whom a notice about the clock was sent to, by user name. */
  async told(clockId: string, code: string): Promise<string[]> {
    const rows = await this.app.db.read
      .selectFrom("notification_notice as n")
      .innerJoin("notification_receipt as r", "r.noticeId", "n.id")
      .innerJoin("auth_user as u", "u.id", "r.userId")
      .select(["u.username", "n.context"])
      .where("n.code", "=", code)
      .orderBy("u.username")
      .execute();
    return rows
      .filter((row) => (row.context as { clockId?: string }).clockId === clockId)
      .map((row) => row.username.replace(/-\d+$/, ""));
  }

  minutes(minutes: number): string {
    return this.app.clock.advance(minutes * 60);
  }

  /** Minutes pass and what is due is done. */
  async later(minutes: number): Promise<void> {
    this.minutes(minutes);
    await this.app.runJobs();
  }

  /** A rule like the wash rule, changed; of its own family unless said otherwise. */
  async rule(code: string, over: object = {}): Promise<Answer> {
    const wash = presetRules.find((preset) => preset.code === "WASH_4H");
    return await this.engineer.post("/api/time-rules", { ...wash, code, family: code, ...over });
  }

  /** Changes a rule from whatever version it has. */
  async change(code: string, patch: object): Promise<Answer> {
    const { version } = (await this.engineer.get(`/api/time-rules/${code}`)).body;
    return await this.engineer.patch(`/api/time-rules/${code}`, { ...patch, version });
  }
}
