import { expect } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

export const reason = "Read the wrong gauge";

/** Two lines; on line A an operator and a leader, and an engineer who writes the forms. */
export class FormBench {
  readonly #people: Record<"operator" | "leader" | "engineer", Person>;
  #runs = 0;

  private constructor(
    readonly app: TestApp,
    readonly plant: TestPlant,
    people: Record<"operator" | "leader" | "engineer", Person>,
  ) {
    this.#people = people;
  }

  static async start(dialect: TestDialect): Promise<FormBench> {
    const app = await TestApp.start(dialect);
    const plant = await makePlant(app.db, {
      steps: [
        { code: "PRINT", traits: ["print"] },
        { code: "REFLOW", traits: ["reflow"], expectedProgram: "LF-245" },
      ],
    });
    await makePlant(app.db, { line: "B", steps: [{ code: "MOUNT" }] });
    const operator = await app.as("operator", { stations: plant.stations });
    const leader = await app.as("line_leader", { lines: ["A"] });
    const engineer = await app.as("engineer");
    return new FormBench(app, plant, { operator, leader, engineer });
  }

  get operator() {
    return this.#people.operator;
  }
  get leader() {
    return this.#people.leader;
  }
  get engineer() {
    return this.#people.engineer;
  }

  run(state = "PREP"): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, planQty: 10, state });
  }

  fill(formCode: string, body: object, who = this.operator) {
    return who.post("/api/form-records", { formCode, ...body });
  }

  /** A record that was taken; the answer is the record. */
  async filled(formCode: string, body: object, who = this.operator) {
    const answer = await this.fill(formCode, body, who);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  }
}

export const stencil = (more: object = {}) => ({
  model: "P-A",
  thickness: 0.12,
  printCount: 100,
  checkDeform: true,
  checkHoleDamage: true,
  checkSealIntact: true,
  tension1: 35,
  tension2: 35,
  tension3: 35,
  tension4: 35,
  tension5: 35,
  ...more,
});

export const blade = (more: object = {}) => ({
  length: 350,
  printCount: 0,
  checkSurface: true,
  checkEdge: true,
  checkFlatness: true,
  ...more,
});

export const upkeep = (more: object = {}) => ({
  name: "Wave pallet",
  material: "FIBREGLASS",
  useCount: 10,
  checkDamage: true,
  checkSlides: true,
  checkSprings: true,
  checkCleaned: true,
  checkRustOil: true,
  ...more,
});
