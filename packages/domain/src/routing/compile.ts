import type { ErrorContext } from "../kernel/index.ts";
import type { ProcessType, Source, StationType } from "../plant/index.ts";
import { checkCaptureItem } from "./capture-item.ts";
import type { CompileError, CompileErrorCode } from "./compile-error.ts";
import { canonicalContent } from "./content.ts";
import { checkMapping } from "./mapping-check.ts";
import { isMachineType } from "./mapping-kinds.ts";
import { type ConfigFacts, resolveSemantics, type Semantics } from "./semantics.ts";
import type { DraftSnapshot, DraftStep, FrozenCaptureItem, RouteSnapshot } from "./snapshot.ts";

export interface RouteFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly source: Source;
  readonly sourceKey: string | null;
  readonly processType: ProcessType;
  readonly productCode: string | null;
}

export interface StepFacts {
  readonly id: string;
  readonly stepNo: number;
  readonly sourceStepKey: string | null;
  readonly name: string | null;
  readonly operationId: string;
}

export interface OperationFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly nameZh: string;
  readonly processType: ProcessType | null;
  readonly traits: readonly string[];
  readonly isActive: boolean;
}

export interface StationFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly stationType: StationType;
  readonly groupId: string | null;
  readonly isActive: boolean;
}

export interface CaptureItemFacts extends FrozenCaptureItem {
  readonly operationId: string;
  readonly sequence: number;
  readonly isActive: boolean;
}

/** Everything a compile looks at; the order of the lists does not matter. */
export interface CompileFacts {
  readonly route: RouteFacts;
  readonly steps: readonly StepFacts[];
  readonly operations: readonly OperationFacts[];
  readonly configs: readonly ConfigFacts[];
  readonly stations: readonly StationFacts[];
  readonly stationGroups: readonly { id: string; code: string; name: string }[];
  readonly captureItems: readonly CaptureItemFacts[];
}

export type CompileOutcome = {
  /** Steps ascending, within a step in the order of compileErrorCodes. Empty when READY. */
  readonly errors: CompileError[];
  /** What is hashed: two compiles with the same content mean the same and share a version. */
  readonly content: string;
} & (
  | { readonly status: "READY"; readonly snapshot: RouteSnapshot }
  | { readonly status: "INVALID"; readonly snapshot: DraftSnapshot }
);

/**
 * Compiles a route into a version that means the same for ever: every step with its operation, its
 * stations and its capture items with limits (D57), or INVALID with everything that is wrong. A step
 * needs a station type and either a station group or listed stations, all of which exist, are active
 * and of that type (D59); its operation is active and of the route's process; its capture items are
 * active, of its operation, and consistent; a machine's step says how its events are read.
 */
export function compileRoute(facts: CompileFacts): CompileOutcome {
  const compiled = [...facts.steps]
    .sort((a, b) => a.stepNo - b.stepNo)
    .map((step) => compileStep(facts, step));
  const { id, code, name, source, sourceKey, processType, productCode } = facts.route;
  const route = { id, code, name, source, sourceKey, processType, productCode };
  const snapshot: DraftSnapshot = { schema: 1, route, steps: compiled.map(({ step }) => step) };
  const errors: CompileError[] =
    compiled.length === 0
      ? [{ stepNo: null, code: "ROUTING_EMPTY", context: { routeCode: code } }]
      : compiled.flatMap((step) => step.errors);
  const content = canonicalContent(snapshot, errors);
  if (errors.length > 0) return { status: "INVALID", snapshot, errors, content };
  // No error means: every step has its operation and its station type.
  return { status: "READY", snapshot: snapshot as RouteSnapshot, errors, content };
}

function compileStep(facts: CompileFacts, step: StepFacts) {
  const semantics = resolveSemantics({ ...step, routeId: facts.route.id }, facts.configs);
  const operation = facts.operations.find(({ id }) => id === step.operationId) ?? null;
  const chosen = chooseItems(facts, step, semantics);
  const group = facts.stationGroups.find(({ id }) => id === semantics.stationGroupId.value) ?? null;
  const allowed = new Set(semantics.allowedStationIds.value);
  const { expectedProgram } = semantics;
  const ingestMapping = mappingOf(semantics);
  const draft: DraftStep = {
    stepNo: step.stepNo,
    sourceStepKey: step.sourceStepKey,
    name: step.name,
    operation: operation && {
      id: operation.id,
      code: operation.code,
      name: operation.name,
      nameZh: operation.nameZh,
      traits: [...operation.traits].sort(),
    },
    stationType: semantics.stationType.value,
    stationGroup: group && { id: group.id, code: group.code, name: group.name },
    allowedStations: facts.stations
      .filter(({ id }) => allowed.has(id))
      .map(({ id, code, name }) => ({ id, code, name }))
      .sort((a, b) => compareText(a.code, b.code)),
    requiresFai: semantics.requiresFai.value,
    requiresAuthorization: semantics.requiresAuthorization.value,
    captureItems: chosen.items.map(freezeItem),
    ...(expectedProgram.value === null ? {} : { expectedProgram: expectedProgram.value }),
    ...(ingestMapping.value === null ? {} : { ingestMapping: ingestMapping.value }),
    origin: {
      stationType: semantics.stationType.origin,
      stationGroup: semantics.stationGroupId.origin,
      allowedStations: semantics.allowedStationIds.origin,
      requiresFai: semantics.requiresFai.origin,
      requiresAuthorization: semantics.requiresAuthorization.origin,
      captureItems: semantics.captureItemIds.origin,
      ...(expectedProgram.value === null ? {} : { expectedProgram: expectedProgram.origin }),
      ...(ingestMapping.value === null ? {} : { ingestMapping: ingestMapping.origin }),
    },
  };
  const faults = [
    ...operationFaults(facts, step),
    ...stationFaults(facts, semantics),
    ...chosen.faults,
    ...mappingFaults(semantics, draft.captureItems),
  ];
  const errors = faults.map(([code, context]) => ({ stepNo: step.stepNo, code, context }));
  return { step: draft, errors };
}

type Fault = [code: CompileErrorCode, context: ErrorContext];

function operationFaults({ operations, route }: CompileFacts, step: StepFacts): Fault[] {
  const operation = operations.find(({ id }) => id === step.operationId);
  if (!operation) return [["OPERATION_NOT_FOUND", { operationId: step.operationId }]];
  const { code, processType } = operation;
  const faults: Fault[] = [];
  if (!operation.isActive) faults.push(["OPERATION_INACTIVE", { operation: code }]);
  if (processType !== null && processType !== route.processType)
    faults.push([
      "PROCESS_TYPE_MISMATCH",
      { operation: code, processType, route: route.processType },
    ]);
  return faults;
}

function stationFaults(facts: CompileFacts, semantics: Semantics): Fault[] {
  const stationType = semantics.stationType.value;
  const groupId = semantics.stationGroupId.value;
  const listed = [...new Set(semantics.allowedStationIds.value)].map((id) => ({
    id,
    station: facts.stations.find((station) => station.id === id && station.isActive),
    code: facts.stations.find((station) => station.id === id)?.code ?? id,
  }));
  listed.sort((a, b) => compareText(a.code, b.code));
  const isOfType = (station: StationFacts) => !stationType || station.stationType === stationType;
  const group = facts.stationGroups.find(({ id }) => id === groupId);
  const faults: Fault[] = [];
  if (!stationType) faults.push(["STATION_TYPE_MISSING", {}]);
  if (!groupId && listed.length === 0) faults.push(["STATION_CONSTRAINT_MISSING", {}]);
  if (groupId && !group) faults.push(["STATION_GROUP_NOT_FOUND", { groupId }]);
  for (const { station, code } of listed)
    if (!station) faults.push(["STATION_NOT_FOUND", { station: code }]);
  for (const { station, code } of listed)
    if (station && !isOfType(station))
      faults.push([
        "STATION_TYPE_MISMATCH",
        { station: code, stationType: station.stationType, required: stationType },
      ]);
  for (const { station, code } of listed)
    if (group && station && station.groupId !== group.id)
      faults.push(["STATION_GROUP_MISMATCH", { station: code, group: group.code }]);
  const members = facts.stations.filter(
    (station) => station.isActive && station.groupId === groupId,
  );
  if (group && listed.length === 0 && !members.some(isOfType))
    faults.push(["STATION_GROUP_EMPTY", { group: group.code, required: stationType }]);
  return faults;
}

/** The step's capture items in the order operators fill them in, and what is wrong with them. */
function chooseItems(facts: CompileFacts, step: StepFacts, { captureItemIds }: Semantics) {
  const named = captureItemIds.value && [...new Set(captureItemIds.value)].sort();
  const isOwn = (item: CaptureItemFacts) => item.operationId === step.operationId;
  const chosen = facts.captureItems
    .filter((item) => (named ? named.includes(item.id) : item.isActive && isOwn(item)))
    .sort((a, b) => a.sequence - b.sequence || compareText(a.code, b.code));
  const usable = chosen.filter((item) => item.isActive);
  const known = new Set(chosen.map((item) => item.id));
  const missing = (named ?? []).filter((id) => !known.has(id));
  const faults: Fault[] = [
    ...missing.map((id): Fault => ["CAPTURE_ITEM_NOT_FOUND", { item: id }]),
    ...chosen
      .filter((item) => !item.isActive)
      .map((item): Fault => ["CAPTURE_ITEM_NOT_FOUND", { item: item.code, isActive: false }]),
    ...usable
      .filter((item) => !isOwn(item))
      .map((item): Fault => ["CAPTURE_ITEM_OPERATION_MISMATCH", { item: item.code }]),
    ...usable.flatMap((item): Fault[] => {
      const checked = checkCaptureItem(item);
      return checked.ok ? [] : [["CAPTURE_LIMITS_INVALID", checked.refusal.context]];
    }),
  ];
  return { items: usable.filter(isOwn), faults };
}

/** A wide scope may say it for machines; at a step of people it says nothing. */
function mappingOf({ ingestMapping, stationType }: Semantics): Semantics["ingestMapping"] {
  return isMachineType(stationType.value) ? ingestMapping : { value: null, origin: "DEFAULT" };
}

function mappingFaults(semantics: Semantics, captureItems: readonly FrozenCaptureItem[]): Fault[] {
  const stationType = semantics.stationType.value;
  if (!isMachineType(stationType)) return [];
  const mapping = semantics.ingestMapping.value;
  if (mapping === null) return [["INGEST_MAPPING_MISSING", { stationType }]];
  return checkMapping(mapping, { stationType, captureItems }).map(
    (fault): Fault => ["INGEST_MAPPING_INVALID", { ...fault }],
  );
}

function freezeItem(item: CaptureItemFacts): FrozenCaptureItem {
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    nameZh: item.nameZh,
    dataType: item.dataType,
    unit: item.unit,
    lowerLimit: item.lowerLimit,
    upperLimit: item.upperLimit,
    target: item.target,
    choices: item.choices && [...item.choices],
    isRequired: item.isRequired,
    onBreach: item.onBreach,
  };
}

/** By code point, the same on every machine and in every language. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
