import { unwrap } from "@lineside/domain/kernel";
import { createRun, runAnswer, runCreateInput } from "@lineside/domain/work-order";
import type { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { lineByCode, lineById, shiftByCode, stationsOfLine } from "../plant/index.ts";
import { latestReadyVersion } from "../routing/index.ts";
import { lockOrder, routeById, type StoredOrder, saveOrder } from "./order-store.ts";
import { orderParams } from "./params.ts";
import { answerRun } from "./run-queries.ts";
import { insertRun, lockRunsOf } from "./run-store.ts";
import { before, enter, orderSubject, runSubject } from "./subjects.ts";

const input = runCreateInput.extend(orderParams);
type Input = z.output<typeof input>;

/** Cuts a run from a released order; it freezes the newest READY version of the order's route. */
export const createRunCommand = defineCommand({
  name: "run.create",
  permission: "run:create",
  scope: "line",
  input,
  output: runAnswer,
  async run(cx, given) {
    const { tx, now } = cx;
    // Locked first: of two planners who cut at once, the second counts the run of the first.
    const order = await lockOrder(tx, given.woNo);
    const orderEvent = enter(cx, orderSubject(order));
    const cut = unwrap(createRun(await createFacts(cx, order, given), given, now));
    const row = {
      ...cut.run,
      id: cx.newId(),
      workOrderId: order.id,
      productId: order.productId,
      changeoverNo: given.changeoverNo ?? null,
      unitSource: given.unitSource,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await insertRun(tx, row);
    const { overrunQty } = cut;
    cx.emit({
      ...runSubject(row),
      type: "run.created",
      data: { after: cut.run, overrunQty, overrunReason: given.overrunReason ?? null },
    });
    if (cut.order) {
      await saveOrder(tx, order, { patch: cut.order, now });
      const data = { before: before(order, cut.order), after: cut.order };
      cx.emit({ ...orderEvent, type: "workOrder.started", data });
    }
    return await answerRun(cx, row.runNo);
  },
});

async function createFacts(cx: CommandContext, order: StoredOrder, given: Input) {
  const { tx } = cx;
  const route = await routeById(tx, order.routeId);
  const line = given.lineCode
    ? await lineByCode(tx, given.lineCode)
    : order.lineId && (await lineById(tx, order.lineId));
  return {
    order,
    route,
    version: route && (await latestReadyVersion(tx, route.id)),
    line: line || null,
    lineStations: line ? await stationsOfLine(tx, line.id) : [],
    shift: given.shiftCode ? await shiftByCode(tx, given.shiftCode) : undefined,
    runs: await lockRunsOf(tx, order.id),
    plantOverrunPercent: cx.settings.overrunPercent,
  };
}
