import { judgeCaptures, stationFail } from "../execution/index.ts";
import type { Instant } from "../kernel/index.ts";
import {
  checkMapping,
  type DraftSnapshot,
  type DraftStep,
  type FrozenStep,
  type IngestMapping,
} from "../routing/index.ts";
import type { BenchMeasurement, BenchOutcome, MappingBenchAnswer } from "./bench-schema.ts";
import { extract } from "./extract.ts";
import { elementsOf, findAll, lookFor, lookForList, type Place, shown } from "./find-value.ts";
import { jsonFault } from "./json-fault.ts";
import type { EventToRead, Reading, ReadMeasurement, ReadUnit } from "./reading.ts";

export interface BenchFacts {
  readonly snapshot: Pick<DraftSnapshot, "steps">;
  readonly step: DraftStep;
  readonly mapping: IngestMapping;
  readonly now: Instant;
  readonly timezone: string;
}

/** What the bench shows of a long list. */
const valuesMax = 4;
const measurementsShown = 200;

/**
 * Reads a pasted event as the step would, and tells everything about it: what each path found, how
 * each measurement is judged, and what would happen to the unit — all of it, also where an event of
 * the line would have been refused at the first thing that is wrong.
 */
export function tryMapping(text: string, facts: BenchFacts): MappingBenchAnswer {
  const { mapping, step } = facts;
  const faults = checkMapping(mapping, step);
  const pasted = readPasted(text, step);
  if (!pasted.ok) return { ...nothing, faults, malformed: pasted.malformed };
  const { kind, eventCount, event } = pasted;
  const read: EventToRead = {
    ...(event as object),
    payload: event.payload,
    occurredAt: (event.occurredAt ?? null) as string | null,
    receivedAt: facts.now,
    timezone: facts.timezone,
  };
  const about = { ...nothing, kind, eventCount, event, faults, found: foundBy(mapping, event) };
  if (kind === "CFX") return about;
  const extracted = extract(mapping, read, step);
  if (!extracted.ok) return { ...about, refusal: extracted.refusal };
  return { ...about, ...told(extracted.value, facts) };
}

const nothing: MappingBenchAnswer = {
  kind: null,
  malformed: null,
  eventCount: 0,
  event: null,
  faults: [],
  found: [],
  reading: null,
  measurements: [],
  unmapped: [],
  missing: [],
  outcomes: [],
  refusal: null,
};

interface PastedEvent {
  readonly payload?: unknown;
  readonly [field: string]: unknown;
}

type Pasted =
  | { ok: true; kind: "EVENT" | "PAYLOAD" | "CFX"; eventCount: number; event: PastedEvent }
  | { ok: false; malformed: NonNullable<MappingBenchAnswer["malformed"]> };

/** An event has a payload; anything else is one, as a tester writes it into its log. */
function readPasted(text: string, step: DraftStep): Pasted {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = jsonFault(text) ?? { offset: 0, line: 1, column: 1 };
    return { ok: false, malformed: { ...at, reason: String((error as Error).message) } };
  }
  const eventCount = Array.isArray(value) ? value.length : 1;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (isObject(first) && Object.hasOwn(first, "MessageName"))
    return { ok: true, kind: "CFX", eventCount, event: first };
  if (isObject(first) && Object.hasOwn(first, "payload"))
    return { ok: true, kind: "EVENT", eventCount, event: first };
  const event = { eventType: step.stationType, payload: first };
  return { ok: true, kind: "PAYLOAD", eventCount, event };
}

function isObject(value: unknown): value is PastedEvent {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function foundBy(mapping: IngestMapping, event: unknown): MappingBenchAnswer["found"] {
  const { measurements, defects, units, result } = mapping;
  const direct: [string, string | undefined][] = [
    ["occurredAtPath", mapping.occurredAtPath],
    ["stationCodePath", mapping.stationCodePath],
    ["lineCodePath", mapping.lineCodePath],
    ["snPath", mapping.snPath],
    ["snListPath", mapping.snListPath],
    ["carrierCodePath", mapping.carrierCodePath],
    ["testResultIdPath", mapping.testResultIdPath],
    ["result.path", result.path],
  ];
  const found = direct.flatMap(([field, path]) =>
    path === undefined ? [] : [entry(field, path, findAll(event, lookFor(path)))],
  );
  const lists = { measurements, defects, units };
  for (const [name, paths] of Object.entries(lists)) {
    if (!paths) continue;
    const { itemsPath, ...inside } = paths;
    const elements = findAll(event, lookForList(itemsPath)).flatMap(elementsOf);
    found.push(entry(`${name}.itemsPath`, itemsPath, elements));
    for (const [field, path] of Object.entries(inside))
      if (path !== undefined)
        found.push(entry(`${name}.${field}`, path, findInEach(elements, path)));
  }
  return found;
}

function findInEach(elements: readonly Place[], path: string): Place[] {
  const look = lookFor(path);
  return elements.flatMap((element) =>
    findAll(element.value, look).map((place) => ({
      value: place.value,
      path: `${element.path}.${place.path}`,
    })),
  );
}

function entry(field: string, path: string, places: readonly Place[]) {
  const values = places
    .slice(0, valuesMax)
    .map((place) => ({ path: place.path, value: shown(place.value) }));
  return { field, path, count: places.length, values };
}

type Told = Pick<
  MappingBenchAnswer,
  "reading" | "measurements" | "unmapped" | "missing" | "outcomes"
>;

function told(reading: Reading, facts: BenchFacts): Told {
  const { step } = facts;
  const { measurements, captures: _, units: __, defects: ___, unmapped, ...head } = reading;
  const sorted = [...measurements].sort(
    (a, b) => Number(a.code === null) - Number(b.code === null),
  );
  return {
    reading: { ...head, measurementCount: measurements.length },
    measurements: sorted.slice(0, measurementsShown).map((each) => shownMeasurement(each, step)),
    unmapped: unmapped.slice(0, measurementsShown),
    missing: step.captureItems
      .filter(({ isRequired, code }) => isRequired && reading.units.some(lacks(code)))
      .map(({ code, name, nameZh }) => ({ code, name, nameZh })),
    outcomes: outcomesOf(reading.units, facts),
  };
}

const lacks =
  (code: string) =>
  ({ captures }: ReadUnit) =>
    !captures.some((capture) => capture.code === code);

/** Units the same happens to stand together, those that pass first. */
function outcomesOf(units: readonly ReadUnit[], facts: BenchFacts): BenchOutcome[] {
  const outcomes = new Map<string, BenchOutcome>();
  for (const unit of units) {
    const outcome = outcomeOf(unit, facts);
    const key = JSON.stringify(outcome);
    const known = outcomes.get(key) ?? outcome;
    outcomes.set(key, { ...known, sns: [...known.sns, unit.sn] });
  }
  const all = [...outcomes.values()];
  return ["PASS", "FAIL"].flatMap((result) => all.filter((each) => each.result === result));
}

function shownMeasurement(measurement: ReadMeasurement, step: DraftStep): BenchMeasurement {
  const item = step.captureItems.find(({ code }) => code === measurement.code);
  const { judgement, senderJudge } = measurement;
  return {
    ...measurement,
    itemName: item?.name ?? null,
    itemNameZh: item?.nameZh ?? null,
    itemUnit: item?.unit ?? null,
    lowerLimit: item?.lowerLimit ?? null,
    upperLimit: item?.upperLimit ?? null,
    onBreach: item?.onBreach ?? null,
    isContradiction: judgement !== "NA" && senderJudge !== null && senderJudge !== judgement,
  };
}

function outcomeOf(
  { result, captures, defects: said }: ReadUnit,
  { step, snapshot }: BenchFacts,
): BenchOutcome {
  const isPass = result === "PASS";
  const none = { result, sns: [], next: null, defects: [], refusal: null };
  const judged = judgeCaptures(step as FrozenStep, captures, isPass);
  if (!judged.ok) return { ...none, effect: "REFUSED", refusal: judged.refusal };
  if (!isPass) {
    const unnamed = { code: stationFail, location: null, remark: null };
    const defects = said.length > 0 ? said : [unnamed];
    return { ...none, effect: "DEFECT", defects };
  }
  if (judged.value.breaches.some(({ action }) => action === "HOLD"))
    return { ...none, effect: "HOLD" };
  const after = snapshot.steps.filter(({ stepNo }) => stepNo > step.stepNo);
  const next = after.reduce<DraftStep | null>(
    (first, each) => (first === null || each.stepNo < first.stepNo ? each : first),
    null,
  );
  if (!next) return { ...none, effect: "DONE" };
  const { stepNo, name, operation } = next;
  const shownOperation = operation && {
    code: operation.code,
    name: operation.name,
    nameZh: operation.nameZh,
  };
  return { ...none, effect: "NEXT", next: { stepNo, name, operation: shownOperation } };
}
