import { addMinutes, type Instant } from "@lineside/domain/kernel";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";

/** The oven ran overnight: long enough for a PCB bake of 8 h, and for the stencil to be cleaned since. */
const minutesBefore = 12 * 60;

/** What people wrote down since last night: a good bake, a stencil in order, a worn squeegee. */
export async function seedForms(platform: Platform, now: Instant): Promise<void> {
  const demo = new DemoCaller(platform, addMinutes(now, -minutesBefore));
  const desk = new Desk(demo);
  await desk.fill("QR-Pro-073", {
    subjectKey: "FR-1",
    values: { period: "PM", temperature: 4.5 },
  });
  const bake = await desk.fill("QR-Pro-057", {
    subjectKey: "PCB-2611-A",
    productCode: "P-1002",
    values: { oven: "OVEN-01", itemCode: "PCB-1002-A", process: "PCB", quantity: 40 },
  });
  const bga = await desk.fill("QR-Pro-057", {
    subjectKey: "BGA-2611-07",
    productCode: "P-1001",
    values: { oven: "OVEN-02", itemCode: "U5-BGA256", process: "BGA", quantity: 60 },
  });
  demo.wait(8.2 * 3600);
  await desk.finish(bake, { temperature: 121, remark: "夜班入炉 Put in by the night shift" });
  await desk.confirm(bake);
  // Eight of twenty-four hours: the form says so, whoever signs it.
  await desk.finish(bga, { temperature: 120, remark: "提前取出 Taken out early" });
  demo.wait(40 * 60);
  const line = { lineCode: "SMT-A" };
  const cleaned = await desk.fill("QR-Pro-130", {
    ...line,
    subjectKey: "ST-1001",
    values: { model: "P-1001", isClean: true },
  });
  await desk.confirm(cleaned);
  demo.wait(5 * 60);
  const stencil = await desk.fill("QR-Pro-089", {
    ...line,
    subjectKey: "ST-1001",
    values: { ...stencilValues, printCount: 240, totalPrintCount: 47_860 },
  });
  await desk.confirm(stencil);
  demo.wait(10 * 60);
  const worn = { length: 350, printCount: 0, totalPrintCount: 81_200, checkFlatness: false };
  await desk.fill("QR-Mac-144", {
    ...line,
    subjectKey: "SQ-350-02",
    values: { model: "P-1001", checkSurface: true, checkEdge: true, ...worn },
  });
  const daily = { machine: "AOI", sampleModel: "P-1001", version: "C", program: "P1001-C" };
  await desk.fill("QR-Mac-238", {
    ...line,
    subjectKey: "AOI-1",
    values: { ...daily, result: "PASS" },
  });
}

const stencilValues = {
  model: "P-1001",
  thickness: 0.12,
  checkDeform: true,
  checkHoleDamage: true,
  checkSealIntact: true,
  tension1: 38,
  tension2: 37,
  tension3: 35,
  tension4: 38,
  tension5: 36,
};

interface Filled {
  id: string;
  version: number;
}

/** The operator fills, the leader confirms. */
class Desk {
  constructor(readonly demo: DemoCaller) {}

  async fill(formCode: string, body: object): Promise<Filled> {
    const done = await this.demo.call("POST /form-records", { formCode, ...body }, "operator");
    this.demo.wait(90);
    return done;
  }

  async finish(record: Filled, values: object): Promise<void> {
    const { id, version } = record;
    const input = { id, version, values };
    record.version = (
      await this.demo.call("POST /form-records/:id/submit", input, "operator")
    ).version;
    this.demo.wait(60);
  }

  async confirm({ id, version }: Filled): Promise<void> {
    await this.demo.call("POST /form-records/:id/confirm", { id, version }, "leader");
    this.demo.wait(60);
  }
}
