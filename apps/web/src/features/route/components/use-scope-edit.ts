import {
  type ConfigPut,
  type ConfigRow,
  type ConfigScope,
  configScopes,
  type RouteDetail,
  resolveSemantics,
  type StepRow,
} from "@lineside/domain/routing";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCommand } from "~/lib/use-command.ts";
import { deleteConfig, putConfig } from "../api/edit-route.ts";

/** What one scope says; null: nothing, a wider scope decides. */
export type Says = Pick<
  ConfigRow,
  | "stationType"
  | "stationGroupId"
  | "allowedStationIds"
  | "requiresFai"
  | "requiresAuthorization"
  | "captureItemIds"
  | "expectedProgram"
>;

const silent: Says = {
  stationType: null,
  stationGroupId: null,
  allowedStationIds: null,
  requiresFai: null,
  requiresAuthorization: null,
  captureItemIds: null,
  expectedProgram: null,
};

interface Place {
  route: RouteDetail;
  step: StepRow;
  scope: ConfigScope;
  configs: readonly ConfigRow[];
}

export type ScopeEdit = ReturnType<typeof useScopeEdit>;

/** One scope's settings while they are edited, and what they mean for this step before they are saved. */
export function useScopeEdit(place: Place) {
  const { route, step, scope, configs } = place;
  const client = useQueryClient();
  const [edit, setEdit] = useState<{ version: number | undefined; says: Says } | null>(null);
  const row = configs.find((config) => config.scope === scope && concerns(config, place));
  const stored = row ? saysOf(row) : silent;
  const says = edit?.says ?? stored;
  const done = { touches: [["routes"]], onDone: () => setEdit(null) };
  const save = useCommand(putConfig, done);
  const clear = useCommand((old: { id: string; version: number }) => deleteConfig(old), done);
  const at = { id: step.id, operationId: step.operationId, routeId: route.id };
  const others = configs.filter((config) => config !== row);
  const named = { ...keysOf(place), id: row?.id ?? "", scope };
  // The mapping of machine events is edited on its own page.
  const ingestMapping = row?.ingestMapping ?? null;
  const spoken = { ...says, ...named, ingestMapping, updatedAt: "9999" };
  const isWider = (config: ConfigRow) =>
    configScopes.indexOf(config.scope) > configScopes.indexOf(scope);
  return {
    says,
    isDirty: edit !== null,
    isSilent: ingestMapping === null && Object.values(says).every((value) => value === null),
    hasRow: row !== undefined,
    isBusy: save.isPending || clear.isPending,
    error: save.error ?? clear.error,
    /** In force at this step, with what is typed and not yet saved. */
    now: resolveSemantics(at, [...others, spoken]),
    /** What would be in force if this scope said nothing. */
    wider: resolveSemantics(at, configs.filter(isWider)),
    change: (patch: Partial<Says>) => {
      const next = { ...says, ...patch };
      const isSame = JSON.stringify(next) === JSON.stringify(stored);
      setEdit(isSame ? null : { version: edit ? edit.version : row?.version, says: next });
    },
    discard: () => {
      setEdit(null);
      save.reset();
      clear.reset();
      void client.invalidateQueries({ queryKey: ["routes", route.code] });
    },
    submit: () => {
      if (!edit) return;
      const isNothing = Object.values(edit.says).every((value) => value === null);
      if (isNothing && ingestMapping === null && row && edit.version !== undefined)
        clear.mutate({ id: row.id, version: edit.version });
      else save.mutate(toPut(place, edit));
    },
  };
}

function saysOf(row: ConfigRow): Says {
  const { stationType, stationGroupId, allowedStationIds } = row;
  const { requiresFai, requiresAuthorization, captureItemIds, expectedProgram } = row;
  const where = { stationType, stationGroupId, allowedStationIds };
  return { ...where, requiresFai, requiresAuthorization, captureItemIds, expectedProgram };
}

function concerns(config: ConfigRow, place: Place): boolean {
  const own = keysOf(place);
  return (
    config.stepId === own.stepId &&
    config.operationId === own.operationId &&
    config.routeId === own.routeId
  );
}

function keysOf({ route, step, scope }: Place) {
  return {
    stepId: scope === "STEP" ? step.id : null,
    operationId: scope === "OPERATION" ? step.operationId : null,
    routeId: scope === "ROUTE" ? route.id : null,
  };
}

function toPut(
  { route, step, scope }: Place,
  { version, says }: { version: number | undefined; says: Says },
): ConfigPut {
  const { captureItemIds, expectedProgram, ...common } = says;
  const rest = version === undefined ? common : { ...common, version };
  // Both are about one operation, so wide scopes say nothing of them.
  const own = { captureItemIds, expectedProgram: expectedProgram?.trim() || null };
  switch (scope) {
    case "STEP":
      return { scope, stepId: step.id, ...rest, ...own };
    case "OPERATION":
      return { scope, operationId: step.operationId, ...rest, ...own };
    case "ROUTE":
      return { scope, routeCode: route.code, ...rest };
    case "GLOBAL":
      return { scope, ...rest };
  }
}
