import { flatMapping } from "./flat-mapping.ts";
import { stableOrder } from "./longest-order.ts";
import type { DraftSnapshot, DraftStep, FrozenCaptureItem } from "./snapshot.ts";

export type ChangeKind = "ADDED" | "REMOVED" | "MOVED" | "CHANGED";

export interface VersionChange {
  /** The step's number in the newer version, of a removed step in the older; null: the route. */
  readonly stepNo: number | null;
  readonly kind: ChangeKind;
  /** `step`, `stepNo`, a field of the step, or `captureItems.CODE[.field]`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What an engineer sees between two versions of a route, route first, then the newer version's steps
 * in order, removed steps at the place they had. A step is the same step while its operation is; it
 * MOVED only when it changed places with another one, so an inserted step does not list every step
 * that was renumbered behind it. Ids and origins are not shown: they change nothing on the floor.
 */
export function diffVersions(before: DraftSnapshot, after: DraftSnapshot): VersionChange[] {
  const { pairs, added, removed } = matchSteps(before.steps, after.steps);
  const isResequenced = added.length + removed.length > 0 || pairs.some((pair) => pair.isMoved);
  const changes = [
    ...removed.map((step) => stepChange("REMOVED", step)),
    ...added.map((step) => stepChange("ADDED", step)),
    ...pairs.flatMap((pair) => [
      ...(pair.isMoved ? [move(pair, "MOVED")] : []),
      ...(!isResequenced && pair.before.stepNo !== pair.after.stepNo
        ? [move(pair, "CHANGED")]
        : []),
      ...stepChanges(pair),
    ]),
  ];
  // Sorting is stable: within one step the order above stays.
  changes.sort((a, b) => (a.stepNo ?? 0) - (b.stepNo ?? 0));
  return [...routeChanges(before, after), ...changes];
}

interface StepPair {
  readonly before: DraftStep;
  readonly after: DraftStep;
  readonly isMoved: boolean;
}

function matchSteps(before: readonly DraftStep[], after: readonly DraftStep[]) {
  const order = (steps: readonly DraftStep[]) => [...steps].sort((a, b) => a.stepNo - b.stepNo);
  const older = order(before);
  const newer = order(after);
  const kept = stableOrder(older.map(identity), newer.map(identity));
  const keptOld = new Set(kept.map(([at]) => at));
  const keptNew = new Set(kept.map(([, at]) => at));
  const pairs: StepPair[] = kept.map(([a, b]) => ({
    before: older[a]!,
    after: newer[b]!,
    isMoved: false,
  }));
  const removed = older.filter((_, at) => !keptOld.has(at));
  const added: DraftStep[] = [];
  for (const step of newer.filter((_, at) => !keptNew.has(at))) {
    const from = removed.findIndex((candidate) => identity(candidate) === identity(step));
    const [source] = from < 0 ? [] : removed.splice(from, 1);
    if (source) pairs.push({ before: source, after: step, isMoved: true });
    else added.push(step);
  }
  return { pairs, added, removed };
}

function identity(step: DraftStep): string {
  return step.operation?.code ?? `#${step.stepNo}`;
}

function move({ before, after }: StepPair, kind: ChangeKind): VersionChange {
  return {
    stepNo: after.stepNo,
    kind,
    field: "stepNo",
    before: before.stepNo,
    after: after.stepNo,
  };
}

function stepChange(kind: "ADDED" | "REMOVED", step: DraftStep): VersionChange {
  const operation = step.operation?.code ?? null;
  return kind === "ADDED"
    ? { stepNo: step.stepNo, kind, field: "step", before: null, after: operation }
    : { stepNo: step.stepNo, kind, field: "step", before: operation, after: null };
}

function routeChanges(before: DraftSnapshot, after: DraftSnapshot): VersionChange[] {
  const shown = ({ route }: DraftSnapshot) => ({
    "route.code": route.code,
    "route.name": route.name,
    "route.processType": route.processType,
    "route.productCode": route.productCode,
  });
  return fieldChanges(null, shown(before), shown(after));
}

function stepChanges({ before, after }: StepPair): VersionChange[] {
  return [
    ...fieldChanges(after.stepNo, shownStep(before), shownStep(after)),
    ...itemChanges(after.stepNo, before.captureItems, after.captureItems),
    ...mappingChanges({ before, after }),
  ];
}

function shownStep(step: DraftStep): Record<string, unknown> {
  return {
    name: step.name,
    sourceStepKey: step.sourceStepKey,
    "operation.name": step.operation?.name ?? null,
    "operation.nameZh": step.operation?.nameZh ?? null,
    "operation.traits": step.operation?.traits ?? [],
    stationType: step.stationType,
    stationGroup: step.stationGroup?.code ?? null,
    allowedStations: step.allowedStations.map((station) => station.code),
    requiresFai: step.requiresFai,
    requiresAuthorization: step.requiresAuthorization,
    expectedProgram: step.expectedProgram ?? null,
  };
}

/** A mapping that came or went is one change; within one, field by field. */
function mappingChanges({ before, after }: Omit<StepPair, "isMoved">): VersionChange[] {
  const [old, now] = [flatMapping(before.ingestMapping), flatMapping(after.ingestMapping)];
  const { stepNo } = after;
  const field = "ingestMapping";
  if (!before.ingestMapping && !after.ingestMapping) return [];
  if (!before.ingestMapping) return [{ stepNo, kind: "ADDED", field, before: null, after: now }];
  if (!after.ingestMapping) return [{ stepNo, kind: "REMOVED", field, before: old, after: null }];
  const none = Object.fromEntries([...Object.keys(old), ...Object.keys(now)].map((f) => [f, null]));
  return fieldChanges(stepNo, { ...none, ...old }, { ...none, ...now });
}

function itemChanges(
  stepNo: number,
  before: readonly FrozenCaptureItem[],
  after: readonly FrozenCaptureItem[],
): VersionChange[] {
  const codes = (items: readonly FrozenCaptureItem[]) => items.map((item) => item.code);
  const find = (items: readonly FrozenCaptureItem[], code: string) =>
    items.find((item) => item.code === code);
  const changes: VersionChange[] = [];
  for (const code of new Set([...codes(after), ...codes(before)])) {
    const [old, now] = [find(before, code), find(after, code)];
    const field = `captureItems.${code}`;
    if (!old) changes.push({ stepNo, kind: "ADDED", field, before: null, after: shownItem(now!) });
    else if (!now)
      changes.push({ stepNo, kind: "REMOVED", field, before: shownItem(old), after: null });
    else changes.push(...fieldChanges(stepNo, prefixed(field, old), prefixed(field, now)));
  }
  if (changes.every(({ kind }) => kind === "CHANGED"))
    changes.push(
      ...fieldChanges(stepNo, { captureOrder: codes(before) }, { captureOrder: codes(after) }),
    );
  return changes;
}

function shownItem(item: FrozenCaptureItem): Record<string, unknown> {
  const { id: _, code: __, ...shown } = item;
  return shown;
}

function prefixed(field: string, item: FrozenCaptureItem): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shownItem(item)).map(([name, value]) => [`${field}.${name}`, value]),
  );
}

function fieldChanges(
  stepNo: number | null,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): VersionChange[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      stepNo,
      kind: "CHANGED",
      field,
      before: before[field],
      after: after[field],
    }));
}
