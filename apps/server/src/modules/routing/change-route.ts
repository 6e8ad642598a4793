import { AppError, refusalError } from "@lineside/domain/kernel";
import { routePatch } from "@lineside/domain/routing";
import { defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { requireProduct } from "./create-route.ts";
import { routeParam, savedRoute } from "./params.ts";
import { lockRoute, updateRoute } from "./store.ts";

/** What the ERP says of its routes at every import; the rest is ours on any route. */
const ownedByErp = ["name", "productId", "effectiveFrom", "effectiveTo"];

/** Changes what a route is called, what it is for and when it is in effect; never a compiled version. */
export const changeRoute = defineCommand({
  name: "route.change",
  permission: "route:configure",
  scope: "none",
  input: routePatch.safeExtend(routeParam.shape),
  output: savedRoute,
  async run(cx, { routeCode: code, version, ...fields }) {
    const route = await lockRoute(cx.tx, code);
    const { id } = route;
    const subject = { entityType: "route", entityId: id, entityKey: code };
    cx.about(subject);
    const { before, after } = differences(route, fields);
    const names = Object.keys(after).filter((name) => ownedByErp.includes(name));
    if (route.source === "ERP" && names.length > 0)
      throw refusalError({ code: "ROUTE_ERP_READONLY", context: { routeCode: code, names } });
    if (fields.productId) await requireProduct(cx, fields.productId);
    const { effectiveFrom, effectiveTo } = { ...route, ...after };
    if (effectiveFrom && effectiveTo && effectiveFrom >= effectiveTo)
      throw new AppError("invalid", "VALIDATION_FAILED", {
        issues: [{ path: "effectiveTo", rule: "EFFECTIVE_DATES_CROSSED" }],
      });
    refuseStale(route, version);
    if (Object.keys(after).length === 0) return { id, code, version };
    const next = await updateRoute(cx.tx, { id, version, now: cx.now }, after);
    cx.emit({ ...subject, type: "route.changed", data: { before, after } });
    return { id, code, version: next };
  },
});
