import { unwrap } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import { orderAnswer, orderReleaseInput, releaseOrder } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { lineByCode, stationGroupByCode } from "../plant/index.ts";
import { latestReadyVersion } from "../routing/index.ts";
import { answerOrder } from "./order-queries.ts";
import { lockOrder, routeById, saveOrder } from "./order-store.ts";
import { orderParams } from "./params.ts";
import { before, enter, orderSubject } from "./subjects.ts";

/** Releases an order to the line that will make it. */
export const releaseWorkOrder = defineCommand({
  name: "workOrder.release",
  permission: "wo:release",
  scope: "line",
  input: orderReleaseInput.extend(orderParams),
  output: orderAnswer,
  signs: signedCommands.releaseOrder,
  async run(cx, { woNo, lineCode, stationGroupCode }) {
    const { tx, now } = cx;
    const order = await lockOrder(tx, woNo);
    const line = await lineByCode(tx, lineCode);
    const subject = enter(cx, orderSubject({ ...order, lineId: line?.id ?? order.lineId }));
    const route = await routeById(tx, order.routeId);
    const facts = {
      order,
      route,
      hasReadyVersion: route !== null && (await latestReadyVersion(tx, route.id)) !== null,
      line,
      stationGroup: stationGroupCode ? await stationGroupByCode(tx, stationGroupCode) : undefined,
    };
    const patch = unwrap(releaseOrder(facts, now));
    await saveOrder(tx, order, { patch, now });
    const { plannedQty, productId, routeId, dueAt } = order;
    const what = { woNo, plannedQty, productId, routeId, dueAt };
    const where = { lineCode, stationGroupCode: stationGroupCode ?? null };
    await cx.sign({ subject, content: { ...what, ...where } });
    cx.emit({
      ...subject,
      type: "workOrder.released",
      data: { before: before(order, patch), after: patch, lineCode },
    });
    return await answerOrder(tx, woNo, cx.settings);
  },
});
