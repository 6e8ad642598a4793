import {
  businessKeyOf,
  type CfxEnvelope,
  dedupeKeyOf,
  type ParsedEnvelope,
  parseEnvelopes,
  readEnvelope,
  transactionIdOf,
  unitsOf,
} from "@lineside/domain/cfx";
import { type IngestDoor, type IngestMode, parseExactly } from "@lineside/domain/ingest";
import { newId } from "../../platform/ids.ts";
import type { Platform } from "../../platform/platform.ts";
import { isStorable } from "../../platform/validation.ts";
import { answerRequest, hearSenders } from "./cfx/index.ts";
import type { NewEvent } from "./event-store.ts";
import { beatsOf } from "./heartbeats.ts";
import { answerAll, refuseMany, type Taken } from "./intake.ts";
import { countMalformed } from "./malformed.ts";
import {
  hashOf,
  malformed,
  malformedIn,
  mayNotSpeak,
  type Prepared,
  type Sender,
  sent,
  timeOf,
} from "./prepare.ts";

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
  await hearSenders(platform, spoken(items, prepared), sender.by);
  const answers = await answerAll(platform, prepared, mode);
  for (const each of prepared)
    if ("item" in each) beatsOf(platform).keep(each.item, platform.clock.now());
  return { isArray, items: answers };
}

/** Whom we have heard: not those whose sender may not speak for them. */
const spoken = (items: readonly ParsedEnvelope[], prepared: readonly Prepared[]) =>
  items.flatMap((item, at) => {
    const done = prepared[at];
    const isRefused = done !== undefined && "answer" in done && done.answer.verdict === "rejected";
    return item.ok && !isRefused ? [item.envelope] : [];
  });

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
  const value: unknown = JSON.parse(text);
  if (!isStorable(value)) return malformed({ code: "INGEST_ITEM_INVALID", ...badText });
  const response = await answerRequest(platform, envelope, sender);
  if (response !== null)
    return {
      answer: {
        ...{ verdict: "accepted", status: 200, eventId: null, state: null },
        ...{ dedupeKey, response },
      },
    };
  const event = { ...cfxEvent(envelope, { ...sent(sender), dedupeKey, door, text }) };
  const now = platform.clock.now();
  if (beatsOf(platform).isKept(event, now)) return heardOnly(dedupeKey);
  return {
    item: {
      event: { ...event, ...cfxTime(platform, envelope.timeStamp) },
      body: text,
      value,
      contentOf: bodyOf,
      turns: () => turnsOf(envelope),
    },
  };
}

/** A piece of work and its boards; what belongs to none is its machine's. */
function turnsOf(envelope: CfxEnvelope): string[] {
  const work = transactionIdOf(envelope);
  const boards = unitsOf(envelope.body).map(({ identifier }) => identifier);
  return [work === null ? envelope.source : `${envelope.source}\n${work}`, ...boards];
}

/** A time that cannot be read is worth no refusal: what happened is kept, flagged, as of now. */
function cfxTime(
  platform: Platform,
  timeStamp: string | null,
): Pick<NewEvent, "occurredAt" | "flags"> {
  const read = timeOf(platform, timeStamp);
  return read ?? { occurredAt: platform.clock.now(), flags: ["TIME_ASSUMED"] };
}

/** It was heard, and said nothing that is not kept already. */
function heardOnly(dedupeKey: string): Prepared {
  const answer = { verdict: "accepted", status: 200, eventId: null, state: "STORED" } as const;
  return { answer: { ...answer, dedupeKey } };
}

const badText = { issues: [{ path: "", rule: "text" }] };

function bodyOf(stored: unknown): unknown {
  const read = readEnvelope(stored);
  return read.ok ? read.value.body : stored;
}

/** A number our own cannot hold counts digit by digit; see parseExactly. */
const exactBody = (text: string, body: object) =>
  longNumber.test(text) ? bodyOf(parseExactly(text)) : body;
const longNumber = /\d{16}/;

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
    payloadHash: hashOf(JSON.stringify(exactBody(text, body))),
    messageName,
    runNo: null,
    transactionId: transactionIdOf(envelope),
    bytes: text.length,
  };
}
