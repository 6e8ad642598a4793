import { expect } from "bun:test";
import type { TestApp } from "@lineside/testkit/app";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

export const reason = "Looked at it under the microscope";

/** A line of two stations, an operator on it and somebody of quality. */
export class Floor {
  readonly operator: Person;
  readonly quality: Person;
  #runs = 0;

  private constructor(
    readonly app: TestApp,
    readonly plant: TestPlant,
    people: { operator: Person; quality: Person },
  ) {
    this.operator = people.operator;
    this.quality = people.quality;
  }

  static async open(app: TestApp): Promise<Floor> {
    const captureItems = [{ code: "VOID", upperLimit: 25, onBreach: "HOLD" as const }];
    const plant = await makePlant(app.db, {
      steps: [{ code: "PRINT" }, { code: "AOI", captureItems }],
    });
    const operator = await app.as("operator", { stations: plant.stations });
    const quality = await app.as("quality");
    await quality.post("/api/defect-codes", { code: "M12", name: "Bridge", nameZh: "桥连" });
    return new Floor(app, plant, { operator, quality });
  }

  run(units = 1): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, units, planQty: units });
  }

  async scan(station: string, sn: string, body: object = { result: "PASS" }) {
    const path = `/api/stations/${station}`;
    expect(await this.operator.post(`${path}/track-in`, { sn })).toMatchObject({ status: 200 });
    const left = await this.operator.post(`${path}/track-out`, { sn, ...body });
    expect(left).toMatchObject({ status: 200 });
    return left.body;
  }

  /** A board that failed at the second step; returns its defect. */
  async failed(sn: string): Promise<string> {
    await this.scan("PRINT-A", sn);
    const left = await this.scan("AOI-A", sn, {
      result: "FAIL",
      defect: { code: "M12", location: "U5", remark: "两脚桥连" },
    });
    return left.defectId;
  }

  dispose(id: string, body: object, who = this.quality) {
    return who.post(`/api/defects/${id}/disposition`, { reason, ...body });
  }

  unit(sn: string) {
    return this.app.db.read
      .selectFrom("execution_unit")
      .select(["state", "currentStepNo", "heldFrom", "holdReason"])
      .where("sn", "=", sn)
      .executeTakeFirstOrThrow();
  }

  defect(id: string) {
    return this.app.db.read
      .selectFrom("quality_defect")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
  }
}
