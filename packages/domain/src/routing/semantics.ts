import type { Instant } from "../kernel/index.ts";
import type { StationType } from "../plant/index.ts";
import type { IngestMapping } from "./ingest-mapping.ts";
import { type ConfigScope, configScopes } from "./kinds.ts";
import type { Origin } from "./snapshot.ts";

/** What one scope says about executing a step; null: nothing, ask the next wider scope. */
export interface ConfigFacts {
  readonly id: string;
  readonly scope: ConfigScope;
  readonly operationId: string | null;
  readonly routeId: string | null;
  readonly stepId: string | null;
  readonly stationType: StationType | null;
  readonly stationGroupId: string | null;
  /** An empty list takes a wider scope's list away. */
  readonly allowedStationIds: readonly string[] | null;
  readonly requiresFai: boolean | null;
  readonly requiresAuthorization: boolean | null;
  readonly captureItemIds: readonly string[] | null;
  /** The name of the machine program the step runs with, e.g. on the reflow oven. */
  readonly expectedProgram: string | null;
  /** How events of the machine are read; as a whole, never merged field by field. */
  readonly ingestMapping: IngestMapping | null;
  readonly updatedAt: Instant;
}

/** A value and the scope that said so. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
}

export interface Semantics {
  readonly stationType: Sourced<StationType | null>;
  readonly stationGroupId: Sourced<string | null>;
  readonly allowedStationIds: Sourced<readonly string[]>;
  readonly requiresFai: Sourced<boolean>;
  readonly requiresAuthorization: Sourced<boolean>;
  /** null: every active item of the operation. */
  readonly captureItemIds: Sourced<readonly string[] | null>;
  readonly expectedProgram: Sourced<string | null>;
  readonly ingestMapping: Sourced<IngestMapping | null>;
}

export interface StepPlace {
  readonly id: string;
  readonly operationId: string;
  readonly routeId: string;
}

/**
 * How a step is executed: for each field alone the narrowest scope that says something decides,
 * step before operation before route before global (D52). If two rows of one scope disagree the
 * newer one holds. Nothing said means: no first article, authorised runs only, every active capture
 * item of the operation.
 */
export function resolveSemantics(step: StepPlace, configs: readonly ConfigFacts[]): Semantics {
  const told = configs.filter((config) => concerns(config, step)).sort(narrowestFirst);
  function pick<K extends keyof ConfigFacts, D>(
    field: K,
    otherwise: D,
  ): Sourced<NonNullable<ConfigFacts[K]> | D> {
    const found = told.find((config) => config[field] !== null);
    if (!found) return { value: otherwise, origin: "DEFAULT" };
    return { value: found[field] as NonNullable<ConfigFacts[K]>, origin: found.scope };
  }
  return {
    stationType: pick("stationType", null),
    stationGroupId: pick("stationGroupId", null),
    allowedStationIds: pick("allowedStationIds", []),
    requiresFai: pick("requiresFai", false),
    requiresAuthorization: pick("requiresAuthorization", true),
    captureItemIds: pick("captureItemIds", null),
    expectedProgram: pick("expectedProgram", null),
    ingestMapping: pick("ingestMapping", null),
  };
}

/** The unique key a scope's row is stored under. */
export function configScopeKey(
  config: Pick<ConfigFacts, "scope" | "operationId" | "routeId" | "stepId">,
): string {
  const id = { STEP: config.stepId, OPERATION: config.operationId, ROUTE: config.routeId };
  return config.scope === "GLOBAL" ? "GLOBAL" : (id[config.scope] ?? "");
}

function concerns(config: ConfigFacts, step: StepPlace): boolean {
  switch (config.scope) {
    case "STEP":
      return config.stepId === step.id;
    case "OPERATION":
      return config.operationId === step.operationId;
    case "ROUTE":
      return config.routeId === step.routeId;
    case "GLOBAL":
      return true;
  }
}

function narrowestFirst(a: ConfigFacts, b: ConfigFacts): number {
  if (a.scope !== b.scope) return configScopes.indexOf(a.scope) - configScopes.indexOf(b.scope);
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
