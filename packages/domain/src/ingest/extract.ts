import { ok, type Result } from "../kernel/index.ts";
import type { FrozenStep, IngestMapping } from "../routing/index.ts";
import {
  badPayload,
  find,
  findAll,
  type Look,
  nearest,
  type Place,
  textAt,
  textOf,
} from "./find-value.ts";
import type { IngestFlag } from "./kinds.ts";
import { readMachineTime } from "./machine-time.ts";
import { type Plan, planOf } from "./mapping-plan.ts";
import { readMeasurements } from "./measurements.ts";
import type { EventToRead, MachineResult, Reading, ReadUnit } from "./reading.ts";
import {
  contradicts,
  readDefects,
  readUnits,
  resultOf,
  type ToldUnit,
  unitsMax,
} from "./told-units.ts";

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
  const told = readUnits(plan, event);
  if (!told.ok) return told;
  const outcome = readOutcome(plan, event, told.value);
  if (!outcome.ok) return outcome;
  const measured = readMeasurements(plan, event);
  if (!measured.ok) return measured;
  const defects = readDefects(plan, event);
  if (!defects.ok) return defects;
  const whole = { ...measured.value, defects: defects.value, result: outcome.value.result };
  const parts = [whole, ...told.value];
  const flags = new Set<IngestFlag>([
    ...time.value.flags,
    ...parts.flatMap((part) => [...part.flags]),
  ]);
  if (parts.some(contradicts)) flags.add("CONTRADICTION");
  const { sns, result, fared } = outcome.value;
  return ok({
    ...head.value,
    ...{ sns, result, occurredAt: time.value.at },
    units: unitsOf({ sns, fared }, whole, told.value),
    measurements:
      told.value.length === 0 ? whole.measurements : parts.flatMap((part) => part.measurements),
    captures: whole.captures,
    unmapped:
      told.value.length === 0
        ? whole.unmapped
        : [...new Set(parts.flatMap((part) => part.unmapped))],
    defects: whole.defects,
    flags: [...flags],
  });
}

/** What holds for the event as a whole holds for each unit, unless its own element says otherwise. */
function unitsOf(
  { sns, fared }: { sns: readonly string[]; fared: readonly MachineResult[] },
  whole: Pick<Reading, "captures" | "defects">,
  told: readonly ToldUnit[],
): ReadUnit[] {
  const own = new Map(told.map((unit) => [unit.sn, unit]));
  return sns.map((sn, at) => {
    const { captures = [], defects = [] } = own.get(sn) ?? {};
    const measured = new Set(captures.map(({ code }) => code));
    const others = whole.captures.filter(({ code }) => !measured.has(code));
    return {
      ...{ sn, result: fared[at]! },
      captures: captures.length === 0 ? whole.captures : [...others, ...captures],
      defects: defects.length === 0 ? whole.defects : defects,
    };
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

type Outcome = Pick<Reading, "sns" | "result"> & { readonly fared: readonly MachineResult[] };

function readOutcome(plan: Plan, event: EventToRead, told: readonly ToldUnit[]): Result<Outcome> {
  const listed = readSns(plan, event);
  if (!listed.ok) return listed;
  const sns = listed.value;
  const isPartial = plan.mapping.batchPolicy === "PARTIAL" && plan.units !== null;
  if (isPartial) return partialOutcome(plan, event, { told, sns });
  const result = readResult(plan, event);
  if (!result.ok) return result;
  const differs = told.find((unit) => unit.result !== result.value);
  // All or nothing: a unit that fared otherwise than its batch must not move with it.
  if (differs) return badPayload(differs.path, "DIFFERS", `${differs.sn}: ${differs.result}`);
  return ok({ sns, fared: sns.map(() => result.value), result: result.value });
}

function partialOutcome(
  plan: Plan,
  event: EventToRead,
  { told, sns }: { told: readonly ToldUnit[]; sns: string[] },
): Result<Outcome> {
  const results = new Map(told.map((unit) => [unit.sn, unit.result]));
  const path = plan.units?.items.path ?? "";
  const without = sns.find((sn) => !results.has(sn));
  if (without !== undefined) return badPayload(path, "MISSING", without);
  const stranger = told.find((unit) => !sns.includes(unit.sn));
  if (stranger) return badPayload(stranger.path, "DIFFERS", stranger.sn);
  const whole = find(event, plan.result);
  const isPass = told.every((unit) => unit.result === "PASS");
  const result: Result<MachineResult> =
    whole === undefined || whole === null
      ? ok(isPass ? "PASS" : "FAIL")
      : resultOf(plan, { value: whole, path: plan.result.path });
  if (!result.ok) return result;
  return ok({ sns, fared: sns.map((sn) => results.get(sn)!), result: result.value });
}

function readSns(plan: Plan, event: EventToRead): Result<string[]> {
  if (plan.sn) {
    const sn = textAt(event, plan.sn);
    return sn.ok ? ok([sn.value]) : sn;
  }
  if (!plan.snList) return badPayload("snPath", "MISSING", event.payload);
  if (event.loaded && listsNone(plan.snList, event)) return ok([...event.loaded]);
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

/** Nothing stands where its units would: an empty list is another thing, and refused. */
export function listsNone(snList: Look, event: object): boolean {
  if (snList.segments.includes("[*]")) return findAll(event, snList).length === 0;
  return (find(event, snList) ?? null) === null;
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
