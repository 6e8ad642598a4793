import { type IngestMapping, parsePath } from "@lineside/domain/routing";
import type { SimStep } from "./line.ts";
import type { Visit } from "./model.ts";

export interface EventFacts {
  readonly step: SimStep;
  readonly stationCode: string;
  readonly lineCode: string;
  readonly runNo: string;
  readonly sourceSystem: string;
  readonly dedupeKey: string;
  readonly occurredAt: string;
  readonly sns: readonly string[];
  readonly carrierNo: string | null;
  readonly testResultId: string | null;
  readonly visit: Pick<Visit, "result" | "values" | "defect">;
  /** The result of each unit of a batch. */
  readonly units: readonly { sn: string; result: "PASS" | "FAIL" }[];
}

/** The event a machine would post whose events the step's mapping reads. */
export function eventFor(facts: EventFacts, mapping: IngestMapping): object {
  const { step, dedupeKey, sourceSystem, occurredAt, visit } = facts;
  const event = { dedupeKey, sourceSystem, eventType: step.type, occurredAt, payload: {} };
  const put = (path: string | undefined, value: unknown) => {
    if (path !== undefined && value !== null) place(event, path, value);
  };
  put(mapping.occurredAtPath, occurredAt);
  put(mapping.stationCodePath, facts.stationCode);
  put(mapping.lineCodePath, facts.lineCode);
  put(mapping.snPath, facts.sns[0] ?? null);
  put(mapping.carrierCodePath, facts.carrierNo);
  put(mapping.testResultIdPath, facts.testResultId);
  put(mapping.result.path, wordFor(mapping, visit.result));
  if (mapping.snListPath) putList(event, mapping.snListPath, facts.sns);
  putMeasurements(event, facts, mapping);
  putDefects(event, facts, mapping);
  putUnits(event, facts, mapping);
  return event;
}

export function wordFor({ result }: IngestMapping, verdict: "PASS" | "FAIL"): string {
  return (verdict === "PASS" ? result.passValues[0] : result.failValues[0]) ?? verdict;
}

/** The sender's name of a capture item: the one the mapping translates, else the code itself. */
export function measurementName(mapping: IngestMapping | null, code: string): string {
  const named = Object.entries(mapping?.dataSpecMap ?? {}).find(([, to]) => to === code);
  return named?.[0] ?? code;
}

function putMeasurements(event: object, { visit }: EventFacts, mapping: IngestMapping): void {
  const { measurements } = mapping;
  if (!measurements || visit.values.length === 0) return;
  const items = visit.values.map(({ item, value }) => {
    const one = {};
    place(one, measurements.namePath, measurementName(mapping, item.code));
    place(one, measurements.valuePath, value);
    if (measurements.unitPath && item.unit) place(one, measurements.unitPath, item.unit);
    return one;
  });
  putList(event, measurements.itemsPath, items);
}

function putDefects(event: object, { visit }: EventFacts, mapping: IngestMapping): void {
  const { defects } = mapping;
  if (!defects || !visit.defect) return;
  const one = {};
  place(one, defects.codePath, visit.defect.code);
  if (defects.locationPath) place(one, defects.locationPath, visit.defect.location);
  putList(event, defects.itemsPath, [one]);
}

function putUnits(event: object, { units }: EventFacts, mapping: IngestMapping): void {
  if (!mapping.units || units.length === 0) return;
  const { itemsPath, snPath, resultPath } = mapping.units;
  const list = units.map(({ sn, result }) => {
    const one = {};
    place(one, snPath, sn);
    place(one, resultPath, wordFor(mapping, result));
    return one;
  });
  putList(event, itemsPath, list);
}

/** A list at its path; `boards[*].sn` makes one element for each value. */
function putList(event: object, path: string, list: readonly unknown[]): void {
  const at = path.indexOf("[*]");
  const rest = at < 0 ? "" : path.slice(at + 3).replace(/^\./, "");
  if (rest === "") {
    place(event, at < 0 ? path : path.slice(0, at), list);
    return;
  }
  const before = listAt(event, path.slice(0, at));
  for (const [index, value] of list.entries()) {
    before[index] ??= {};
    place(before[index], rest, value);
  }
}

function listAt(event: object, path: string): Record<string, unknown>[] {
  const found = (parsePath(path) ?? []).reduce<unknown>(
    (value, segment) => (value as Record<string, unknown> | undefined)?.[segment],
    event,
  );
  if (Array.isArray(found)) return found;
  const list: Record<string, unknown>[] = [];
  place(event, path, list);
  return list;
}

/** Puts a value where a path leads, making the objects and lists on the way. */
function place(root: object, path: string, value: unknown): void {
  const segments = (parsePath(path) ?? []).map((segment) => (segment === "[*]" ? 0 : segment));
  let here = root as Record<string | number, unknown>;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next === undefined) here[segment] = value;
    else {
      here[segment] ??= typeof next === "number" ? [] : {};
      here = here[segment] as Record<string | number, unknown>;
    }
  }
}
