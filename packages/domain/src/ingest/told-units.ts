import { ok, type Result, refuse } from "../kernel/index.ts";
import {
  badPayload,
  find,
  type Look,
  listAt,
  nearest,
  type Place,
  shown,
  textAt,
  textOf,
} from "./find-value.ts";
import type { Plan } from "./mapping-plan.ts";
import { type Measured, readMeasurementsOf } from "./measurements.ts";
import type { EventToRead, MachineResult, ReadDefect } from "./reading.ts";

/** Units of one batch, defects of one list. */
export const unitsMax = 1000;
export const defectsMax = 500;

/** What an event says of one unit of its batch, and where. */
export interface ToldUnit extends Measured {
  readonly sn: string;
  readonly result: MachineResult;
  readonly defects: ReadDefect[];
  readonly path: string;
}

export function readUnits(plan: Plan, event: EventToRead): Result<ToldUnit[]> {
  if (!plan.units) return ok([]);
  const { items } = plan.units;
  const list = listAt(event, items);
  if (!list.ok) return list;
  const elements = list.value ?? [];
  if (elements.length > unitsMax) return badPayload(items.path, "TOO_MANY", elements.length);
  const units = new Map<string, ToldUnit>();
  for (const [at, element] of elements.entries()) {
    const path = `${items.path}[${at}]`;
    const unit = readUnit(plan, element, path);
    if (!unit.ok) return unit;
    const { sn } = unit.value;
    if (units.has(sn)) return badPayload(`${path}.${plan.units.sn.path}`, "TWICE", sn);
    units.set(sn, unit.value);
  }
  return ok([...units.values()]);
}

function readUnit(plan: Plan, element: unknown, path: string): Result<ToldUnit> {
  const { sn, result, defects } = plan.units!;
  const named = textAt(element, sn, `${path}.${sn.path}`);
  if (!named.ok) return named;
  const value = find(element, result);
  const place = { value, path: `${path}.${result.path}` };
  if (value === undefined) return badPayload(place.path, "MISSING", nearest(element, result));
  const fared = resultOf(plan, place);
  if (!fared.ok) return fared;
  const measured = readMeasurementsOf(plan, element, path);
  if (!measured.ok) return measured;
  const found =
    plan.defects && defects ? defectsAt(plan.defects, element, defects) : ok<ReadDefect[]>([]);
  if (!found.ok) return found;
  return ok({
    ...measured.value,
    measurements: measured.value.measurements.map((each) => ({ ...each, sn: named.value })),
    ...{ sn: named.value, result: fared.value, defects: found.value, path: place.path },
  });
}

export function resultOf(plan: Plan, place: Place): Result<MachineResult> {
  const text = textOf(place);
  if (!text.ok) return text;
  const result = plan.words.get(text.value);
  if (result) return ok(result);
  const { passValues, failValues } = plan.mapping.result;
  return refuse("INGEST_RESULT_UNKNOWN", {
    path: place.path,
    value: shown(text.value),
    passValues,
    failValues,
  });
}

export function readDefects(plan: Plan, event: EventToRead): Result<ReadDefect[]> {
  return plan.defects ? defectsAt(plan.defects, event, plan.defects.items) : ok([]);
}

function defectsAt(
  { code, location, remark }: NonNullable<Plan["defects"]>,
  root: unknown,
  items: Look,
): Result<ReadDefect[]> {
  const list = listAt(root, items);
  if (!list.ok) return list;
  const elements = list.value ?? [];
  if (elements.length > defectsMax) return badPayload(items.path, "TOO_MANY", elements.length);
  const defects: ReadDefect[] = [];
  for (const [at, element] of elements.entries()) {
    const named = textAt(element, code, `${items.path}[${at}].${code.path}`);
    if (!named.ok) return named;
    const optional = (look: typeof location) => {
      const text = look && textOf({ value: find(element, look) ?? null, path: look.path });
      return text?.ok ? text.value : null;
    };
    defects.push({ code: named.value, location: optional(location), remark: optional(remark) });
  }
  return ok(defects);
}

/** The sender says pass and shows what fails, or judged a measurement otherwise than we do. */
export function contradicts({
  result,
  measurements,
  defects,
}: Pick<ToldUnit, "result" | "measurements" | "defects">): boolean {
  if (result === "PASS" && defects.length > 0) return true;
  return measurements.some(
    ({ judgement, senderJudge }) =>
      judgement !== "NA" &&
      ((judgement === "FAIL" && result === "PASS") ||
        (senderJudge !== null && senderJudge !== judgement)),
  );
}
