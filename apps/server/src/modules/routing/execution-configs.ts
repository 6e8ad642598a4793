import { isDeepStrictEqual } from "node:util";
import { refusalError } from "@lineside/domain/kernel";
import {
  type ConfigPut,
  configPut,
  configScopeKey,
  type IngestMapping,
} from "@lineside/domain/routing";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import {
  type Config,
  deleteConfig,
  groupExists,
  insertConfig,
  lockConfig,
  lockConfigById,
  operationName,
  routeName,
  stepName,
  updateConfig,
} from "./config-store.ts";
import { removedRow, removeInput, savedRow } from "./params.ts";

/**
 * Says how steps of a scope are executed; null inherits from the next wider scope. Nothing that was
 * compiled changes. Stations and capture items are checked by the compile, which says at which step.
 */
export const putConfig = defineCommand({
  name: "executionConfig.put",
  permission: "route:configure",
  scope: "none",
  input: configPut,
  output: savedRow,
  async run(cx, input) {
    const place = await placeOf(cx, input);
    const told = {
      stationType: input.stationType,
      stationGroupId: input.stationGroupId,
      allowedStationIds: input.allowedStationIds,
      requiresFai: input.requiresFai,
      requiresAuthorization: input.requiresAuthorization,
      captureItemIds: "captureItemIds" in input ? input.captureItemIds : null,
    };
    const scopeKey = configScopeKey({ scope: input.scope, ...place.ids });
    const known = await lockConfig(cx.tx, scopeKey);
    const program = "expectedProgram" in input ? input.expectedProgram : undefined;
    const mapping = "ingestMapping" in input ? input.ingestMapping : undefined;
    const says = {
      ...told,
      expectedProgram: held(known?.expectedProgram, program),
      ingestMapping: held(known?.ingestMapping as IngestMapping | null | undefined, mapping),
    };
    const id = known?.id ?? cx.newId();
    const subject = { entityType: "executionConfig", entityId: id, entityKey: place.key };
    cx.about(subject);
    if (says.stationGroupId !== null && !(await groupExists(cx.tx, says.stationGroupId)))
      throw refusalError({
        code: "STATION_GROUP_NOT_FOUND",
        context: { id: says.stationGroupId },
      });
    if (!known) {
      const row = { id, scope: input.scope, scopeKey, ...place.ids, ...says, updatedAt: cx.now };
      await insertConfig(cx.tx, row);
      const after = { scope: input.scope, ...says };
      cx.emit({ ...subject, type: "executionConfig.created", data: { after } });
      return { id, version: 1 };
    }
    // Without a version the editor believed that the scope says nothing yet.
    refuseStale(known, input.version ?? 0);
    const { before, after } = differences(known, says);
    if (Object.keys(after).length === 0) return { id, version: known.version };
    const version = await updateConfig(cx.tx, { ...known, now: cx.now }, after);
    const data = { scope: input.scope, before, after };
    cx.emit({ ...subject, type: "executionConfig.changed", data });
    return { id, version };
  },
});

/** From then on the scope says nothing: its steps inherit. */
export const removeConfig = defineCommand({
  name: "executionConfig.delete",
  permission: "route:configure",
  scope: "none",
  input: removeInput,
  output: removedRow,
  async run(cx, { id, version }) {
    const config = await lockConfigById(cx.tx, id);
    const entityKey = await keyOf(cx, config);
    const subject = { entityType: "executionConfig", entityId: id, entityKey };
    cx.about(subject);
    refuseStale(config, version);
    await deleteConfig(cx.tx, id);
    const { scope, stationType, stationGroupId, allowedStationIds } = config;
    const { requiresFai, requiresAuthorization, captureItemIds } = config;
    const where = { scope, stationType, stationGroupId, allowedStationIds };
    const { expectedProgram, ingestMapping } = config;
    const before = {
      ...where,
      requiresFai,
      requiresAuthorization,
      captureItemIds,
      expectedProgram,
      ingestMapping,
    };
    cx.emit({ ...subject, type: "executionConfig.deleted", data: { before } });
    return { id };
  },
});

/** A caller who does not speak of it leaves it as it is; null takes it away. */
function held<T>(known: T | null | undefined, told: T | null | undefined): T | null {
  // A database may give the fields of an object back in another order: that is no change.
  return told === undefined || isDeepStrictEqual(told, known) ? (known ?? null) : told;
}

type Context = Pick<CommandContext, "tx">;

/** What the scope is about, by id and by name. */
async function placeOf({ tx }: Context, input: ConfigPut) {
  const ids = { operationId: null, routeId: null, stepId: null };
  switch (input.scope) {
    case "GLOBAL":
      return { ids, key: "GLOBAL" };
    case "ROUTE": {
      const context = { routeCode: input.routeCode };
      const route = await routeName(tx, "code", input.routeCode);
      if (!route) throw refusalError({ code: "ROUTE_NOT_FOUND", context });
      return { ids: { ...ids, routeId: route.id }, key: route.code };
    }
    case "OPERATION": {
      const { operationId } = input;
      const key = await operationName(tx, operationId);
      if (!key) throw refusalError({ code: "OPERATION_NOT_FOUND", context: { operationId } });
      return { ids: { ...ids, operationId }, key };
    }
    case "STEP": {
      const { stepId } = input;
      const key = await stepName(tx, stepId);
      if (!key) throw refusalError({ code: "ROUTE_STEP_NOT_FOUND", context: { stepId } });
      return { ids: { ...ids, stepId }, key };
    }
  }
}

async function keyOf({ tx }: Context, config: Config): Promise<string> {
  if (config.stepId) return (await stepName(tx, config.stepId)) ?? config.stepId;
  if (config.routeId) return (await routeName(tx, "id", config.routeId))?.code ?? config.routeId;
  if (config.operationId)
    return (await operationName(tx, config.operationId)) ?? config.operationId;
  return config.scope;
}
