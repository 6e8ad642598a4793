import { addMs, type Instant, plantParts } from "@lineside/domain/kernel";
import { Chance } from "./chance.ts";
import type { Told } from "./envelopes.ts";
import { type EventFacts, eventFor } from "./event-payload.ts";
import type { Message } from "./ledger.ts";
import type { SimStep } from "./line.ts";
import type { FaultKind, Options } from "./options.ts";

const aheadMs = 7 * 60_000;

/** Which fault a message meets: the same for the same seed and message. */
export function faultOf(options: Options, id: string, possible: readonly FaultKind[]) {
  const chance = new Chance(options.seed, "fault", id);
  if (!chance.happens(options.faultShare / 100)) return null;
  return chance.pick(possible.filter((kind) => options.faults.has(kind))) ?? null;
}

/** What a machine whose clock is wrong writes, and what the server should remark. */
function written({ at, timezone, fault, stable }: Moment): { text: string; flag: string | null } {
  if (fault !== "skew") return { text: at, flag: null };
  if (new Chance("skew", stable).happens(0.5))
    return { text: addMs(at, aheadMs), flag: "CLOCK_AHEAD" };
  const [year, month, day, hour, minute] = plantParts(at, timezone);
  const two = (value: number) => String(value).padStart(2, "0");
  const wall = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}${at.slice(16, 23)}`;
  return { text: wall, flag: "ZONE_ASSUMED" };
}

export interface Moment {
  readonly at: Instant;
  readonly timezone: string;
  readonly fault: FaultKind | null;
  /** What it is about, whatever session sends it: chance hangs on this. */
  readonly stable: string;
}

/** One REST event as its machine posts it. */
export function restMessage(
  facts: Omit<EventFacts, "occurredAt"> & { step: SimStep },
  moment: Moment,
): Message {
  const { step, dedupeKey: id, stationCode, sns } = facts;
  const { text, flag } = written(moment);
  if (!step.mapping) throw new Error(`step ${step.stepNo} has no mapping for its events`);
  return {
    id,
    source: facts.sourceSystem,
    door: "rest",
    text: JSON.stringify(eventFor({ ...facts, occurredAt: text }, step.mapping)),
    what: `${step.type} at ${stationCode}`,
    sns,
    expects: "DONE",
    fault: moment.fault,
    flag,
    answers: [],
    times: 0,
  };
}

/** One CFX envelope as its endpoint sends it. */
export function cfxMessage(
  told: Told & { id: string; source: string; sns: readonly string[] },
  moment: Moment,
  door: "cfx" | "amqp",
): Message {
  const { id, source, name, body } = told;
  const { text, flag } = written(moment);
  return {
    id,
    source,
    door,
    text: JSON.stringify(envelope({ id, source, name, body, at: text })),
    what: `${name.split(".").at(-1)} of ${source}`,
    sns: told.sns,
    expects: "DONE",
    fault: moment.fault,
    flag,
    answers: [],
    times: 0,
  };
}

export function envelope(of: Told & { id: string; source: string; at: string }): object {
  return {
    MessageName: of.name,
    Version: "2.1",
    TimeStamp: of.at,
    UniqueID: of.id,
    Source: of.source,
    Target: null,
    RequestID: null,
    MessageBody: of.body,
  };
}

/** The same event with a result nobody defined: it must be refused, never guessed. */
export function withUnknownResult(message: Message, of: { word: string }): Message | null {
  const event = JSON.parse(message.text);
  const text = JSON.stringify(event.payload).replace(JSON.stringify(of.word), '"MAYBE"');
  if (text === JSON.stringify(event.payload)) return null;
  const id = `${message.id}:maybe`;
  return {
    ...message,
    id,
    text: JSON.stringify({ ...event, dedupeKey: id, payload: JSON.parse(text) }),
    what: `${message.what} with an unknown result`,
    expects: "REJECTED",
    flag: null,
    fault: null,
    answers: [],
    times: 0,
  };
}
