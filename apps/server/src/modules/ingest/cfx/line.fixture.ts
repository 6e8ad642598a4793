import { type IngestMapping, standardMapping } from "@lineside/domain/routing";
import { type Answer, TestApp } from "@lineside/testkit/app";
import { enveloped, sampleBody } from "@lineside/testkit/cfx-samples";
import type { TestDialect } from "@lineside/testkit/database";
import {
  makePanel,
  makePlant,
  makeRun,
  type TestPlant,
  type TestRun,
} from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

const test = (mode: "PAIRED_RESULT" | "PAIRED_COMPLETED" | "RESULT_ALONE"): IngestMapping => ({
  ...standardMapping("TEST"),
  dataSpecMap: { RESISTANCE_MEASUREMENT_R21: "R21" },
  cfx: { mode },
});

const resistance = (code: string, onBreach: "RECORD" | "BLOCK") => ({
  code,
  unit: "kOhm",
  lowerLimit: 28,
  upperLimit: 28.4,
  onBreach,
});

const printing: IngestMapping = { ...standardMapping("AUTO"), cfx: { mode: "PAIRED_COMPLETED" } };

/**
 * A line whose machines speak CFX: a printer whose completed work is a pass, a tester whose work
 * needs a verdict, an AOI whose verdict stands alone, an oven for batches, and a person at the end.
 */
export class CfxLine {
  app!: TestApp;
  plant!: TestPlant;
  engineer!: Person;
  #runs = 0;
  #messages = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.plant = await makePlant(this.app.db, {
      steps: [
        { code: "PRINT", stationType: "AUTO", ingestMapping: printing, expectedProgram: "TOP-A" },
        {
          code: "ICT",
          stationType: "TEST",
          ingestMapping: test("PAIRED_RESULT"),
          captureItems: [resistance("R21", "BLOCK"), resistance("R22", "RECORD")],
        },
        { code: "AOI", stationType: "TEST", ingestMapping: test("RESULT_ALONE") },
        {
          code: "OVEN",
          stationType: "BATCH",
          ingestMapping: { ...standardMapping("BATCH"), cfx: { mode: "PAIRED_COMPLETED" } },
        },
        { code: "PACK" },
      ],
      unitsPerPanel: 4,
    });
    await this.app.db.auto
      .insertInto("quality_defect_code")
      .values(
        ["RESFAIL2", "ISFSLD112", "TMBSTN211", "SCR23443"].map((code) => ({
          ...{ id: code, code, name: code, nameZh: code },
        })),
      )
      .execute();
    this.engineer = await this.app.as("engineer");
    for (const [handle, station] of Object.entries(stations)) await this.register(handle, station);
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  async register(handle: string, stationCode: string | null): Promise<string> {
    const made = await this.engineer.post("/api/ingest/endpoints", { handle, stationCode });
    if (made.status !== 200) throw new Error(JSON.stringify(made.body));
    return made.body.id as string;
  }

  run(options: Parameters<typeof makeRun>[2] = {}): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, units: 1, ...options });
  }

  /** A run whose units lie on one panel. */
  async panel(panelNo: string, units = 2): Promise<TestRun> {
    const run = await this.run({ units });
    await makePanel(this.app.db, run, { panelNo, sns: run.sns });
    return run;
  }

  /** As a machine would write it now. */
  message(handle: string, name: string, body: object) {
    const number = String(++this.#messages).padStart(12, "0");
    return enveloped(name, body, {
      Source: handle,
      UniqueID: `00000000-0000-4000-8000-${number}`,
      TimeStamp: this.app.clock.now(),
    });
  }

  /** Over HTTP, carried out before the answer. */
  post(envelopes: unknown, mode: "sync" | "async" = "sync"): Promise<Answer> {
    const body = typeof envelopes === "string" ? envelopes : JSON.stringify(envelopes);
    return this.engineer.post(`/api/ingest/cfx?mode=${mode}`, body);
  }

  /** [verdict, state, code] of one message. */
  async send(handle: string, name: string, body: object): Promise<unknown[]> {
    const { body: told } = await this.post(this.message(handle, name, body));
    if (told.verdict === undefined) return ["rejected", told.code, told.context];
    return [told.verdict, told.state, ...(told.code ? [told.code] : [])];
  }

  unit(sn: string) {
    return this.app.db.read
      .selectFrom("execution_unit")
      .select(["id", "sn", "state", "currentStepNo as stepNo", "holdReason"])
      .where("sn", "=", sn)
      .executeTakeFirstOrThrow();
  }

  /** `state@step` of each unit. */
  async at(sns: readonly string[]): Promise<string[]> {
    const found = [];
    for (const sn of sns) {
      const { state, stepNo } = await this.unit(sn);
      found.push(`${state}@${stepNo}`);
    }
    return found;
  }

  /** The visits of a unit, oldest first. */
  tracks(sn: string) {
    return this.app.db.read
      .selectFrom("execution_track as t")
      .innerJoin("execution_unit as u", "u.id", "t.unitId")
      .leftJoin("execution_track_capture as c", "c.trackId", "t.id")
      .select(["t.id", "t.stepNo", "t.source", "t.result", "t.inByName", "t.outAt", "c.values"])
      .where("u.sn", "=", sn)
      .orderBy("t.inAt")
      .orderBy("t.stepNo")
      .execute();
  }

  defects(sn: string) {
    return this.app.db.read
      .selectFrom("quality_defect as d")
      .innerJoin("execution_unit as u", "u.id", "d.unitId")
      .select(["d.code", "d.location", "d.remark"])
      .where("u.sn", "=", sn)
      .orderBy("d.id")
      .execute();
  }

  async event(id: string) {
    return await this.app.db.read
      .selectFrom("ingest_event")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
  }

  /** Puts a unit before a step as if the steps before were done. */
  async advance(sns: readonly string[], stepNo: number): Promise<void> {
    await this.app.db.auto
      .updateTable("execution_unit")
      .set({ currentStepNo: stepNo })
      .where("sn", "in", [...sns])
      .execute();
  }
}

export const printer = "DEK.Horizon.1";
export const tester = "Keysight.ICT.7";
export const aoi = "Omron.VT.3";
export const oven = "Heller.1912.9";
const stations = { [printer]: "PRINT-A", [tester]: "ICT-A", [aoi]: "AOI-A", [oven]: "OVEN-A" };

export const names = {
  started: "CFX.Production.WorkStarted",
  completed: "CFX.Production.WorkCompleted",
  tested: "CFX.Production.TestAndInspection.UnitsTested",
  inspected: "CFX.Production.TestAndInspection.UnitsInspected",
  processed: "CFX.Production.Processing.UnitsProcessed",
  disqualified: "CFX.Production.UnitsDisqualified",
};

export const units = (identifier: string, ...positions: number[]) =>
  positions.length === 0
    ? [{ UnitIdentifier: identifier }]
    : positions.map((PositionNumber) => ({ UnitIdentifier: identifier, PositionNumber }));

/** The published UnitsTested, about other boards. */
export function testedBody(
  transactionId: string | null,
  boards: readonly { sn: string; position?: number; result: string; tests?: object[] }[],
) {
  return {
    ...sampleBody(names.tested),
    TransactionId: transactionId,
    TestedUnits: boards.map(({ sn, position, result, tests = [] }) => ({
      UnitIdentifier: sn,
      UnitPositionNumber: position ?? 0,
      OverallResult: result,
      Tests: tests,
    })),
  };
}

/** A test of one resistance. */
export const measured = (
  name: string,
  [value, unit]: readonly [number, string],
  result = "Passed",
) => ({
  TestName: name,
  Result: result,
  Measurements: [
    {
      $type: "CFX.Structures.NumericMeasurement, CFX",
      MeasurementName: name,
      MeasuredValue: { Value: value, ValueUnits: unit },
      Result: result,
    },
  ],
});
