import { unwrap } from "@lineside/domain/kernel";
import type { Source } from "@lineside/domain/plant";
import { checkRouteRemoval } from "@lineside/domain/routing";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { routeParam } from "./params.ts";
import { shownSteps } from "./put-steps.ts";
import { deleteRoute as erase, lockRoute, routeDependents, stepsOf } from "./store.ts";

/** Deletes a route that was never compiled and that no order names; any other is switched off. */
export const deleteRoute = defineCommand({
  name: "route.delete",
  permission: "route:configure",
  scope: "none",
  input: routeParam.extend({ version: z.coerce.number().int().min(1).optional() }),
  output: z.object({ id: z.string(), code: z.string() }),
  async run(cx, { routeCode: code, version }) {
    const route = await lockRoute(cx.tx, code);
    const subject = { entityType: "route", entityId: route.id, entityKey: code };
    cx.about(subject);
    refuseStale(route, version);
    const facts = { code, source: route.source as Source };
    unwrap(checkRouteRemoval(facts, await routeDependents(cx.tx, route.id)));
    const { name, processType, productId } = route;
    const steps = shownSteps(await stepsOf(cx.tx, route.id));
    await erase(cx.tx, route.id);
    const before = { name, processType, productId, steps };
    cx.emit({ ...subject, type: "route.deleted", data: { before } });
    return { id: route.id, code };
  },
});
