import type { CfxEnvelope } from "./envelope.ts";
import {
  type CfxObject,
  fieldOf,
  identifierOf,
  isObject,
  listOf,
  objectOf,
  textOf,
} from "./fields.ts";
import {
  type CfxMeasurement,
  judgeOf,
  measurementsMax,
  measurementsOf,
  processValuesOf,
} from "./measurements.ts";
import { cfxNames } from "./messages.ts";
import {
  type CfxOperator,
  type CfxRecipe,
  type CfxUnit,
  itemUnit,
  operatorOf,
  recipeOf,
} from "./units.ts";

export interface CfxDefect {
  readonly code: string;
  /** Reference designators, e.g. R22.1. */
  readonly location: string | null;
  readonly remark: string | null;
}

/** What a message says about the quality of one board. */
export interface CfxUnitResult {
  readonly unit: CfxUnit;
  /** As sent. */
  readonly raw: string | null;
  /** null: what was sent is neither a pass nor a fail. */
  readonly result: "PASS" | "FAIL" | null;
  readonly measurements: readonly CfxMeasurement[];
  readonly defects: readonly CfxDefect[];
}

export interface CfxResults {
  /** One for each board named; none: it holds for every board of the transaction. */
  readonly units: readonly CfxUnitResult[];
  /** For every board without a result of its own. */
  readonly overall: Omit<CfxUnitResult, "unit">;
  readonly operator: CfxOperator | null;
  readonly recipe: CfxRecipe | null;
  /** AOI, ICT, FCT … */
  readonly method: string | null;
}

/** What UnitsTested, UnitsInspected or UnitsProcessed says about each board. */
export function resultsOf(envelope: CfxEnvelope): CfxResults {
  const { body } = envelope;
  if (envelope.messageName === cfxNames.unitsProcessed) return processed(body);
  const isTest = envelope.messageName === cfxNames.unitsTested;
  const list = isTest ? "TestedUnits" : "InspectedUnits";
  const parts = isTest ? "Tests" : "Inspections";
  const items = listOf(body, list);
  const panel = objectOf(body, "InspectedPanel");
  return {
    units: items.flatMap((item) => unitResult(item, parts)),
    overall: panel ? outcome(panel, textOf(panel, "OverallResult"), parts) : nothing,
    operator: operatorOf(body, isTest ? "Tester" : "Inspector"),
    recipe: recipeOf(body),
    method: textOf(body, isTest ? "TestMethod" : "InspectionMethod")?.slice(0, 60) ?? null,
  };
}

const nothing = { raw: null, result: null, measurements: [], defects: [] };

function unitResult(item: CfxObject, parts: string): CfxUnitResult[] {
  const raw = textOf(item, "OverallResult");
  return itemUnit(item).map((unit) => ({ unit, ...outcome(item, raw, parts) }));
}

function outcome(item: CfxObject, raw: string | null, parts: string) {
  const measurements: CfxMeasurement[] = [];
  const defects: CfxDefect[] = [];
  const symptoms: CfxDefect[] = [];
  const seen = new Set<string>();
  const measure = (list: readonly CfxObject[], context: string | null) => {
    for (const each of list) {
      const id = identifierOf(each, "UniqueIdentifier");
      // A symptom repeats the measurement it comes from.
      if (measurements.length >= measurementsMax || (id !== null && seen.has(id))) continue;
      if (id !== null) seen.add(id);
      measurements.push(...measurementsOf(each, context));
    }
  };
  for (const part of listOf(item, parts)) {
    const name = textOf(part, "TestName") ?? textOf(part, "InspectionName");
    measure(listOf(part, "Measurements"), name);
    const found = listOf(part, "DefectsFound");
    const hints = [...listOf(part, "SymptomsFound"), ...listOf(part, "Symptoms")];
    for (const each of [...found, ...hints]) measure(listOf(each, "RelatedMeasurements"), name);
    // What an inspector looked at again and passed is no defect.
    if (judgeOf(textOf(part, "Result")) === "PASS") continue;
    defects.push(...found.flatMap((defect) => defectOf(defect, "DefectCode")));
    symptoms.push(...hints.flatMap((symptom) => defectOf(symptom, "SymptomCode")));
  }
  const result = judgeOf(raw);
  return { raw, result, measurements, defects: defects.length > 0 ? defects : symptoms };
}

function defectOf(item: CfxObject, codeField: string): CfxDefect[] {
  const code = textOf(item, codeField);
  if (code === null) return [];
  const components = [
    objectOf(item, "ComponentOfInterest"),
    ...listOf(item, "ComponentsOfInterest"),
  ];
  const places = components.flatMap((component) => {
    const place = component && textOf(component, "ReferenceDesignator");
    return place ? [place] : [];
  });
  const remark = textOf(item, "Description") ?? textOf(item, "Comments");
  const at = { code: code.slice(0, 64), remark: remark?.slice(0, 500) ?? null };
  if (places.length === 0) return [{ ...at, location: null }];
  return [...new Set(places)].map((place) => ({ ...at, location: place.slice(0, 64) }));
}

function processed(body: CfxObject): CfxResults {
  const raw = textOf(body, "OverallResult");
  const common = dataOf(fieldOf(body, "CommonProcessData"));
  const units = listOf(body, "UnitProcessData").flatMap((item) => {
    const own = textOf(item, "UnitResult") ?? raw;
    const measurements = [...common, ...dataOf(fieldOf(item, "UnitProcessData"))];
    return itemUnit(item).map((unit) => ({
      unit,
      raw: own,
      result: judgeOf(own),
      measurements,
      defects: [],
    }));
  });
  const data = objectOf(body, "CommonProcessData");
  return {
    units,
    overall: { raw, result: judgeOf(raw), measurements: common, defects: [] },
    operator: operatorOf(body),
    recipe: recipeOf(body) ?? (data && recipeOf(data)),
    method: null,
  };
}

const dataOf = (value: unknown) => (isObject(value) ? processValuesOf(value) : []);
