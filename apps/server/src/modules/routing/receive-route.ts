import { refusalError } from "@lineside/domain/kernel";
import { planReceivedSteps, type RouteReceive } from "@lineside/domain/routing";
import type { CommandContext } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { productByCode } from "../plant/index.ts";
import { shownSteps } from "./put-steps.ts";
import {
  insertRoute,
  lockReceived,
  operationIds,
  type Route,
  saveSteps,
  stepsOf,
  updateRoute,
} from "./store.ts";

/**
 * Takes over what the ERP owns: name, product, dates and sequence. The route is known by its source
 * key and keeps the code it was first received under; what the MES says about its steps stays with
 * every step whose source key is still there. A route received twice changes nothing.
 */
export async function receiveRoute(cx: CommandContext, input: RouteReceive) {
  const { steps: _, ...fields } = input;
  const product = input.productCode === null ? null : await productByCode(cx.tx, input.productCode);
  if (input.productCode !== null && !product)
    throw refusalError({ code: "PRODUCT_NOT_FOUND", context: { code: input.productCode } });
  const owned = {
    name: fields.name,
    productId: product?.id ?? null,
    effectiveFrom: fields.effectiveFrom,
    effectiveTo: fields.effectiveTo,
  };
  const route = await openReceived(cx, input, owned);
  const { id, code } = route;
  const subject = { entityType: "route", entityId: id, entityKey: code };
  cx.about(subject);
  const changed = differences(route, owned);
  const moved = await replaceSteps(cx, route, input);
  const before = { ...changed.before, ...(moved ? { steps: moved.before } : {}) };
  const after = { ...changed.after, ...(moved ? { steps: moved.after } : {}) };
  if (route.isNew) {
    const { code, sourceKey, processType } = input;
    const whole = { code, sourceKey, processType, ...owned, ...after };
    cx.emit({ ...subject, type: "route.created", data: { source: "ERP", after: whole } });
    return { id, code, version: route.version };
  }
  if (Object.keys(after).length === 0) return { id, code, version: route.version };
  const version = await updateRoute(cx.tx, { ...route, now: cx.now }, changed.after);
  cx.emit({ ...subject, type: "route.changed", data: { source: "ERP", before, after } });
  return { id, code, version };
}

/** The known route, or a new one; a code that another route has is refused. */
async function openReceived(
  cx: CommandContext,
  { code, sourceKey, processType }: RouteReceive,
  owned: Pick<Route, "name" | "productId" | "effectiveFrom" | "effectiveTo">,
): Promise<Route & { isNew: boolean }> {
  const known = await lockReceived(cx.tx, sourceKey);
  if (known) return { ...known, isNew: false };
  const route: Route = {
    id: cx.newId(),
    code,
    source: "ERP",
    sourceKey,
    processType,
    ...owned,
    isActive: true,
    version: 1,
    createdAt: cx.now,
    updatedAt: cx.now,
  };
  if (await insertRoute(cx.tx, route)) return { ...route, isNew: true };
  // Received twice at the same moment: the other one was first.
  const other = await lockReceived(cx.tx, sourceKey);
  if (other) return { ...other, isNew: false };
  throw refusalError({ code: "ROUTE_CODE_DUPLICATE", context: { code } });
}

/** null: the sequence is what it was. */
async function replaceSteps(cx: CommandContext, route: Route, { steps }: RouteReceive) {
  const { tx, newId } = cx;
  const codes = steps.map((step) => step.operationCode);
  const operations = await operationIds(tx, "code", codes);
  const received = steps.map(({ operationCode, ...step }) => {
    const operationId = operations.get(operationCode);
    if (!operationId)
      throw refusalError({ code: "OPERATION_NOT_FOUND", context: { code: operationCode } });
    return { ...step, operationId };
  });
  const existing = await stepsOf(tx, route.id);
  const plan = planReceivedSteps(existing, received);
  const before = shownSteps(existing);
  const after = steps
    .map(({ stepNo, operationCode, name }) => ({ stepNo, operation: operationCode, name }))
    .sort((a, b) => a.stepNo - b.stepNo);
  const isSame =
    plan.removed.length === 0 &&
    plan.steps.every((step) => step.id !== null) &&
    JSON.stringify(before) === JSON.stringify(after) &&
    plan.steps.every(({ id, stepNo }) => existing.some((e) => e.id === id && e.stepNo === stepNo));
  if (isSame) return null;
  await saveSteps(tx, route.id, { ...plan, newId });
  return { before, after };
}
