import {
  businessKeyOf,
  type CfxEnvelope,
  dedupeKeyOf,
  type ParsedEnvelope,
  parseEnvelopes,
  readEnvelope,
  transactionIdOf,
} from "@lineside/domain/cfx";
import {
  type IncomingEvent,
  type IngestDoor,
  type IngestFlag,
  type IngestMode,
  type ItemAnswer,
  incomingEvent,
  itemsMax,
  readMachineTime,
  splitJsonItems,
} from "@lineside/domain/ingest";
import { AppError } from "@lineside/domain/kernel";
import type { Actor } from "../../platform/actor.ts";
import { visibleLines } from "../../platform/actor.ts";
import { execute } from "../../platform/command.ts";
import { Gather } from "../../platform/gather.ts";
import { newId } from "../../platform/ids.ts";
import { systemJobs } from "../../platform/jobs/run.ts";
import type { Platform } from "../../platform/platform.ts";
import { parseInput } from "../../platform/validation.ts";
import { type Answered, acceptEvents, executedTogether, type IncomingItem } from "./accept.ts";
import { answerRequest, hearSenders } from "./cfx/index.ts";
import type { NewEvent } from "./event-store.ts";
import { countMalformed } from "./malformed.ts";

/** Who sends: the actor of the door, and where from. */
export interface Sender {
  readonly by: Actor;
  readonly requestId: string;
  readonly ip: string | null;
}

type Gathers = Record<IngestMode, Gather<IncomingItem, Answered>>;
const gathers = new WeakMap<Platform, Gathers>();

/** Items accepted in one unit of work. */
const acceptedTogether = 200;

function gathersOf(platform: Platform): Gathers {
  const known = gathers.get(platform);
  if (known) return known;
  const command = acceptEvents(platform);
  const make = (mode: IngestMode, max: number) =>
    new Gather<IncomingItem, Answered>(async (items) => {
      const caller = { actor: systemJobs, sessionId: null, ip: null, idempotencyKey: null };
      const requestId = items[0]?.event.requestId ?? newId();
      const call = { input: { items, mode }, caller: { ...caller, requestId } };
      return (await execute(platform, command, call)).value;
    }, max);
  const made = { async: make("async", acceptedTogether), sync: make("sync", executedTogether) };
  gathers.set(platform, made);
  return made;
}

/** One item of a request: ready to be kept, or answered already. */
type Prepared = { item: IncomingItem } | { answer: Answered };

/** Keeps the good items and answers all in their order: one bad item never fails the others. */
async function answerAll(
  platform: Platform,
  prepared: readonly Prepared[],
  mode: IngestMode,
): Promise<ItemAnswer[]> {
  const items = prepared.flatMap((each) => ("item" in each ? [each.item] : []));
  const together = mode === "sync" ? executedTogether : acceptedTogether;
  const kept: Answered[] = [];
  for (let at = 0; at < items.length; at += together)
    kept.push(...(await gathersOf(platform)[mode].add(items.slice(at, at + together))));
  let next = 0;
  return prepared.map((each, index) => {
    const answer = "item" in each ? (kept[next++] as Answered) : each.answer;
    return { index, ...answer };
  });
}

export interface Taken {
  readonly isArray: boolean;
  readonly items: ItemAnswer[];
}

/** The text of POST /ingest/events: one event or an array of them. */
export async function takeEvents(
  platform: Platform,
  text: string,
  { sender, mode }: { sender: Sender; mode: IngestMode },
): Promise<Taken> {
  const { isArray, items } = splitJsonItems(text);
  refuseMany(items.length);
  const prepared = items.map((item, index): Prepared => {
    if (!item.ok)
      return malformed({ code: "MALFORMED_JSON", index, offset: item.offset, reason: item.reason });
    return prepareEvent(platform, sender, { value: item.value, text: item.text });
  });
  await countMalformed(platform, sender.by.name, malformedIn(prepared));
  return { isArray, items: await answerAll(platform, prepared, mode) };
}

export interface TakingCfx {
  readonly sender: Sender;
  readonly door: "CFX" | "AMQP";
  readonly mode: IngestMode;
}

/** Raw CFX, wherever it came from: messages are kept, requests are answered in their item. */
export async function takeCfx(
  platform: Platform,
  text: string,
  { sender, door, mode }: TakingCfx,
): Promise<Taken> {
  const { isArray, items } = parseEnvelopes(text);
  refuseMany(items.length);
  const prepared: Prepared[] = [];
  for (const item of items) prepared.push(await prepareCfx(platform, { sender, door }, item));
  await countMalformed(platform, sender.by.name, malformedIn(prepared));
  await hearSenders(platform, spoken(items, prepared));
  return { isArray, items: await answerAll(platform, prepared, mode) };
}

/** Whom we have heard: not those whose sender may not speak for them. */
const spoken = (items: readonly ParsedEnvelope[], prepared: readonly Prepared[]) =>
  items.flatMap((item, at) => {
    const done = prepared[at];
    const isRefused = done !== undefined && "answer" in done && done.answer.verdict === "rejected";
    return item.ok && !isRefused ? [item.envelope] : [];
  });

function refuseMany(count: number): void {
  if (count > itemsMax)
    throw new AppError("invalid", "INGEST_TOO_MANY_ITEMS", { count, limit: itemsMax });
}

const malformedIn = (prepared: readonly Prepared[]) =>
  prepared.filter((each) => "answer" in each && each.answer.status === 400).length;

function malformed({ code, ...context }: { code: string } & Record<string, unknown>): Prepared {
  const answer = { verdict: "rejected", status: 400, eventId: null, dedupeKey: null } as const;
  return { answer: { ...answer, state: null, code, context } };
}

function prepareEvent(
  platform: Platform,
  sender: Sender,
  { value, text }: { value: unknown; text: string },
): Prepared {
  let event: IncomingEvent;
  try {
    event = parseInput(incomingEvent, value);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return malformed({ code: "INGEST_ITEM_INVALID", ...error.context });
  }
  const refused = mayNotSpeak(sender.by, event);
  if (refused) return refused;
  const time = timeOf(platform, event.occurredAt ?? null);
  if (!time) return malformed({ code: "INGEST_ITEM_INVALID", ...badTime });
  const { dedupeKey, sourceSystem, eventType } = event;
  const head = { ...sent(sender), dedupeKey, sourceSystem, eventType, door: "REST" as IngestDoor };
  return {
    item: {
      event: {
        ...head,
        id: newId(),
        identity: `${sourceSystem}\n${dedupeKey}`,
        businessKey: null,
        payloadHash: hashOf(text),
        messageName: null,
        ...time,
        runNo: event.runNo ?? null,
        transactionId: null,
        bytes: text.length,
      },
      body: text,
      value,
      content: value,
      contentOf: (stored) => stored,
    },
  };
}

const badTime = { issues: [{ path: "occurredAt", rule: "time" }] };

async function prepareCfx(
  platform: Platform,
  { sender, door }: Pick<TakingCfx, "sender" | "door">,
  item: ParsedEnvelope,
): Promise<Prepared> {
  if (!item.ok) return malformed({ code: item.refusal.code, ...item.refusal.context });
  const { envelope, text } = item;
  const dedupeKey = dedupeKeyOf(envelope, hashOf);
  const refused = mayNotSpeak(sender.by, { sourceSystem: envelope.source, dedupeKey });
  if (refused) return refused;
  if (/\\u0000|\0/.test(text)) return malformed({ code: "INGEST_ITEM_INVALID", ...badText });
  const response = await answerRequest(platform, envelope, sender);
  if (response !== null)
    return {
      answer: {
        ...{ verdict: "accepted", status: 200, eventId: null, state: null },
        ...{ dedupeKey, response },
      },
    };
  const time = timeOf(platform, envelope.timeStamp) ?? timeOf(platform, null);
  const event = cfxEvent(envelope, { ...sent(sender), dedupeKey, door, text });
  return {
    item: {
      event: { ...event, ...(time as { occurredAt: string; flags: IngestFlag[] }) },
      body: text,
      value: JSON.parse(text),
      content: envelope.body,
      contentOf: bodyOf,
    },
  };
}

const badText = { issues: [{ path: "", rule: "text" }] };

function bodyOf(stored: unknown): unknown {
  const read = readEnvelope(stored);
  return read.ok ? read.value.body : stored;
}

type Head = ReturnType<typeof sent> & { dedupeKey: string; door: IngestDoor; text: string };

function cfxEvent(
  envelope: CfxEnvelope,
  { text, ...head }: Head,
): Omit<NewEvent, "occurredAt" | "flags"> {
  const { source, messageName, body } = envelope;
  return {
    ...head,
    id: newId(),
    identity: `${source}\n${head.dedupeKey}`,
    businessKey: businessKeyOf(envelope, hashOf),
    sourceSystem: source,
    eventType: "CFX",
    payloadHash: hashOf(JSON.stringify(body)),
    messageName,
    runNo: null,
    transactionId: transactionIdOf(envelope),
    bytes: text.length,
  };
}

/** The rights a sender had when it sent: what happens later goes by these. */
function sent({ by, requestId, ip }: Sender) {
  const isMachine = by.kind === "MACHINE";
  return {
    keyId: isMachine ? by.id : null,
    sentById: isMachine ? null : by.id,
    sentByName: by.name,
    scopeLineIds: visibleLines(by, "ingest:send"),
    ...{ requestId, ip },
  };
}

function mayNotSpeak(
  { sources }: Actor,
  event: { sourceSystem: string; dedupeKey: string },
): Prepared | null {
  const { sourceSystem, dedupeKey } = event;
  if (!sources || sources.includes(sourceSystem)) return null;
  const code = "INGEST_SOURCE_NOT_ALLOWED";
  const answer = { verdict: "rejected", status: 403, eventId: null, state: null } as const;
  return { answer: { ...answer, dedupeKey, code, context: { sourceSystem } } };
}

/** When it happened by the sender's own word; without one, now, until the mapping says better. */
function timeOf(
  { clock, timezone }: Platform,
  text: string | null,
): { occurredAt: string; flags: IngestFlag[] } | null {
  if (text === null) return { occurredAt: clock.now(), flags: [] };
  const read = readMachineTime(text, timezone);
  return read && { occurredAt: read.at, flags: read.isZoneAssumed ? ["ZONE_ASSUMED"] : [] };
}

function hashOf(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("base64url");
}
