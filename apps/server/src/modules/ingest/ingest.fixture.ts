import { expect } from "bun:test";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import {
  makePlant,
  makeRun,
  type TestPlant,
  type TestRun,
  type TestStep,
} from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

const volume = { code: "VOLUME", unit: "%", lowerLimit: 60, upperLimit: 140 };
const resistance = {
  code: "R21",
  unit: "kOhm",
  lowerLimit: 28,
  upperLimit: 28.4,
  isRequired: true,
};

const steps: TestStep[] = [
  { code: "PRINT" },
  { code: "SPI", stationType: "AUTO", captureItems: [volume] },
  { code: "REFLOW", stationType: "BATCH", traits: ["reflow"] },
  { code: "AOI", stationType: "AUTO" },
  { code: "PACK" },
  { code: "ICT", stationType: "TEST", captureItems: [resistance] },
];

/** A line of people and machines: PRINT, SPI (AUTO), REFLOW (BATCH), AOI (AUTO), PACK, ICT (TEST). */
export class MachineFloor {
  app!: TestApp;
  plant!: TestPlant;
  /** Sends events as an engineer may. */
  eve!: Person;
  ann!: Person;
  #runs = 0;
  #keys = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.plant = await makePlant(this.app.db, { steps });
    this.eve = await this.app.as("engineer");
    this.ann = await this.app.as("operator", { stations: this.plant.stations });
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  run(options: Parameters<typeof makeRun>[2] = {}): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, units: 1, ...options });
  }

  /** An event of a machine with a key of its own. */
  event(eventType: string, payload: object, more: object = {}): Record<string, unknown> {
    const dedupeKey = `E-${++this.#keys}`;
    const occurredAt = this.app.clock.now();
    return { dedupeKey, sourceSystem: "LINE-A", eventType, occurredAt, payload, ...more };
  }

  auto(station: string, sn: string, more: object = {}) {
    return this.event("AUTO", { station: `${station}-A`, sn, result: "PASS", ...more });
  }

  ict(sn: string, more: object = {}) {
    const measurements = [{ name: "R21", value: 28_200, unit: "Ohm", judge: "PASS" }];
    const payload = { station: "ICT-A", sn, result: "PASS", testResultId: "T-1", measurements };
    return this.event("TEST", { ...payload, ...more });
  }

  batch(sns: string[], more: object = {}) {
    return this.event("BATCH", {
      ...{ station: "REFLOW-A", carrier: "C-01", sns, result: "PASS" },
      ...more,
    });
  }

  send(body: unknown, mode = "sync", who: Person = this.eve): Promise<Answer> {
    return who.post(`/api/ingest/events?mode=${mode}`, body);
  }

  /** Sent, carried out, and moved the unit. */
  async done(body: unknown): Promise<Answer["body"]> {
    const answer = await this.send(body);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return answer.body;
  }

  /** In and out of a station by hand. */
  async byHand(station: string, sn: string): Promise<void> {
    const at = `/api/stations/${station}-A`;
    expect((await this.ann.post(`${at}/track-in`, { sn })).status).toBe(200);
    expect((await this.ann.post(`${at}/track-out`, { sn, result: "PASS" })).status).toBe(200);
  }

  async unit(sn: string): Promise<{ state: string; currentStepNo: number }> {
    return await this.app.db.read
      .selectFrom("execution_unit")
      .select(["state", "currentStepNo"])
      .where("sn", "=", sn)
      .executeTakeFirstOrThrow();
  }

  async row(eventId: string) {
    return await this.app.db.read
      .selectFrom("ingest_event")
      .selectAll()
      .where("id", "=", eventId)
      .executeTakeFirstOrThrow();
  }

  /** step number, source and result of every visit of a unit. */
  async visits(sn: string): Promise<string[]> {
    const rows = await this.app.db.read
      .selectFrom("execution_track as t")
      .innerJoin("execution_unit as u", "u.id", "t.unitId")
      .select(["t.stepNo", "t.source", "t.result"])
      .where("u.sn", "=", sn)
      .orderBy("t.inAt")
      .orderBy("t.stepNo")
      .execute();
    return rows.map(({ stepNo, source, result }) => `${stepNo} ${source} ${result}`);
  }
}
