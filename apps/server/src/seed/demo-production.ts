import { addMinutes, toInstant, toMs } from "@lineside/domain/kernel";
import type { DemoCaller } from "./demo-caller.ts";
import { demoRoutes } from "./demo-plant.ts";

/** The board that fails at AOI, and the one that was too hot in reflow and is held. */
const failedBoard = 4;
const hotBoard = 8;
const smt = ["PRINT-1", "SPI-1", "MOUNT-1", "REFLOW-1", "AOI-1"];

/** Orders in every state, and boards on their way: what a line looks like in the middle of a shift. */
export async function seedProduction(demo: DemoCaller, nowMs: number): Promise<void> {
  const due = (days: number) => addMinutes(toInstant(nowMs), days * 24 * 60);
  await receive(demo, {
    woNo: "WO-2611-001",
    productCode: "P-1001",
    plannedQty: 12,
    dueAt: due(0),
  });
  await receive(demo, {
    woNo: "WO-2611-002",
    productCode: "P-1001",
    plannedQty: 250,
    dueAt: due(1),
    priority: 5,
  });
  await receive(demo, {
    woNo: "WO-2611-003",
    productCode: "P-1002",
    plannedQty: 80,
    dueAt: due(2),
  });
  await receive(demo, {
    woNo: "WO-2611-004",
    productCode: "P-2001",
    plannedQty: 60,
    dueAt: due(2),
  });
  await receive(demo, {
    woNo: "WO-2611-005",
    productCode: "P-1001",
    plannedQty: 500,
    dueAt: due(4),
  });
  await receive(demo, {
    woNo: "WO-2611-006",
    productCode: "P-2001",
    plannedQty: 120,
    dueAt: due(6),
  });

  await finishedRun(demo);
  const running = await release(demo, { woNo: "WO-2611-002", lineCode: "SMT-A", planQty: 60 });
  await demo.call("POST /runs/:runNo/units/generate", { runNo: running, quantity: 60 }, "planner");
  await demo.call("POST /runs/:runNo/authorize", { runNo: running }, "planner");
  await flow(demo, await serials(demo, running), nowMs);

  const washed = await release(demo, { woNo: "WO-2611-003", lineCode: "SMT-A", planQty: 40 });
  await demo.call("POST /runs/:runNo/units/generate", { runNo: washed, quantity: 40 }, "planner");

  const labelled = await release(demo, {
    woNo: "WO-2611-004",
    lineCode: "DIP-A",
    planQty: 60,
    unitSource: "LABEL_RANGE",
  });
  const labels = { prefix: "2506", firstNo: 1, lastNo: 60, width: 3 };
  await demo.call("POST /runs/:runNo/units/labels", { runNo: labelled, ...labels }, "planner");
  await demo.call("POST /runs/:runNo/authorize", { runNo: labelled }, "planner");
  await demo.call(
    "POST /runs/:runNo/hold",
    { runNo: labelled, code: "MATERIAL", reason: "等待变压器来料 Transformer kit is short" },
    "planner",
  );
  await demo.call(
    "POST /work-orders/:woNo/release",
    { woNo: "WO-2611-005", lineCode: "SMT-A" },
    "planner",
  );
}

export async function receive(
  demo: DemoCaller,
  order: { productCode: string; [field: string]: unknown },
): Promise<void> {
  const route = demoRoutes.find((each) => each.product === order.productCode);
  const input = { ...order, routeCode: route?.code, pickStatus: "FULL" };
  await demo.call("POST /work-orders", input, "planner");
  demo.wait(20);
}

export async function release(
  demo: DemoCaller,
  run: { woNo: string; lineCode: string; planQty: number; unitSource?: string },
): Promise<string> {
  const { woNo, lineCode } = run;
  await demo.call("POST /work-orders/:woNo/release", { woNo, lineCode }, "planner");
  demo.wait(60);
  return (await demo.call("POST /work-orders/:woNo/runs", run, "planner")).runNo;
}

export async function serials(demo: DemoCaller, runNo: string): Promise<string[]> {
  const rows = await demo.platform.db.read
    .selectFrom("execution_unit as u")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .select("u.sn")
    .where("r.runNo", "=", runNo)
    .orderBy("u.sn")
    .execute();
  return rows.map((row) => row.sn);
}

/** A small order that went through in one go: the trace has a finished board to show. */
async function finishedRun(demo: DemoCaller): Promise<void> {
  const runNo = await release(demo, { woNo: "WO-2611-001", lineCode: "SMT-A", planQty: 12 });
  await demo.call("POST /runs/:runNo/units/generate", { runNo, quantity: 12 }, "planner");
  await demo.call("POST /runs/:runNo/authorize", { runNo }, "planner");
  for (const [index, sn] of (await serials(demo, runNo)).entries())
    for (const station of smt) await visit(demo, { sn, station, spread: index });
  await demo.call("POST /work-orders/:woNo/close", { woNo: "WO-2611-001" }, "planner");
}

/** Boards spread over the line: most on their way, some done, one failed, one held, one in a station. */
async function flow(demo: DemoCaller, sns: string[], nowMs: number): Promise<void> {
  for (const [index, sn] of sns.entries()) {
    const steps = Math.max(0, 5 - Math.floor(index / 7));
    for (const station of smt.slice(0, steps)) {
      if (toMs(demo.now()) > nowMs - 120_000) return;
      if (index === failedBoard && station === "AOI-1") await fail(demo, sn);
      else await visit(demo, { sn, station, spread: index, isHot: index === hotBoard });
      if (index === hotBoard && station === "REFLOW-1") break;
    }
  }
  const next = sns[40];
  if (next)
    await demo.call("POST /stations/:code/track-in", { code: "PRINT-1", sn: next }, "operator");
}

export async function visit(
  demo: DemoCaller,
  at: { sn: string; station: string; spread: number; isHot?: boolean },
): Promise<void> {
  const { sn, station: code } = at;
  await demo.call("POST /stations/:code/track-in", { code, sn }, "operator");
  demo.wait(12 + (at.spread % 5));
  const captures = capturesOf(at);
  const done = { code, sn, result: "PASS", captures };
  await demo.call("POST /stations/:code/track-out", done, "operator");
  demo.wait(5 + (at.spread % 3));
}

async function fail(demo: DemoCaller, sn: string): Promise<void> {
  const code = "AOI-1";
  await demo.call("POST /stations/:code/track-in", { code, sn }, "operator2");
  demo.wait(15);
  const defect = { code: "M12", location: "U5", remark: "pin 3-4" };
  const done = { code, sn, result: "FAIL", defect };
  await demo.call("POST /stations/:code/track-out", done, "operator2");
}

/** Values that wander inside their limits; a hot board shows what a breach does. */
function capturesOf(at: { station: string; spread: number; isHot?: boolean }): object[] {
  const wave = Math.sin(at.spread * 1.7);
  const round = (value: number) => Math.round(value * 10) / 10;
  if (at.station === "SPI-1")
    return [
      { code: "VOLUME", value: round(100 + wave * 14) },
      { code: "HEIGHT", value: round(125 + wave * 10) },
    ];
  if (at.station === "REFLOW-1")
    return [
      { code: "PEAK_TEMP", value: at.isHot ? 252.5 : round(243 + wave * 3) },
      { code: "BELT_SPEED", value: round(95 + wave * 4) },
    ];
  if (at.station === "WASH-1") return [{ code: "RESISTIVITY", value: round(8 + wave) }];
  return [];
}
