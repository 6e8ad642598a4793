import type { FrozenCaptureItem, FrozenStep, IngestMapping } from "../routing/index.ts";
import { type Look, lookFor, lookForList } from "./find-value.ts";
import type { MachineResult } from "./reading.ts";

/** A mapping with its paths made ready: a frozen one is prepared once, not for every event. */
export interface Plan {
  readonly mapping: IngestMapping;
  readonly head: readonly ["stationCode" | "lineCode" | "carrierNo" | "testResultId", Look][];
  readonly occurredAt: Look | null;
  readonly sn: Look | null;
  readonly snList: Look | null;
  readonly result: Look;
  /** What the words of the sender mean. */
  readonly words: ReadonlyMap<string, MachineResult>;
  readonly units: {
    readonly items: Look;
    readonly sn: Look;
    readonly result: Look;
    readonly measurements: Look | null;
    readonly defects: Look | null;
  } | null;
  readonly measurements: MeasurementPlan | null;
  readonly defects: {
    readonly items: Look;
    readonly code: Look;
    readonly location: Look | null;
    readonly remark: Look | null;
  } | null;
}

export interface MeasurementPlan {
  readonly items: Look;
  readonly name: Look;
  readonly value: Look;
  readonly unit: Look | null;
  readonly judge: Look | null;
  /** The capture item by the machine's name of it. */
  readonly itemOf: ReadonlyMap<string, FrozenCaptureItem>;
}

type Step = Pick<FrozenStep, "captureItems">;
const plans = new WeakMap<IngestMapping, { step: Step; plan: Plan }>();

export function planOf(mapping: IngestMapping, step: Step): Plan {
  const known = plans.get(mapping);
  if (known?.step === step) return known.plan;
  const plan = makePlan(mapping, step);
  plans.set(mapping, { step, plan });
  return plan;
}

function makePlan(mapping: IngestMapping, step: Step): Plan {
  const { result, units, defects } = mapping;
  const look = (path: string | undefined) => (path === undefined ? null : lookFor(path));
  const list = (path: string | undefined) => (path === undefined ? null : lookForList(path));
  const head = [
    ["stationCode", look(mapping.stationCodePath)],
    ["lineCode", look(mapping.lineCodePath)],
    ["carrierNo", look(mapping.carrierCodePath)],
    ["testResultId", look(mapping.testResultIdPath)],
  ] as const;
  return {
    mapping,
    head: head.filter((entry): entry is Plan["head"][number] => entry[1] !== null),
    occurredAt: look(mapping.occurredAtPath),
    sn: look(mapping.snPath),
    snList: list(mapping.snListPath),
    result: lookFor(result.path),
    words: new Map([
      ...result.passValues.map((word) => [word, "PASS"] as const),
      ...result.failValues.map((word) => [word, "FAIL"] as const),
    ]),
    units: units
      ? {
          items: lookForList(units.itemsPath),
          sn: lookFor(units.snPath),
          result: lookFor(units.resultPath),
          measurements: list(units.measurementsPath),
          defects: list(units.defectsPath),
        }
      : null,
    measurements: measurementPlan(mapping, step),
    defects: defects
      ? {
          items: lookForList(defects.itemsPath),
          code: lookFor(defects.codePath),
          location: look(defects.locationPath),
          remark: look(defects.remarkPath),
        }
      : null,
  };
}

function measurementPlan(
  { measurements, dataSpecMap = {} }: IngestMapping,
  { captureItems }: Step,
): MeasurementPlan | null {
  if (!measurements) return null;
  const byCode = new Map(captureItems.map((item) => [item.code, item]));
  const itemOf = new Map(byCode);
  for (const [name, code] of Object.entries(dataSpecMap)) {
    const item = byCode.get(code);
    if (item) itemOf.set(name, item);
  }
  const { itemsPath, namePath, valuePath, unitPath, judgePath } = measurements;
  return {
    items: lookForList(itemsPath),
    name: lookFor(namePath),
    value: lookFor(valuePath),
    unit: unitPath === undefined ? null : lookFor(unitPath),
    judge: judgePath === undefined ? null : lookFor(judgePath),
    itemOf,
  };
}
