import { addMinutes, toInstant } from "@lineside/domain/kernel";
import type { DemoCaller } from "./demo-caller.ts";
import { receive, release, serials, visit } from "./demo-production.ts";

/** How long ago the washed boards began: long enough for a time limit of four hours to run out. */
export const minutesOfWashing = 268;

const untilAoi = ["PRINT-1", "SPI-1", "MOUNT-1", "REFLOW-1", "AOI-1"];

/** Minutes before now at which boards are made, how many, and when the last of them is washed. */
const batches = [
  // Overdue: nobody washed them in time.
  { at: 262, boards: 2, washedAt: null },
  // About to run out.
  { at: 226, boards: 2, washedAt: null },
  // One was washed in time, the others still have a while.
  { at: 190, boards: 1, washedAt: 160 },
  { at: 150, boards: 3, washedAt: null },
];

/** Boards that wait for the wash while its water is changed: clocks in every state. */
export async function seedWaitingForWash(demo: DemoCaller, nowMs: number): Promise<void> {
  const now = toInstant(nowMs);
  const woNo = "WO-2611-007";
  await receive(demo, {
    woNo,
    productCode: "P-1002",
    plannedQty: 12,
    dueAt: addMinutes(now, 8 * 60),
  });
  const runNo = await release(demo, { woNo, lineCode: "SMT-A", planQty: 12 });
  await demo.call("POST /runs/:runNo/units/generate", { runNo, quantity: 12 }, "planner");
  await demo.call("POST /runs/:runNo/authorize", { runNo }, "planner");
  const waiting = await serials(demo, runNo);
  for (const { at, boards, washedAt } of batches) {
    demo.waitUntil(addMinutes(now, -at));
    const sns = waiting.splice(0, boards);
    for (const [spread, sn] of sns.entries())
      for (const station of untilAoi) await visit(demo, { sn, station, spread });
    if (washedAt === null) continue;
    demo.waitUntil(addMinutes(now, -washedAt));
    await visit(demo, { sn: sns.at(-1) ?? "", station: "WASH-1", spread: 0 });
  }
  await demo.call(
    "POST /runs/:runNo/hold",
    { runNo, code: "EQUIPMENT", reason: "水洗机换水 Water of the washer is being changed" },
    "leader",
  );
}
