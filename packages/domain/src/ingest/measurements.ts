import { ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenCaptureItem, judgeValue } from "../routing/index.ts";
import { badPayload, find, type Look, listAt, nearest } from "./find-value.ts";
import type { IngestFlag } from "./kinds.ts";
import type { MeasurementPlan, Plan } from "./mapping-plan.ts";
import { conversion } from "./quantity.ts";
import type { EventToRead, MachineResult, Reading, ReadMeasurement } from "./reading.ts";

/** Measurements of one event; an SPI names every pad. */
export const measurementsMax = 20_000;

export type Measured = Pick<Reading, "measurements" | "captures" | "unmapped"> & {
  readonly flags: ReadonlySet<IngestFlag>;
};

type Raw = ReadMeasurement["raw"];

const nothing: Measured = { measurements: [], captures: [], unmapped: [], flags: new Set() };

/** Reads the measurements, maps them to the step's capture items, converts and judges them. */
export function readMeasurements(plan: Plan, event: EventToRead): Result<Measured> {
  const how = plan.measurements;
  return how ? readList(plan, event, { how, items: how.items, path: how.items.path }) : ok(nothing);
}

/** The same of one unit of a batch, from its element at the path. */
export function readMeasurementsOf(plan: Plan, element: unknown, path: string): Result<Measured> {
  const how = plan.measurements;
  const items = plan.units?.measurements ?? null;
  if (!how || !items) return ok(nothing);
  return readList(plan, element, { how, items, path: `${path}.${items.path}` });
}

interface ListOf {
  readonly how: MeasurementPlan;
  readonly items: Look;
  readonly path: string;
}

function readList(plan: Plan, root: unknown, { how, items, path }: ListOf): Result<Measured> {
  const list = listAt(root, items, path);
  if (!list.ok) return list;
  const elements = list.value ?? [];
  if (elements.length > measurementsMax) return badPayload(path, "TOO_MANY", elements.length);
  const reader = new MeasurementReader(how, plan.words, path);
  for (let at = 0; at < elements.length; at++) {
    const read = reader.read(elements[at], at);
    if (!read.ok) return read;
  }
  return ok(reader.done());
}

class MeasurementReader {
  readonly #measurements: ReadMeasurement[] = [];
  readonly #captures: Reading["captures"] = [];
  readonly #captured = new Set<string>();
  readonly #unmapped = new Set<string>();
  readonly #flags = new Set<IngestFlag>();

  constructor(
    readonly how: MeasurementPlan,
    readonly words: ReadonlyMap<string, MachineResult>,
    readonly path: string,
  ) {}

  read(element: unknown, at: number): Result<true> {
    const { how } = this;
    if (typeof element !== "object" || element === null || Array.isArray(element))
      return badPayload(`${this.path}[${at}]`, "WRONG_TYPE", element);
    const name = nameOf(find(element, how.name));
    if (name === null) return this.#noName(element, at);
    const raw = find(element, how.value);
    if (typeof raw === "object" && raw !== null)
      return badPayload(this.#pathOf(at, "value"), "WRONG_TYPE", raw);
    const unit = how.unit === null ? null : nameOf(find(element, how.unit));
    const senderJudge = how.judge === null ? null : this.#judgeOf(find(element, how.judge));
    const item = how.itemOf.get(name);
    const head = { name, raw: (raw ?? null) as Raw, unit, senderJudge };
    if (item) return this.#capture(item, { ...head, isMissing: raw === undefined, at });
    this.#unmapped.add(name);
    this.#flags.add("UNMAPPED_MEASUREMENT");
    const { raw: value } = head;
    this.#measurements.push({
      name,
      code: null,
      raw: value,
      unit,
      value,
      senderJudge,
      judgement: "NA",
    });
    return ok(true);
  }

  done(): Measured {
    return {
      measurements: this.#measurements,
      captures: this.#captures,
      unmapped: [...this.#unmapped],
      flags: this.#flags,
    };
  }

  #capture(item: FrozenCaptureItem, given: Given): Result<true> {
    const { name, raw, unit, senderJudge, isMissing, at } = given;
    if (isMissing) return badPayload(this.#pathOf(at, "value"), "MISSING", name);
    const value = this.#inUnitOf(item, given);
    if (!value.ok) return value;
    const judged = judgeValue(item, value.value);
    // A value of the wrong kind is for the track-out to refuse, with every other one.
    const judgement = judged.ok ? judged.value.judgement : "NA";
    this.#measurements.push({
      name,
      code: item.code,
      raw,
      unit,
      value: value.value,
      senderJudge,
      judgement,
    });
    if (value.value === null || value.value === "") return ok(true);
    // Two values for one item: which one is judged must not be chance.
    if (this.#captured.has(item.code)) return badPayload(this.#pathOf(at, "name"), "TWICE", name);
    this.#captured.add(item.code);
    this.#captures.push({ code: item.code, value: value.value });
    return ok(true);
  }

  #inUnitOf(item: FrozenCaptureItem, { name, raw, unit, at }: Given): Result<Raw> {
    if (raw === null || raw === "") return ok(null);
    if (item.dataType === "TEXT" || item.dataType === "CHOICE") return ok(String(raw).trim());
    if (item.dataType === "BOOLEAN") return ok(raw);
    const number = typeof raw === "number" ? raw : numberOf(raw);
    if (number === null) return badPayload(this.#pathOf(at, "value"), "NOT_A_NUMBER", raw);
    if (unit === null || item.unit === null) return ok(number);
    const way = conversion(unit, item.unit);
    if (!way)
      return refuse("UNIT_INCOMPATIBLE", {
        path: this.#pathOf(at, "unit"),
        measurement: name,
        item: item.code,
        from: unit,
        to: item.unit,
      });
    if (way.isSame) return ok(number);
    this.#flags.add("UNIT_CONVERTED");
    return ok(way.apply(number));
  }

  #judgeOf(value: unknown): MachineResult | null {
    if (typeof value === "string")
      return this.words.get(value) ?? this.words.get(value.trim()) ?? null;
    return value === undefined || value === null ? null : (this.words.get(String(value)) ?? null);
  }

  #noName(element: object, at: number): Result<never> {
    const found = find(element, this.how.name);
    const path = this.#pathOf(at, "name");
    if (found === undefined) return badPayload(path, "MISSING", nearest(element, this.how.name));
    return badPayload(
      path,
      typeof found === "object" && found !== null ? "WRONG_TYPE" : "EMPTY",
      found,
    );
  }

  /** Only put together when something is refused. */
  #pathOf(at: number, part: "name" | "value" | "unit"): string {
    return `${this.path}[${at}].${this.how[part]?.path ?? part}`;
  }
}

interface Given {
  readonly name: string;
  readonly raw: Raw;
  readonly unit: string | null;
  readonly senderJudge: MachineResult | null;
  readonly isMissing: boolean;
  readonly at: number;
}

/** null: no name. */
function nameOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

/** A decimal number as machines write it, also 1.2e-3; not hexadecimal, not "NaN", not Infinity. */
function numberOf(raw: string | boolean): number | null {
  if (typeof raw === "boolean") return null;
  const text = raw.trim();
  for (let at = 0; at < text.length; at++) if (!"0123456789.eE+-".includes(text[at]!)) return null;
  const number = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}
