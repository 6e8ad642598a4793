import { expect } from "bun:test";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

export const print = "PRINT-A";
export const reflow = "REFLOW-A";
export const aoi = "AOI-A";
export const temp = [{ code: "TEMP", value: 243.5 }];

const captureItems = [
  {
    code: "TEMP",
    lowerLimit: 235,
    upperLimit: 250,
    unit: "°C",
    isRequired: true,
    onBreach: "BLOCK" as const,
  },
  { code: "VOID", upperLimit: 25, unit: "%", onBreach: "HOLD" as const },
  { code: "NOTE", dataType: "TEXT" as const },
];

/** A line of three steps with two people on it: ann at the stations, bob leading the line. */
export class Floor {
  app!: TestApp;
  plant!: TestPlant;
  ann!: Person;
  bob!: Person;
  #runs = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.plant = await makePlant(this.app.db, {
      steps: [{ code: "PRINT" }, { code: "REFLOW", captureItems }, { code: "AOI" }],
      unitsPerPanel: 4,
    });
    await this.app.db.auto
      .insertInto("quality_defect_code")
      .values({ id: "m12", code: "M12", name: "Bridge", nameZh: "桥连" })
      .execute();
    this.ann = await this.app.as("operator", { stations: this.plant.stations });
    this.bob = await this.app.as("line_leader", { lines: [this.plant.lineCode] });
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  run(options: Parameters<typeof makeRun>[2] = {}): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, units: 1, ...options });
  }

  into(who: Person, station: string, sn: string): Promise<Answer> {
    return who.post(`/api/stations/${station}/track-in`, { sn });
  }

  out(who: Person, station: string, body: object): Promise<Answer> {
    return who.post(`/api/stations/${station}/track-out`, { result: "PASS", ...body });
  }

  /** In and out again with PASS; the track-out's answer. */
  async pass(station: string, sn: string, captures: object[] = []): Promise<Answer["body"]> {
    expect((await this.into(this.ann, station, sn)).status).toBe(200);
    const done = await this.out(this.ann, station, { sn, captures });
    expect([done.status, done.body.code]).toEqual([200, undefined]);
    return done.body;
  }

  unit(sn: string) {
    return this.app.db.read
      .selectFrom("execution_unit")
      .selectAll()
      .where("sn", "=", sn)
      .executeTakeFirstOrThrow();
  }

  async runState(runNo: string): Promise<string> {
    const run = await this.app.db.read
      .selectFrom("work_order_run")
      .select("state")
      .where("runNo", "=", runNo)
      .executeTakeFirstOrThrow();
    return run.state;
  }
}
