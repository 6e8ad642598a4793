import { refusalError } from "@lineside/domain/kernel";
import { routeCopy } from "@lineside/domain/routing";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { routeParam, savedRoute } from "./params.ts";
import { shownSteps } from "./put-steps.ts";
import {
  insertConfigs,
  insertRoute,
  lockRoute,
  ownConfigs,
  type Route,
  type Step,
  saveSteps,
  stepsOf,
} from "./store.ts";

/**
 * A route of our own with the same steps and the same settings of route and steps, in effect at once.
 * Also the way to change the sequence of an ERP route: the copy is ours.
 */
export const copyRoute = defineCommand({
  name: "route.copy",
  permission: "route:configure",
  scope: "none",
  input: routeCopy.extend(routeParam.shape),
  output: savedRoute,
  async run(cx, { routeCode, code, name }) {
    const original = await lockRoute(cx.tx, routeCode);
    const { processType, productId } = original;
    const id = cx.newId();
    const subject = { entityType: "route", entityId: id, entityKey: code };
    cx.about(subject);
    const fields = { code, name, processType, productId };
    const at = { createdAt: cx.now, updatedAt: cx.now };
    if (!(await insertRoute(cx.tx, { ...fields, ...at, id, source: "MES" })))
      throw refusalError({ code: "ROUTE_CODE_DUPLICATE", context: { code } });
    const steps = await copySteps(cx, original, id);
    const after = { ...fields, steps: shownSteps(steps) };
    cx.emit({ ...subject, type: "route.created", data: { copiedFrom: routeCode, after } });
    return { id, code, version: 1 };
  },
});

async function copySteps(cx: CommandContext, original: Route, routeId: string): Promise<Step[]> {
  const steps = await stepsOf(cx.tx, original.id);
  const planned = steps.map(({ stepNo, operationId, name }) => ({
    id: null,
    stepNo,
    operationId,
    name,
  }));
  await saveSteps(cx.tx, routeId, { steps: planned, removed: [], newId: cx.newId });
  const copies = await stepsOf(cx.tx, routeId);
  // Numbers are unique in a route, so they pair a step with its copy.
  const idOf = new Map(
    steps.map((step) => [step.id, copies.find((copy) => copy.stepNo === step.stepNo)?.id ?? null]),
  );
  const configs = (await ownConfigs(cx.tx, original.id)).map((config) => {
    const stepId = config.stepId && (idOf.get(config.stepId) ?? null);
    const own = config.routeId && routeId;
    return {
      ...config,
      id: cx.newId(),
      scopeKey: stepId ?? routeId,
      routeId: own,
      stepId,
      allowedStationIds: config.allowedStationIds as object | null,
      captureItemIds: config.captureItemIds as object | null,
      expectedProgram: config.expectedProgram,
      ingestMapping: config.ingestMapping as object | null,
      version: 1,
      updatedAt: cx.now,
    };
  });
  await insertConfigs(cx.tx, configs);
  return copies;
}
