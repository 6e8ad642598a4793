import {
  type IngestMode,
  type ItemAnswer,
  incomingEvent,
  ingestAnswer,
  ingestQuery,
  itemAnswer,
  itemsMax,
} from "@lineside/domain/ingest";
import { AppError, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import type { ActionContext } from "../../platform/action.ts";
import { defineAction } from "../../platform/action.ts";
import { problemResponse } from "../../platform/http/problem.ts";
import { bodyBytesMax } from "../../platform/http/server.ts";
import { type Taken, takeEvents } from "./intake.ts";
import { takeCfx } from "./intake-cfx.ts";
import type { Sender } from "./prepare.ts";

/** POST /ingest/events: one event or an array; answered item by item. */
export const postEvents = defineAction({
  name: "ingest.postEvents",
  permission: "ingest:send",
  input: ingestQuery,
  body: "raw",
  reads: z.union([incomingEvent, z.array(incomingEvent).max(itemsMax)]),
  output: z.union([itemAnswer, ingestAnswer]),
  async run(ax, { mode }) {
    const text = await readText(ax);
    const sender = senderOf(ax);
    return respond(ax, await takeEvents(ax.platform, text, { sender, mode }));
  },
});

/** IPC-2591, for the API reference; the reader itself takes what senders really write. */
const envelope = z.looseObject({
  MessageName: z.string(),
  Version: z.string().nullish(),
  TimeStamp: z.string().nullish(),
  UniqueID: z.string().nullish(),
  Source: z.string(),
  Target: z.string().nullish(),
  RequestID: z.string().nullish(),
  MessageBody: z.looseObject({}),
});

/** POST /ingest/cfx: raw CFX envelopes; a single request is answered with its response. */
export const postCfx = defineAction({
  name: "ingest.postCfx",
  permission: "ingest:send",
  input: ingestQuery,
  body: "raw",
  reads: z.union([envelope, z.array(envelope).max(itemsMax)]),
  output: z.union([itemAnswer, ingestAnswer, envelope]),
  async run(ax, { mode }: { mode: IngestMode }) {
    const text = await readText(ax);
    const taken = await takeCfx(ax.platform, text, { sender: senderOf(ax), door: "CFX", mode });
    const [only] = taken.items;
    if (!taken.isArray && only?.response !== undefined) return json(only.response, 200);
    return respond(ax, taken);
  },
});

function senderOf({ caller }: ActionContext): Sender {
  const { actor, requestId, ip } = caller;
  if (!actor) throw new AppError("unauthorized", "UNAUTHORIZED");
  return { by: actor, requestId, ip };
}

async function readText({ request }: ActionContext): Promise<string> {
  const size = Number(request.headers.get("content-length") ?? 0);
  const tooLarge = (bytes: number) =>
    new AppError("invalid", "BODY_TOO_LARGE", { size: bytes, limit: bodyBytesMax });
  if (size > bodyBytesMax) throw tooLarge(size);
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > bodyBytesMax) throw tooLarge(bytes.byteLength);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusalError({ code: "INGEST_BODY_INVALID", context: { reason: "not UTF-8" } });
  }
}

/** An array is answered item by item; a single event by the status of its own. */
function respond(ax: ActionContext, { isArray, items }: Taken): Response {
  if (isArray) {
    const counts = { accepted: 0, duplicate: 0, parked: 0, rejected: 0 };
    for (const { verdict } of items) counts[verdict]++;
    return json({ items, counts, at: ax.platform.clock.now() }, 200);
  }
  const [item] = items;
  if (!item) throw refusalError({ code: "INGEST_BODY_INVALID", context: { reason: "empty" } });
  return item.verdict === "rejected" ? problem(ax, item) : json(item, item.status);
}

const kinds: Record<number, AppError["kind"]> = {
  400: "invalid",
  403: "forbidden",
  404: "not_found",
  500: "internal",
};

function problem({ platform, caller }: ActionContext, item: ItemAnswer): Response {
  const { status, code = "INTERNAL", context = {}, eventId, dedupeKey } = item;
  const about = { ...context, eventId, dedupeKey };
  const error = new AppError(kinds[status] ?? "refused", code, about);
  return problemResponse(error, caller.requestId, platform.log);
}

function json(value: unknown, status: number): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}
