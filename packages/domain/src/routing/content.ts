import type { CompileError } from "./compile-error.ts";
import { flatMapping } from "./flat-mapping.ts";
import type { DraftSnapshot, DraftStep, FrozenCaptureItem } from "./snapshot.ts";

/**
 * What a version means, as one canonical text to hash. Part of the meaning: the steps with their
 * numbers and names, the operations with names and traits, where and how steps are executed, the
 * capture items with limits and order, the machine program, how its events are read, and what is wrong. Not part of it, so that a change of it
 * alone issues no new number: the route's name and ERP key, names and codes of stations and groups
 * (their ids are the meaning), ids of operations and capture items (their codes are), and which
 * scope a setting came from.
 */
export function canonicalContent(snapshot: DraftSnapshot, errors: readonly CompileError[]): string {
  const { code, processType, productCode } = snapshot.route;
  return JSON.stringify([
    snapshot.schema,
    [code, processType, productCode],
    snapshot.steps.map(stepContent),
    errors.map((error) => [error.stepNo, error.code, ...sortedEntries(error.context)]),
  ]);
}

function stepContent(step: DraftStep): unknown[] {
  const operation = step.operation;
  return [
    step.stepNo,
    step.sourceStepKey,
    step.name,
    operation && [operation.code, operation.name, operation.nameZh, operation.traits],
    step.stationType,
    step.stationGroup?.id ?? null,
    step.allowedStations.map((station) => station.id).sort(),
    step.requiresFai,
    step.requiresAuthorization,
    step.captureItems.map(itemContent),
    // Last and only where there is one: versions from before it existed keep their content.
    ...(step.expectedProgram === undefined ? [] : [step.expectedProgram]),
    // Sorted by field: a database may give the fields of an object back in another order.
    ...(step.ingestMapping === undefined ? [] : [{ ...flatMapping(step.ingestMapping) }]),
  ];
}

function itemContent(item: FrozenCaptureItem): unknown[] {
  return [
    item.code,
    item.name,
    item.nameZh,
    item.dataType,
    item.unit,
    item.lowerLimit,
    item.upperLimit,
    item.target,
    item.choices,
    item.isRequired,
    item.onBreach,
  ];
}

function sortedEntries(context: Record<string, unknown>): [string, unknown][] {
  return Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
}
