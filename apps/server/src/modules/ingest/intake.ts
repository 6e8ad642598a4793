import { unstorable } from "@lineside/db";
import {
  type IncomingEvent,
  type IngestDoor,
  type IngestMode,
  type ItemAnswer,
  incomingEvent,
  itemsMax,
  splitJsonItems,
} from "@lineside/domain/ingest";
import { AppError } from "@lineside/domain/kernel";
import { execute } from "../../platform/command.ts";
import { Gather } from "../../platform/gather.ts";
import { newId } from "../../platform/ids.ts";
import { systemCaller } from "../../platform/jobs/run.ts";
import { describeError } from "../../platform/logger.ts";
import type { Platform } from "../../platform/platform.ts";
import { parseInput } from "../../platform/validation.ts";
import { acceptEvents } from "./accept.ts";
import type { Answered, IncomingItem } from "./item.ts";
import { executedTogether } from "./jobs.ts";
import { unitsToldOf } from "./locate.ts";
import { countMalformed } from "./malformed.ts";
import { meterAnswers } from "./meter.ts";
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

type Gathers = Record<IngestMode, Gather<IncomingItem, Answered>>;
const gathers = new WeakMap<Platform, Gathers>();

/** Items accepted in one unit of work. */
const acceptedTogether = 200;

function gathersOf(platform: Platform): Gathers {
  const known = gathers.get(platform);
  if (known) return known;
  const command = acceptEvents(platform);
  const accept = async (items: readonly IncomingItem[], mode: IngestMode): Promise<Answered[]> => {
    const requestId = items[0]?.event.requestId ?? newId();
    const call = { input: { items, mode }, caller: systemCaller(requestId) };
    return (await execute(platform, command, call)).value;
  };
  const make = (mode: IngestMode, max: number) =>
    new Gather<IncomingItem, Answered>(
      (items) => apart(items, (some) => accept(some, mode), platform),
      max,
    );
  const made = { async: make("async", acceptedTogether), sync: make("sync", executedTogether) };
  gathers.set(platform, made);
  return made;
}

/**
 * Items of many senders are kept in one unit of work. One that cannot be kept, whatever is tried,
 * must not cost the others theirs: it is looked for by halves, and answered alone.
 */
async function apart(
  items: readonly IncomingItem[],
  accept: (items: readonly IncomingItem[]) => Promise<Answered[]>,
  { log }: Pick<Platform, "log">,
): Promise<Answered[]> {
  try {
    return await accept(items);
  } catch (error) {
    if (!isOfOneItem(error)) throw error;
    const [first] = items;
    if (items.length > 1 || !first) {
      const half = Math.ceil(items.length / 2);
      const before = await apart(items.slice(0, half), accept, { log });
      return [...before, ...(await apart(items.slice(half), accept, { log }))];
    }
    const { sourceSystem, dedupeKey } = first.event;
    log.error("an event could not be kept", { sourceSystem, dedupeKey, ...describeError(error) });
    const told = { verdict: "rejected", status: 500, eventId: null, state: null } as const;
    return [{ ...told, dedupeKey, code: "INTERNAL", context: {} }];
  }
}

/** Wrong with what was sent, not with the database or the time. */
function isOfOneItem(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || unstorable(error);
}

/** Keeps the good items and answers all in their order: one bad item never fails the others. */
export async function answerAll(
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
  const answers = prepared.map((each, index) => {
    const answer = "item" in each ? (kept[next++] as Answered) : each.answer;
    return { index, ...answer };
  });
  meterAnswers(platform, prepared, answers);
  return answers;
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

export function refuseMany(count: number): void {
  if (count > itemsMax)
    throw new AppError("invalid", "INGEST_TOO_MANY_ITEMS", { count, limit: itemsMax });
}

function prepareEvent(
  platform: Platform,
  sender: Sender,
  { value, text }: { value: unknown; text: string },
): Prepared {
  const read = readItem(value, text);
  if ("answer" in read) return read;
  const { event } = read;
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
      contentOf: (stored) => stored,
      turns: () => unitsToldOf(event),
    },
  };
}

/** What cannot be stored is an escape in its text: only then the whole value is walked. */
const suspicious = /\\u(?:0000|[dD][89a-fA-F])|\0/;

function readItem(value: unknown, text: string): { event: IncomingEvent } | { answer: Answered } {
  try {
    if (suspicious.test(text)) return { event: parseInput(incomingEvent, value) };
    const read = incomingEvent.safeParse(value);
    return { event: read.success ? read.data : parseInput(incomingEvent, value) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return malformed({ code: "INGEST_ITEM_INVALID", ...error.context });
  }
}

const badTime = { issues: [{ path: "occurredAt", rule: "time" }] };
