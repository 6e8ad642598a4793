import { splitJsonItems } from "../ingest/index.ts";
import { ok, type Refusal, type Result, refuse } from "../kernel/index.ts";
import { type CfxObject, fieldOf, identifierOf, isObject, objectOf, textOf } from "./fields.ts";
import { knownMessage } from "./messages.ts";

/** The envelope of IPC-2591 around every message, tolerant of how senders really write it. */
export interface CfxEnvelope {
  /** The standard's spelling where the message is known, else as sent. */
  readonly messageName: string;
  readonly version: string | null;
  /** When it happened, as written by the sender. */
  readonly timeStamp: string | null;
  readonly uniqueId: string | null;
  /** CFX handle of the sender. */
  readonly source: string;
  readonly target: string | null;
  readonly requestId: string | null;
  readonly body: CfxObject;
}

/** `text` is the item as it came, for keeping. */
export type ParsedEnvelope =
  | {
      readonly ok: true;
      readonly index: number;
      readonly envelope: CfxEnvelope;
      readonly text: string;
    }
  | {
      readonly ok: false;
      readonly index: number;
      readonly refusal: Refusal;
      readonly text: string;
    };

export interface ParsedEnvelopes {
  readonly isArray: boolean;
  readonly items: readonly ParsedEnvelope[];
}

/**
 * One envelope or an array of them. An item that is no JSON is told as MALFORMED_JSON with its index
 * and offset, one that is no envelope as CFX_ENVELOPE_INVALID with the field; the others are kept.
 */
export function parseEnvelopes(text: string): ParsedEnvelopes {
  const { isArray, items } = splitJsonItems(text);
  return {
    isArray,
    items: items.map((item, index): ParsedEnvelope => {
      if (!item.ok) {
        const context = { index, offset: item.offset, reason: item.reason };
        return { ok: false, index, refusal: { code: "MALFORMED_JSON", context }, text: item.text };
      }
      const read = readEnvelope(item.value);
      if (read.ok) return { ok: true, index, envelope: read.value, text: item.text };
      const { code, context } = read.refusal;
      return {
        ok: false,
        index,
        refusal: { code, context: { index, ...context } },
        text: item.text,
      };
    }),
  };
}

/** Handles and identifiers longer than this are no identifiers. */
const longestHandle = 120;
const longestId = 200;

export function readEnvelope(value: unknown): Result<CfxEnvelope> {
  if (!isObject(value)) return invalid("envelope", "no object");
  const name = textOf(value, "MessageName");
  if (name === null || name.length > longestId) return invalid("MessageName", "missing");
  const sentBody = fieldOf(value, "MessageBody");
  if (sentBody !== undefined && !isObject(sentBody)) return invalid("MessageBody", "no object");
  const body = objectOf(value, "MessageBody") ?? {};
  // A message that is about its sender names it in the body, too: the standard's own example has
  // no Source in the envelope.
  const source = textOf(value, "Source") ?? textOf(body, "CFXHandle");
  if (source === null) return invalid("Source", "missing");
  if (source.length > longestHandle) return invalid("Source", "too long");
  const uniqueId = identifierOf(value, "UniqueID");
  if (uniqueId !== null && uniqueId.length > longestId) return invalid("UniqueID", "too long");
  return ok({
    messageName: knownMessage(name)?.name ?? name,
    version: textOf(value, "Version"),
    timeStamp: timeText(value),
    uniqueId,
    source,
    target: textOf(value, "Target"),
    requestId: textOf(value, "RequestID"),
    body,
  });
}

/** The first instant of .NET means that nobody set the time. */
function timeText(value: CfxObject): string | null {
  const text = textOf(value, "TimeStamp");
  return text?.startsWith("0001-01-01") ? null : text;
}

function invalid(field: string, reason: string): Result<never> {
  return refuse("CFX_ENVELOPE_INVALID", { field, reason });
}
