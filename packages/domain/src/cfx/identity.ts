import { readMachineTime } from "../ingest/index.ts";
import type { Instant } from "../kernel/index.ts";
import type { CfxEnvelope } from "./envelope.ts";
import { identifierOf, isObject, numberOf, objectOf, textOf } from "./fields.ts";
import { cfxNames, knownMessage } from "./messages.ts";

/** Names longer than this are no identifiers; no index holds any length. */
const longestId = 200;

/** TransactionID of WorkStarted, TransactionId of UnitsTested: the work they belong to. */
export function transactionIdOf({ body }: Pick<CfxEnvelope, "body">): string | null {
  const id = identifierOf(body, "TransactionID");
  return id !== null && id.length > longestId ? null : id;
}

/**
 * What the sender names the event, for (Source, UniqueID). Without an id of its own an event is
 * known by its content: the same text twice is the same event.
 */
export function dedupeKeyOf(envelope: CfxEnvelope, hashOf: (text: string) => string): string {
  return envelope.uniqueId ?? `body:${hashOf(contentOf(envelope))}`;
}

const longestKey = 400;

/**
 * Catches an event sent again under a new GUID (cfx.md 4.3 #3): a transaction starts once, completes
 * once, and goes through each stage once; results, material and tools may come in several messages,
 * which differ in what they say; a fault occurs once. null: nothing tells a repetition from news.
 */
export function businessKeyOf(
  envelope: CfxEnvelope,
  hashOf: (text: string) => string,
): string | null {
  const key = wholeKeyOf(envelope, hashOf);
  return key !== null && key.length > longestKey ? keyOf(envelope.source, hashOf(key)) : key;
}

function wholeKeyOf(envelope: CfxEnvelope, hashOf: (text: string) => string): string | null {
  const { source, messageName, body } = envelope;
  const faultId =
    textOf(objectOf(body, "Fault") ?? body, "FaultOccurrenceId") ??
    textOf(body, "FaultOccurrenceId");
  const act = knownMessage(messageName)?.act;
  if (act === "FAULT" && faultId !== null) return keyOf(source, faultId, messageName);
  const transactionId = transactionIdOf(envelope);
  if (transactionId === null || act === undefined || act === "REQUEST" || act === "RESPONSE")
    return null;
  if (act === "WORK_STARTED" || act === "WORK_COMPLETED")
    return keyOf(source, transactionId, messageName);
  if (act === "WORK_STAGE") {
    // A stage may be paused and resumed more than once: those are told apart by their time.
    const isOnce =
      messageName === cfxNames.workStageStarted || messageName === cfxNames.workStageCompleted;
    return keyOf(
      source,
      transactionId,
      messageName,
      stageKey(envelope),
      isOnce ? "" : (envelope.timeStamp ?? ""),
    );
  }
  return keyOf(source, transactionId, messageName, hashOf(contentOf(envelope)));
}

/** When it happened and how sure that is; null: the sender wrote something that is no time. */
export function occurredAtOf(
  envelope: Pick<CfxEnvelope, "timeStamp">,
  timezone: string,
): { at: Instant | null; isZoneAssumed: boolean } | null {
  if (envelope.timeStamp === null) return { at: null, isZoneAssumed: false };
  return readMachineTime(envelope.timeStamp, timezone);
}

const keyOf = (...parts: string[]) => parts.join("\n");

function stageKey({ body }: CfxEnvelope): string {
  const stage = objectOf(body, "Stage");
  if (!stage) return "";
  return `${numberOf(stage, "StageSequence") ?? ""}/${textOf(stage, "StageName") ?? ""}`;
}

/** The body whatever the order of its fields. */
function contentOf({ messageName, body }: CfxEnvelope): string {
  return `${messageName}\n${sorted(body)}`;
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(",")}}`;
}
