import { addMinutes, type Instant } from "@lineside/domain/kernel";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";
import { receive, release } from "./demo-production.ts";

const hours = (count: number) => count * 60;
const woNo = "WO-2611-008";
const nextStencil = "ST-1001-B";

/**
 * The next run of SMT-A, taken as strictly as the customer wants it: some of its preparation is
 * there, some is missing, too old or bad, and one thing was waived. What a visitor walks through.
 */
export async function seedReadiness(platform: Platform, now: Instant): Promise<void> {
  await cleanedYesterday(platform, now);
  const demo = new DemoCaller(platform, addMinutes(now, -50));
  await demo.call("POST /readiness/policies/recommended", { lineCode: "SMT-A" }, "engineer");
  await receive(demo, {
    woNo,
    productCode: "P-1001",
    plannedQty: 120,
    dueAt: addMinutes(now, hours(30)),
  });
  const runNo = await release(demo, { woNo, lineCode: "SMT-A", planQty: 120 });
  await demo.call("POST /runs/:runNo/units/generate", { runNo, quantity: 120 }, "planner");
  const changeoverAt = addMinutes(now, hours(10));
  await demo.call("PUT /runs/:runNo/changeover", { runNo, changeoverAt }, "leader");
  const remark = "BGA U5 受潮敏感，需烘烤 moisture sensitive";
  const need = { checkCode: "PREP_BAKE", isNeeded: true, remark };
  await demo.call("PUT /runs/:runNo/readiness/needs", { runNo, ...need }, "leader");
  await recorded(demo, "QR-Pro-089", {
    runNo,
    subjectKey: nextStencil,
    values: { ...stencilValues, printCount: 120, totalPrintCount: 12_400 },
  });
  await recorded(demo, "MES-Mounter-Program", {
    runNo,
    values: {
      equipmentNo: "MOUNT-1",
      product: "P-1001",
      program: "P1001-TOP",
      version: "C",
      programOn: addMinutes(now, -hours(24 * 20)).slice(0, 10),
    },
  });
  await waivedOccupation(demo);
}

/** The stencil the next run takes was last cleaned more than a day ago. */
async function cleanedYesterday(platform: Platform, now: Instant): Promise<void> {
  const demo = new DemoCaller(platform, addMinutes(now, -hours(31)));
  await recorded(demo, "QR-Pro-130", {
    lineCode: "SMT-A",
    subjectKey: nextStencil,
    values: { model: "P-1001", isClean: true },
  });
}

/** The washed product comes after the running one: nobody minds that the line is still busy. */
async function waivedOccupation(demo: DemoCaller): Promise<void> {
  const runNo = "RUN-WO-2611-003-01";
  const evaluation = await demo.call("POST /runs/:runNo/readiness/check", { runNo }, "planner");
  const failed = evaluation.items.find(
    (item: { checkCode: string; state: string }) =>
      item.checkCode === "LINE_OCCUPIED" && item.state === "FAILED",
  );
  if (!failed) return;
  const { checkCode, itemKey, fingerprint } = failed;
  const reason = "前一批尾数不影响本批换线 The tail of the run before does not disturb it";
  const waiver = { checkCode, itemKey, fingerprint, reason };
  await demo.call("POST /runs/:runNo/readiness/waivers", { runNo, ...waiver }, "manager");
}

async function recorded(demo: DemoCaller, formCode: string, body: object): Promise<void> {
  const filled = await demo.call("POST /form-records", { formCode, ...body }, "operator");
  demo.wait(60);
  const { id, version } = filled;
  await demo.call("POST /form-records/:id/confirm", { id, version }, "leader");
  demo.wait(60);
}

const stencilValues = {
  model: "P-1001",
  thickness: 0.12,
  checkDeform: true,
  checkHoleDamage: true,
  checkSealIntact: true,
  tension1: 39,
  tension2: 38,
  tension3: 37,
  tension4: 38,
  tension5: 38,
};
