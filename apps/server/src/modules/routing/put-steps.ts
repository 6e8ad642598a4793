import { unwrap } from "@lineside/domain/kernel";
import type { Source } from "@lineside/domain/plant";
import { planSteps, stepRow, stepsPut } from "@lineside/domain/routing";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { routeParam, savedRoute } from "./params.ts";
import { lockRoute, operationIds, type Step, saveSteps, stepsOf, updateRoute } from "./store.ts";

/**
 * The whole sequence at once: order, additions and removals, numbered anew 10, 20, 30 … A step that
 * is kept keeps its id, and with it what was configured for it.
 */
export const putSteps = defineCommand({
  name: "route.putSteps",
  permission: "route:configure",
  scope: "none",
  input: stepsPut.extend(routeParam.shape),
  output: savedRoute.extend({
    steps: z.array(stepRow.pick({ id: true, stepNo: true, operationId: true, name: true })),
  }),
  async run(cx, { routeCode: code, version, steps }) {
    const route = await lockRoute(cx.tx, code);
    const subject = { entityType: "route", entityId: route.id, entityKey: code };
    cx.about(subject);
    const existing = await stepsOf(cx.tx, route.id);
    const operations = await operationIds(
      cx.tx,
      "id",
      steps.map((step) => step.operationId),
    );
    const plan = unwrap(
      planSteps(
        {
          route: { code, source: route.source as Source },
          existing,
          knownOperations: new Set(operations.keys()),
        },
        steps,
      ),
    );
    refuseStale(route, version);
    await saveSteps(cx.tx, route.id, { ...plan, newId: cx.newId });
    const next = await updateRoute(cx.tx, { id: route.id, version, now: cx.now }, {});
    const saved = await stepsOf(cx.tx, route.id);
    cx.emit({
      ...subject,
      type: "route.stepsChanged",
      data: { before: shownSteps(existing), after: shownSteps(saved) },
    });
    return {
      id: route.id,
      code,
      version: next,
      steps: saved.map(({ id, stepNo, operationId, name }) => ({ id, stepNo, operationId, name })),
    };
  },
});

/** The sequence as the trail tells it. */
export function shownSteps(steps: readonly Step[]) {
  return steps.map(({ stepNo, operationCode, name }) => ({
    stepNo,
    operation: operationCode,
    name,
  }));
}
