import { ok, type Result, refuse } from "../kernel/index.ts";
import type { FrozenStep, IngestMapping } from "../routing/index.ts";
import {
  badPayload,
  find,
  findAll,
  listAt,
  nearest,
  type Place,
  shown,
  textAt,
  textOf,
} from "./find-value.ts";
import type { IngestFlag } from "./kinds.ts";
import { readMachineTime } from "./machine-time.ts";
import { type Plan, planOf } from "./mapping-plan.ts";
import { readMeasurements } from "./measurements.ts";
import type { EventToRead, MachineResult, ReadDefect, Reading } from "./reading.ts";

/** Units of one batch, defects of one event. */
export const unitsMax = 1000;
export const defectsMax = 500;

/**
 * Reads an event by the mapping frozen with its step. Every place the mapping names is found or the
 * event is refused with the place, what is wrong there (missing, empty, of the wrong type …) and what
 * stands there instead; a result outside the pass and fail values is refused, never guessed. Values
 * are brought into the unit of their capture item before they are judged; where the sender judged
 * otherwise than the frozen limits, the reading is flagged. Lists of measurements and defects may be
 * absent: what a step requires is refused by the track-out.
 */
export function extract(
  mapping: IngestMapping,
  event: EventToRead,
  step: Pick<FrozenStep, "captureItems">,
): Result<Reading> {
  const plan = planOf(mapping, step);
  const head = readHead(plan, event);
  if (!head.ok) return head;
  const time = readTime(plan, event);
  if (!time.ok) return time;
  const outcome = readOutcome(plan, event);
  if (!outcome.ok) return outcome;
  const measured = readMeasurements(plan, event);
  if (!measured.ok) return measured;
  const defects = readDefects(plan, event);
  if (!defects.ok) return defects;
  const flags = new Set<IngestFlag>([...time.value.flags, ...measured.value.flags]);
  if (contradicts(outcome.value.result, measured.value.measurements, defects.value))
    flags.add("CONTRADICTION");
  const { measurements, captures, unmapped } = measured.value;
  return ok({
    ...head.value,
    ...outcome.value,
    occurredAt: time.value.at,
    measurements,
    captures,
    unmapped,
    defects: defects.value,
    flags: [...flags],
  });
}

type Head = Pick<Reading, "carrierNo" | "stationCode" | "lineCode" | "testResultId">;

function readHead(plan: Plan, event: EventToRead): Result<Head> {
  const head = { stationCode: null, lineCode: null, carrierNo: null, testResultId: null } as {
    -readonly [K in keyof Head]: string | null;
  };
  for (const [field, look] of plan.head) {
    const text = textAt(event, look);
    if (!text.ok) return text;
    head[field] = text.value;
  }
  return ok(head);
}

/** The time sent with the event, else the mapping's, else when it was received. */
function readTime(plan: Plan, event: EventToRead): Result<{ at: string; flags: IngestFlag[] }> {
  const { occurredAt, receivedAt, timezone } = event;
  const isSent = occurredAt !== undefined && occurredAt !== null;
  const path = isSent ? "occurredAt" : (plan.occurredAt?.path ?? "occurredAt");
  const said = isSent ? occurredAt : plan.occurredAt && find(event, plan.occurredAt);
  if (said === undefined || said === null) return ok({ at: receivedAt, flags: [] });
  const text = textOf({ value: said, path });
  if (!text.ok) return text;
  const time = readMachineTime(text.value, timezone);
  if (!time) return badPayload(path, "BAD_TIME", text.value);
  return ok({ at: time.at, flags: time.isZoneAssumed ? ["ZONE_ASSUMED"] : [] });
}

type Outcome = Pick<Reading, "sns" | "units" | "result">;

function readOutcome(plan: Plan, event: EventToRead): Result<Outcome> {
  const each = readUnits(plan, event);
  if (!each.ok) return each;
  const listed = readSns(plan, event);
  if (!listed.ok) return listed;
  const isPartial = plan.mapping.batchPolicy === "PARTIAL" && plan.units !== null;
  if (isPartial) return partialOutcome(plan, event, { units: each.value, sns: listed.value });
  const result = readResult(plan, event);
  if (!result.ok) return result;
  const differs = each.value.find((unit) => unit.result !== result.value);
  // All or nothing: a unit that fared otherwise than its batch must not move with it.
  if (differs) return badPayload(differs.path, "DIFFERS", `${differs.sn}: ${differs.result}`);
  const sns = listed.value;
  return ok({ sns, units: sns.map((sn) => ({ sn, result: result.value })), result: result.value });
}

interface UnitOutcome {
  readonly sn: string;
  readonly result: MachineResult;
  readonly path: string;
}

function partialOutcome(
  plan: Plan,
  event: EventToRead,
  { units, sns }: { units: UnitOutcome[]; sns: string[] },
): Result<Outcome> {
  const results = new Map(units.map((unit) => [unit.sn, unit.result]));
  const path = plan.units?.items.path ?? "";
  const without = sns.find((sn) => !results.has(sn));
  if (without !== undefined) return badPayload(path, "MISSING", without);
  const stranger = units.find((unit) => !sns.includes(unit.sn));
  if (stranger) return badPayload(stranger.path, "DIFFERS", stranger.sn);
  const whole = find(event, plan.result);
  const isPass = units.every((unit) => unit.result === "PASS");
  const result: Result<MachineResult> =
    whole === undefined || whole === null
      ? ok(isPass ? "PASS" : "FAIL")
      : resultOf(plan, { value: whole, path: plan.result.path });
  if (!result.ok) return result;
  return ok({
    sns,
    units: sns.map((sn) => ({ sn, result: results.get(sn)! })),
    result: result.value,
  });
}

function readUnits(plan: Plan, event: EventToRead): Result<UnitOutcome[]> {
  if (!plan.units) return ok([]);
  const { items, sn, result } = plan.units;
  const list = listAt(event, items);
  if (!list.ok) return list;
  const elements = list.value ?? [];
  if (elements.length > unitsMax) return badPayload(items.path, "TOO_MANY", elements.length);
  const units: UnitOutcome[] = [];
  for (const [at, element] of elements.entries()) {
    const path = `${items.path}[${at}]`;
    const named = textAt(element, sn, `${path}.${sn.path}`);
    if (!named.ok) return named;
    const value = find(element, result);
    const place = { value, path: `${path}.${result.path}` };
    if (value === undefined) return badPayload(place.path, "MISSING", nearest(element, result));
    const fared = resultOf(plan, place);
    if (!fared.ok) return fared;
    if (units.some((unit) => unit.sn === named.value))
      return badPayload(`${path}.${sn.path}`, "TWICE", named.value);
    units.push({ sn: named.value, result: fared.value, path: place.path });
  }
  return ok(units);
}

function readSns(plan: Plan, event: EventToRead): Result<string[]> {
  if (plan.sn) {
    const sn = textAt(event, plan.sn);
    return sn.ok ? ok([sn.value]) : sn;
  }
  if (!plan.snList) return badPayload("snPath", "MISSING", event.payload);
  const places = snPlaces(plan, event);
  if (!places.ok) return places;
  const sns = new Set<string>();
  for (const place of places.value) {
    const sn = textOf(place);
    if (!sn.ok) return sn;
    if (sns.has(sn.value)) return badPayload(place.path, "TWICE", sn.value);
    sns.add(sn.value);
  }
  return ok([...sns]);
}

/** Either the list itself (`payload.sns`) or a field of every element (`payload.units[*].sn`). */
function snPlaces({ snList }: Plan, event: EventToRead): Result<Place[]> {
  const look = snList!;
  const isOfEach = look.segments.includes("[*]");
  const whole = isOfEach ? undefined : find(event, look);
  if (!isOfEach && whole === undefined)
    return badPayload(look.path, "MISSING", nearest(event, look));
  if (!isOfEach && whole !== null && !Array.isArray(whole))
    return badPayload(look.path, "WRONG_TYPE", whole);
  const places = isOfEach
    ? findAll(event, look)
    : ((whole ?? []) as unknown[]).map((value, at) => ({ value, path: `${look.path}[${at}]` }));
  if (places.length > unitsMax) return badPayload(look.path, "TOO_MANY", places.length);
  return places.length === 0
    ? badPayload(look.path, isOfEach ? "MISSING" : "EMPTY", isOfEach ? nearest(event, look) : whole)
    : ok(places);
}

function readResult(plan: Plan, event: EventToRead): Result<MachineResult> {
  const value = find(event, plan.result);
  if (value === undefined)
    return badPayload(plan.result.path, "MISSING", nearest(event, plan.result));
  return resultOf(plan, { value, path: plan.result.path });
}

function resultOf(plan: Plan, place: Place): Result<MachineResult> {
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

function readDefects(plan: Plan, event: EventToRead): Result<ReadDefect[]> {
  if (!plan.defects) return ok([]);
  const { items, code, location, remark } = plan.defects;
  const list = listAt(event, items);
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
function contradicts(
  result: MachineResult,
  measurements: Reading["measurements"],
  defects: readonly ReadDefect[],
): boolean {
  if (result === "PASS" && defects.length > 0) return true;
  return measurements.some(
    ({ judgement, senderJudge }) =>
      judgement !== "NA" &&
      ((judgement === "FAIL" && result === "PASS") ||
        (senderJudge !== null && senderJudge !== judgement)),
  );
}
