import type { Tx } from "@lineside/db";
import type { MachineOutcome } from "@lineside/domain/execution";
import { AppError } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import type { DomainEvent } from "../../platform/events.ts";
import { newId } from "../../platform/ids.ts";
import { findMachineUnit, type MachineContext, type MachineScan } from "./machine-moves.ts";

export const print = "PRINT-A";
export const spi = "SPI-A";
export const reflow = "REFLOW-A";
export const aoi = "AOI-A";

export const passed = (value = 120): MachineOutcome => ({
  result: "PASS",
  captures: [{ code: "HEIGHT", value }],
  defects: [],
});
export const failed = (...defects: MachineOutcome["defects"]): MachineOutcome => ({
  result: "FAIL",
  captures: [],
  defects,
});
export const plain = (result: "PASS" | "FAIL" = "PASS"): MachineOutcome => ({
  result,
  captures: [],
  defects: [],
});

/** What a machine's report did, or the code of its refusal; and the events it told. */
export interface Reported<T> {
  done: T | null;
  code: string | null;
  context: Record<string, unknown>;
  events: string[];
  told: DomainEvent[];
}

/** A line of people and machines: printing by hand, SPI by test, reflow in batches, AOI by hand. */
export class MixedFloor {
  app!: TestApp;
  plant!: TestPlant;
  ann!: Person;
  bob!: Person;
  eve!: Person;
  #runs = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    const height = { code: "HEIGHT", lowerLimit: 100, upperLimit: 160, isRequired: true };
    this.plant = await makePlant(this.app.db, {
      steps: [
        { code: "PRINT" },
        {
          code: "SPI",
          stationType: "TEST",
          captureItems: [
            { ...height, onBreach: "BLOCK" },
            { code: "VOID", upperLimit: 25, onBreach: "HOLD" },
          ],
        },
        { code: "REFLOW", stationType: "BATCH" },
        { code: "AOI" },
      ],
      unitsPerPanel: 2,
    });
    const codes = ["M12", "M30"].map((code) => ({ id: code, code, name: code, nameZh: code }));
    await this.app.db.auto.insertInto("quality_defect_code").values(codes).execute();
    this.ann = await this.app.as("operator", { stations: this.plant.stations });
    this.bob = await this.app.as("line_leader", { lines: [this.plant.lineCode] });
    this.eve = await this.app.as("engineer");
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  /** A run whose units wait before the given step. */
  async run(stepNo = 10, units = 1): Promise<TestRun> {
    const run = await makeRun(this.app.db, this.plant, { no: ++this.#runs, units });
    await this.app.db.auto
      .updateTable("execution_unit")
      .set({ currentStepNo: stepNo })
      .where("runId", "=", run.runId)
      .execute();
    return run;
  }

  /** One report of a machine in a unit of work of its own. */
  async report<T>(
    work: (cx: MachineContext, tx: Tx) => Promise<T>,
    more: Partial<Pick<MachineContext, "at" | "source">> = {},
  ): Promise<Reported<T>> {
    const told: DomainEvent[] = [];
    const now = this.app.clock.now();
    const types = () => told.map((event) => event.type);
    try {
      const done = await this.app.db.unit(async (tx) => {
        told.length = 0;
        const cx: MachineContext = {
          tx,
          now,
          settings: this.app.platform.settings.current(),
          timezone: "Asia/Shanghai",
          emit: (event) => void told.push(event),
          newId,
          by: { id: "key-1", name: "SPI machine" },
          source: "TEST",
          at: now,
          eventId: "event-1",
          ...more,
        };
        return await work(cx, tx);
      });
      return { done, code: null, context: {}, events: types(), told };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { done: null, code: error.code, context: error.context, events: [], told: [] };
    }
  }

  /** A report about one unit at one station. */
  at<T>(
    [station, sn]: [station: string, sn: string],
    work: (cx: MachineContext, scan: MachineScan) => Promise<T>,
    more: Partial<Pick<MachineContext, "at" | "source">> = {},
  ): Promise<Reported<T>> {
    return this.report(async (cx, tx) => {
      const scan = await findMachineUnit(tx, { sn, stationCode: station });
      if (!scan) throw new AppError("not_found", "UNIT_NOT_FOUND", { sn });
      return await work(cx, scan);
    }, more);
  }

  unit(sn: string) {
    return this.app.db.read
      .selectFrom("execution_unit")
      .selectAll()
      .where("sn", "=", sn)
      .executeTakeFirstOrThrow();
  }

  async visits(sn: string) {
    const { id } = await this.unit(sn);
    return await this.app.db.read
      .selectFrom("execution_track")
      .selectAll()
      .where("unitId", "=", id)
      .orderBy("id")
      .execute();
  }

  carrier(carrierNo: string) {
    return this.app.db.read
      .selectFrom("execution_carrier")
      .selectAll()
      .where("carrierNo", "=", carrierNo)
      .executeTakeFirstOrThrow();
  }
}
