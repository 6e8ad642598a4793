import { expect } from "bun:test";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

export const reason = "customer changed the plan";

/** One SMT line with five stations, a product, a planner and an operator. */
export class Planning {
  app!: TestApp;
  plant!: TestPlant;
  planner!: Person;
  operator!: Person;
  #orders = 0;

  async open(dialect: TestDialect, options: { unitsPerPanel?: number } = {}): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.plant = await makePlant(this.app.db, options);
    this.planner = await this.app.as("planner");
    this.operator = await this.app.as("operator", { stations: this.plant.stations });
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  get k() {
    return this.app.db.auto;
  }

  post(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.planner.post(`/api${path}`, body, { headers });
  }

  /** A route for any product, nobody's choice until somebody makes it. */
  async spareRoute(code: string): Promise<void> {
    const now = this.app.clock.now();
    const row = { id: code, code, name: code, processType: "SMT", createdAt: now, updatedAt: now };
    await this.k.insertInto("routing_route").values(row).execute();
  }

  /** A received order; its number is told. */
  async order(over: object = {}): Promise<string> {
    const woNo = `WO-${++this.#orders}`;
    const body = { woNo, productCode: this.plant.productCode, plannedQty: 100, ...over };
    const answer = await this.post("/work-orders", body);
    expect([answer.status, answer.body.outcome]).toEqual([200, "CREATED"]);
    return woNo;
  }

  /** An order released to the line. */
  async released(over: object = {}): Promise<string> {
    const woNo = await this.order(over);
    await this.done(`/work-orders/${woNo}/release`, { lineCode: this.plant.lineCode });
    return woNo;
  }

  /** A run in preparation of an order of its own; its number is told. */
  async run(planQty = 10, over: object = {}): Promise<string> {
    const woNo = await this.released({ plannedQty: Math.max(100, planQty) });
    const { runNo } = await this.done(`/work-orders/${woNo}/runs`, { planQty, ...over });
    return runNo;
  }

  /** An authorised run with units. */
  async authorized(units = 2): Promise<{ runNo: string; sns: string[] }> {
    const runNo = await this.run(units);
    await this.done(`/runs/${runNo}/units/generate`, { quantity: units });
    await this.done(`/runs/${runNo}/authorize`);
    const list = await this.planner.get(`/api/runs/${runNo}/units?limit=200`);
    return { runNo, sns: list.body.items.map((unit: { sn: string }) => unit.sn) };
  }

  /** Posts what must succeed and tells the body. */
  async done(path: string, body: object = {}): Promise<Answer["body"]> {
    const answer = await this.post(path, body);
    expect([path, answer.status, answer.body.code]).toEqual([path, 200, undefined]);
    return answer.body;
  }

  /** Moves a unit through one station. */
  async pass(sn: string, stepIndex: number, result = "PASS"): Promise<void> {
    const station = `/api/stations/${this.plant.stations[stepIndex]}`;
    expect((await this.operator.post(`${station}/track-in`, { sn })).status).toBe(200);
    if (result === "IN") return;
    const out = await this.operator.post(`${station}/track-out`, { sn, result });
    expect([out.status, out.body.code]).toEqual([200, undefined]);
  }

  async finish(sn: string): Promise<void> {
    for (const index of this.plant.stations.keys()) await this.pass(sn, index);
  }

  async state(path: string): Promise<string> {
    return (await this.planner.get(`/api${path}`)).body.state;
  }

  /** Expects a refusal that left exactly one row in the trail; tells its context. */
  async refused(path: string, body: object, code: string): Promise<Answer["body"]> {
    const mark = await this.app.mark();
    const answer = await this.post(path, body);
    expect(answer).toMatchObject({ status: 409, body: { code } });
    const told = await this.app.events(mark);
    expect(told.map((event) => event.split("!")[1])).toEqual([code]);
    return answer.body.context;
  }
}
