import { unwrap } from "@lineside/domain/kernel";
import {
  type OrderFlag,
  orderReceiveAnswer,
  orderReceiveInput,
  type Received,
  receiveOrder,
} from "@lineside/domain/work-order";
import type { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { productByCode, productById } from "../plant/index.ts";
import { endCancelledRuns } from "./cancel-order.ts";
import { answerOrder } from "./order-queries.ts";
import {
  insertOrder,
  lastFlags,
  lockOrderIfKnown,
  routeByCode,
  routeById,
  routesOfProduct,
  type StoredOrder,
  saveOrder,
} from "./order-store.ts";
import { lockRunsOf } from "./run-store.ts";
import { before, enter, orderSubject } from "./subjects.ts";
import { madeQuantitiesOf } from "./unit-count-queries.ts";

type Input = z.output<typeof orderReceiveInput>;

/** Receives an order, by hand or from the ERP; received again it is compared, never doubled. */
export const receiveWorkOrder = defineCommand({
  name: "workOrder.receive",
  permission: "wo:receive",
  scope: "line",
  input: orderReceiveInput,
  output: orderReceiveAnswer,
  async run(cx, input) {
    // Of two who receive the same number at once, the slower one meets the order of the faster.
    const received = (await receive(cx, input)) ?? (await receive(cx, input));
    if (!received) throw new Error(`${input.woNo} could be neither inserted nor found`);
    const { outcome, flags } = received;
    return { outcome, flags, order: await answerOrder(cx.tx, input.woNo, cx.settings) };
  },
});

/** null: the number was taken between the look and the insert. */
async function receive(cx: CommandContext, input: Input): Promise<Received | null> {
  const { tx, now } = cx;
  const order = await lockOrderIfKnown(tx, input.woNo);
  const id = order?.id ?? cx.newId();
  enter(cx, orderSubject({ id, woNo: input.woNo, lineId: order?.lineId ?? null }));
  const received = unwrap(receiveOrder(await receiveFacts(tx, order, input), input, now));
  if (order) {
    await applyToKnown(cx, order, received);
    return received;
  }
  const row = {
    ...(received.patch as Required<typeof received.patch>),
    id,
    woNo: input.woNo,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await insertOrder(tx, row))) return null;
  const subject = orderSubject(row);
  cx.emit({
    ...subject,
    type: "workOrder.received",
    data: { after: received.patch, productCode: input.productCode, outcome: received.outcome },
  });
  if (received.flags.length > 0)
    cx.emit({ ...subject, type: "workOrder.flagged", data: { flags: received.flags } });
  return received;
}

async function receiveFacts(tx: CommandContext["tx"], order: StoredOrder | null, input: Input) {
  const product = await productByCode(tx, input.productCode);
  const route = input.routeCode ? await routeByCode(tx, input.routeCode) : undefined;
  const facts = { product, route, routeCandidates: [] };
  if (!order) {
    const routeCandidates = product && !route ? await routesOfProduct(tx, product.id) : [];
    return { ...facts, order, runs: [], quantities: { done: 0, scrapped: 0 }, routeCandidates };
  }
  const known = {
    productCode: (await productById(tx, order.productId))?.code ?? "",
    routeCode: (await routeById(tx, order.routeId))?.code ?? null,
  };
  const runs = await lockRunsOf(tx, order.id);
  const quantities = (await madeQuantitiesOf(tx.k, [order.id]))(order.id);
  return { ...facts, order, known, runs, quantities };
}

const eventOf = {
  UPDATED: "workOrder.changed",
  CANCELLED: "workOrder.cancelled",
  COMPLETED: "workOrder.closed",
} as const;

async function applyToKnown(
  cx: CommandContext,
  order: StoredOrder,
  received: Received,
): Promise<void> {
  const { outcome, patch, flags } = received;
  const subject = orderSubject(order);
  if (outcome !== "UNCHANGED" && outcome !== "CREATED") {
    await saveOrder(cx.tx, order, { patch, now: cx.now });
    cx.emit({
      ...subject,
      type: eventOf[outcome],
      data: { before: before(order, patch), after: patch, source: order.source },
    });
    await endCancelledRuns(cx, order, {
      runIds: received.cancelledRunIds,
      reason: patch.closeReason ?? "",
    });
  }
  if (flags.length > 0 && !(await wereTold(cx, order, flags)))
    cx.emit({ ...subject, type: "workOrder.flagged", data: { flags } });
}

async function wereTold(cx: CommandContext, order: StoredOrder, flags: OrderFlag[]) {
  return Bun.deepEquals(await lastFlags(cx.tx, order.id), flags);
}
