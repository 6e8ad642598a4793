import type { StationType } from "../plant/index.ts";
import { eventRoots, isMany } from "./event-path.ts";
import type { IngestMapping } from "./ingest-mapping.ts";
import { isMachineType, type MachineStationType } from "./mapping-kinds.ts";

export interface MappingFault {
  /** Where in the mapping, e.g. `result.path` or `dataSpecMap.R17`. */
  readonly field: string;
  readonly reason: MappingReason;
  /** What stands there, for the reader of the error. */
  readonly found?: string;
}

export const mappingReasons = [
  "TYPE_DIFFERS",
  "REQUIRED",
  "NOT_FOR_TYPE",
  "ROOT_UNKNOWN",
  "ONE_VALUE_ONLY",
  "PASS_AND_FAIL",
  "UNITS_MISSING",
  "ITEM_UNKNOWN",
  "ITEM_TWICE",
  "MEASUREMENTS_MISSING",
] as const;
export type MappingReason = (typeof mappingReasons)[number];

export interface MappedStep {
  readonly stationType: StationType | null;
  readonly captureItems: readonly { readonly code: string }[];
}

type Field = keyof IngestMapping;

/** domain.md 4.6.2: what a mapping must say for the type of station, and what it cannot. */
const required: Readonly<Record<MachineStationType, readonly Field[]>> = {
  AUTO: ["occurredAtPath", "stationCodePath", "snPath"],
  TEST: ["occurredAtPath", "stationCodePath", "snPath", "testResultIdPath"],
  BATCH: ["occurredAtPath", "stationCodePath", "snListPath", "carrierCodePath"],
};
const foreign: Readonly<Record<MachineStationType, readonly Field[]>> = {
  AUTO: ["snListPath", "carrierCodePath", "testResultIdPath", "units"],
  TEST: ["snListPath", "carrierCodePath", "units"],
  BATCH: ["snPath", "testResultIdPath"],
};

/**
 * What is wrong with a mapping at its step, in the order an engineer should put it right. A mapping
 * reads every event of a run for as long as the run lives, so what cannot be read is refused when the
 * route is compiled, not when the first board arrives.
 */
export function checkMapping(mapping: IngestMapping, step: MappedStep): MappingFault[] {
  const { stationType } = step;
  if (!isMachineType(stationType)) return [];
  return [
    ...typeFaults(mapping, stationType),
    ...pathFaults(mapping),
    ...wordFaults(mapping),
    ...itemFaults(mapping, step),
  ];
}

function typeFaults(mapping: IngestMapping, stationType: MachineStationType): MappingFault[] {
  const { eventType, batchPolicy, units } = mapping;
  const faults: MappingFault[] = [];
  if (eventType !== undefined && eventType !== stationType)
    faults.push({ field: "eventType", reason: "TYPE_DIFFERS", found: eventType });
  for (const field of required[stationType])
    if (mapping[field] === undefined) faults.push({ field, reason: "REQUIRED" });
  for (const field of foreign[stationType])
    if (mapping[field] !== undefined) faults.push({ field, reason: "NOT_FOR_TYPE" });
  if (batchPolicy === "PARTIAL" && stationType !== "BATCH")
    faults.push({ field: "batchPolicy", reason: "NOT_FOR_TYPE", found: batchPolicy });
  else if (batchPolicy === "PARTIAL" && units === undefined)
    faults.push({ field: "units", reason: "UNITS_MISSING" });
  return faults;
}

function pathFaults(mapping: IngestMapping): MappingFault[] {
  const { result, measurements, defects, units } = mapping;
  const single = ["occurredAtPath", "stationCodePath", "lineCodePath", "snPath"] as const;
  const more = ["carrierCodePath", "testResultIdPath"] as const;
  const fromEvent: [field: string, path: string | undefined][] = [
    ...[...single, ...more].map((field): [string, string | undefined] => [field, mapping[field]]),
    ["snListPath", mapping.snListPath],
    ["result.path", result.path],
    ["measurements.itemsPath", measurements?.itemsPath],
    ["defects.itemsPath", defects?.itemsPath],
    ["units.itemsPath", units?.itemsPath],
  ];
  const roots: readonly string[] = eventRoots;
  const strangers = fromEvent.filter(
    ([, path]) => path !== undefined && !roots.includes(path.split(/[.[]/, 1)[0] ?? ""),
  );
  const ofElements = [
    ...Object.entries(withPrefix("measurements", measurements)),
    ...Object.entries(withPrefix("defects", defects)),
    ...Object.entries(withPrefix("units", units)),
  ].filter(([field]) => !field.endsWith("itemsPath"));
  const ofUnits = ["units.itemsPath", "units.measurementsPath", "units.defectsPath"];
  const lists = ["snListPath", "measurements.itemsPath", "defects.itemsPath", ...ofUnits];
  const many = [...fromEvent.filter(([field]) => !lists.includes(field)), ...ofElements].filter(
    ([, path]) => path !== undefined && isMany(path),
  );
  return [
    ...strangers.map(([field, path]) => fault(field, "ROOT_UNKNOWN", path)),
    ...many.map(([field, path]) => fault(field, "ONE_VALUE_ONLY", path)),
  ];
}

function wordFaults({ result }: IngestMapping): MappingFault[] {
  const both = result.passValues.filter((word) => result.failValues.includes(word));
  return both.map((word) => fault("result.failValues", "PASS_AND_FAIL", word));
}

function itemFaults(mapping: IngestMapping, step: MappedStep): MappingFault[] {
  const { measurements, dataSpecMap = {} } = mapping;
  const faults: MappingFault[] = [];
  if (!measurements && step.stationType === "TEST" && step.captureItems.length > 0)
    faults.push({ field: "measurements", reason: "MEASUREMENTS_MISSING" });
  const known = new Set(step.captureItems.map((item) => item.code));
  const named = new Map<string, string>();
  for (const [name, code] of Object.entries(dataSpecMap).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!known.has(code)) faults.push(fault(`dataSpecMap.${name}`, "ITEM_UNKNOWN", code));
    else if (named.has(code)) faults.push(fault(`dataSpecMap.${name}`, "ITEM_TWICE", code));
    named.set(code, name);
  }
  return faults;
}

function fault(field: string, reason: MappingReason, found: string | undefined): MappingFault {
  return found === undefined ? { field, reason } : { field, reason, found };
}

function withPrefix(name: string, paths: Record<string, string | undefined> | undefined) {
  return Object.fromEntries(
    Object.entries(paths ?? {}).map(([field, path]) => [`${name}.${field}`, path]),
  );
}
