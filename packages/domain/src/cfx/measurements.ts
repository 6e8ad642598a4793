import {
  type CfxObject,
  fieldOf,
  isObject,
  numberOf,
  objectOf,
  secondsOf,
  textOf,
} from "./fields.ts";

export type CfxValue = number | string | boolean;

/** One value a machine measured, under the machine's own name. */
export interface CfxMeasurement {
  readonly name: string;
  readonly value: CfxValue;
  readonly unit: string | null;
  /** The sender's own verdict; null: it gave none. */
  readonly judge: "PASS" | "FAIL" | null;
}

/** Measurements of one message at most: a profile of a thousand zones is still one message. */
export const measurementsMax = 5000;
const longestName = 200;

/**
 * What one measurement of a test or inspection says. A NumericMeasurement has one value with its
 * unit; others (offsets, solder paste) have a number per quantity and are named by component and
 * quantity: `R1.DX`.
 */
export function measurementsOf(item: CfxObject, context: string | null): CfxMeasurement[] {
  const judge = judgeOf(textOf(item, "Result"));
  const name = textOf(item, "MeasurementName");
  const components = textOf(item, "CRDs");
  const base = name ?? components ?? context;
  const measured = objectOf(item, "MeasuredValue") ?? objectOf(item, "MeasurementValue");
  if (measured) return numericValue(measured, base, judge);
  for (const field of ["MeasuredValue", "ActualValue", "Value", "ReadingValue"]) {
    const value = scalar(fieldOf(item, field));
    if (value !== null && base !== null)
      return [{ name: cut(base), value, unit: unitOf(item), judge }];
  }
  const found: CfxMeasurement[] = [];
  for (const [key, value] of Object.entries(item))
    if (typeof value === "number" && !notMeasured.has(key.toLowerCase()))
      found.push({ name: cut(base === null ? key : `${base}.${key}`), value, unit: null, judge });
  return found;
}

const notMeasured = new Set([
  "sequence",
  "expectedvalue",
  "minacceptablevalue",
  "maxacceptablevalue",
]);

function numericValue(
  measured: CfxObject,
  base: string | null,
  judge: CfxMeasurement["judge"],
): CfxMeasurement[] {
  const value = scalar(fieldOf(measured, "Value"));
  if (value === null || base === null) return [];
  return [{ name: cut(base), value, unit: unitOf(measured), judge }];
}

function unitOf(item: CfxObject): string | null {
  return (
    textOf(item, "ValueUnits") ??
    textOf(item, "ValueUnit") ??
    textOf(item, "ReadingUnits") ??
    textOf(item, "Units") ??
    textOf(item, "Unit")
  );
}

/**
 * Everything measured in process data of whatever kind: conveyor speed, oven zones, coating volumes,
 * cleaning steps. Names follow the machine's own words from the outside in: `Zone1.Top.Temperature`,
 * a set-point is the same with `.Setpoint`. Time spans are seconds.
 */
export function processValuesOf(data: CfxObject): CfxMeasurement[] {
  const found: CfxMeasurement[] = [];
  walk(data, "", found);
  return found;
}

function walk(object: CfxObject, path: string, found: CfxMeasurement[]): void {
  for (const [key, value] of Object.entries(object)) {
    if (found.length >= measurementsMax) return;
    if (key.startsWith("$") || naming.has(key.toLowerCase())) continue;
    if (Array.isArray(value)) walkList(key, value, { path, found });
    else if (isObject(value)) {
      const isZone = key.toLowerCase() === "zone";
      walk(value, isZone ? path : join(path, key), found);
    } else push(object, key, { path, found });
  }
}

function walkList(
  key: string,
  list: readonly unknown[],
  { path, found }: { path: string; found: CfxMeasurement[] },
): void {
  for (const [index, item] of list.entries()) {
    if (found.length >= measurementsMax) return;
    if (!isObject(item)) continue;
    const own = readingOf(item, path);
    if (own) found.push(own);
    else {
      const label = labelOf(item);
      walk(item, join(path, label ?? `${key}${index + 1}`), found);
    }
  }
}

/** A reading or a set-point: its type is its name, its sub-zone where it was taken. */
function readingOf(item: CfxObject, path: string): CfxMeasurement | null {
  const kinds = [
    ["ReadingType", "ReadingValue", ""],
    ["SetpointType", "Setpoint", ".Setpoint"],
    ["MeasurementName", "ActualValue", ""],
  ] as const;
  for (const [nameField, valueField, suffix] of kinds) {
    const name = textOf(item, nameField);
    const value = scalar(fieldOf(item, valueField));
    if (name === null || value === null) continue;
    const at = join(path, textOf(item, "SubZone") ?? "");
    const judge = judgeOf(textOf(item, "Result"));
    return { name: cut(join(at, name) + suffix), value, unit: unitOf(item), judge };
  }
  return null;
}

/** What the machine calls a zone, step or stroke. */
function labelOf(item: CfxObject): string | null {
  const zone = objectOf(item, "Zone") ?? objectOf(item, "Stage") ?? item;
  const sequence = numberOf(zone, "StageSequence");
  return (
    textOf(zone, "StageName") ??
    textOf(item, "Name") ??
    textOf(item, "CleaningStepType") ??
    (sequence === null ? null : `Zone${sequence}`)
  );
}

function push(
  object: CfxObject,
  key: string,
  { path, found }: { path: string; found: CfxMeasurement[] },
): void {
  const seconds = secondsOf(object, key);
  if (seconds !== null) {
    found.push({ name: cut(join(path, key)), value: seconds, unit: "s", judge: null });
    return;
  }
  const value = fieldOf(object, key);
  if (typeof value === "number" || typeof value === "boolean")
    found.push({ name: cut(join(path, key)), value, unit: null, judge: null });
}

/** Fields that name their object instead of measuring anything. */
const naming = new Set([
  "sequence",
  "stagesequence",
  "stagename",
  "stagetype",
  "uniqueidentifier",
  "reflowzonetype",
  "cleaningsteptype",
]);

const join = (path: string, name: string) =>
  path === "" ? name : name === "" ? path : `${path}.${name}`;

const cut = (name: string) => name.slice(0, longestName);

function scalar(value: unknown): CfxValue | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text.slice(0, 200);
}

const words: Readonly<Record<string, "PASS" | "FAIL">> = {
  passed: "PASS",
  pass: "PASS",
  succeeded: "PASS",
  success: "PASS",
  failed: "FAIL",
  fail: "FAIL",
};

/** Passed and Succeeded, Failed; anything else is no verdict and never guessed to be one. */
export function judgeOf(text: string | null): "PASS" | "FAIL" | null {
  return text === null ? null : (words[text.toLowerCase()] ?? null);
}
