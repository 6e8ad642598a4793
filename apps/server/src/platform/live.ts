import type { Database, Tx } from "@lineside/db";
import type { EventRow } from "./events.ts";

/** What a live screen hears: what changed and where, never the values themselves. */
export interface Change {
  id: string;
  type: string;
  entityType: string;
  entityKey: string;
  lineId: string | null;
  stationId: string | null;
  runId: string | null;
  /** Only these people hear it, whatever line it is about; null: whoever may see the line. */
  audience: string[] | null;
}

export interface Live {
  /** After a commit: tell every open screen of this node. */
  publish(changes: Change[]): void;
  /** A stream of server-sent events until the client or the server ends it. */
  open(seen: (change: Change) => boolean): Response;
  readonly listeners: number;
  close(): void;
}

export function toChange(row: EventRow): Change {
  const { id, type, entityType, entityKey, lineId, stationId, runId } = row;
  const { audience } = row.data as { audience?: unknown };
  const isPersonal = Array.isArray(audience);
  return {
    id,
    type,
    entityType,
    entityKey,
    lineId,
    stationId,
    runId,
    audience: isPersonal ? (audience as string[]) : null,
  };
}

const keepAliveMs = 15_000;
/** A client that stops reading is cut before it holds this many unsent chunks. */
const backlogMax = 1_000;

interface Listener {
  seen: (change: Change) => boolean;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

export function createLive(): Live {
  const listeners = new Set<Listener>();
  const encoder = new TextEncoder();
  const ping = encoder.encode(": still here\n\n");
  const send = (listener: Listener, chunk: Uint8Array) => {
    try {
      if ((listener.controller.desiredSize ?? 0) < -backlogMax) throw new Error("client is stuck");
      listener.controller.enqueue(chunk);
    } catch {
      end(listener);
    }
  };
  const end = (listener: Listener) => {
    if (!listeners.delete(listener)) return;
    try {
      listener.controller.close();
    } catch {
      // Already closed by the client.
    }
  };
  const timer = setInterval(() => {
    for (const listener of listeners) send(listener, ping);
  }, keepAliveMs);
  timer.unref?.();

  return {
    publish(changes) {
      if (listeners.size === 0) return;
      for (const change of changes) {
        const { audience: _, ...told } = change;
        const chunk = encoder.encode(
          `id: ${change.id}\nevent: changed\ndata: ${JSON.stringify(told)}\n\n`,
        );
        for (const listener of listeners) if (listener.seen(change)) send(listener, chunk);
      }
    },
    open(seen) {
      let listener: Listener;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          listener = { seen, controller };
          listeners.add(listener);
          controller.enqueue(encoder.encode("retry: 2000\n: open\n\n"));
        },
        cancel: () => end(listener),
      });
      return new Response(body, {
        headers: {
          "content-type": "text/event-stream",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        },
      });
    },
    get listeners() {
      return listeners.size;
    },
    close() {
      clearInterval(timer);
      for (const listener of listeners) end(listener);
    },
  };
}

const channel = "lineside_changed";

/**
 * How committed events reach the screens. One node: directly, after the commit. Several nodes on
 * PostgreSQL: NOTIFY inside the transaction, so that every node hears what any of them committed.
 * `hear` is told null when the connection was lost and events may have passed unheard.
 */
export async function connectLive(
  db: Database,
  live: Live,
  hear: (type: string | null) => void,
): Promise<(tx: Tx, rows: EventRow[]) => Promise<void>> {
  const deliver = (changes: Change[]) => {
    for (const change of changes) hear(change.type);
    live.publish(changes);
  };
  const { listen, notify } = db;
  if (!listen || !notify) return async (tx, rows) => tx.onCommit(() => deliver(rows.map(toChange)));
  const receive = (payload: string) => deliver(JSON.parse(payload) as Change[]);
  await listen.call(db, channel, receive, () => hear(null));
  return async (tx, rows) => {
    // What this node caches must be right before it answers; the notice may come a moment later.
    tx.onCommit(() => {
      for (const row of rows) hear(row.type);
    });
    for (const payload of payloads(rows.map(toChange))) await notify.call(db, tx, channel, payload);
  };
}

/** PostgreSQL allows 8,000 bytes a payload. */
const payloadMax = 7_900;

/**
 * As many changes as fit in each. An audience that does not fit into one is left out, and with it
 * the line and the key: then everybody hears that something changed, and nothing of what.
 */
export function payloads(changes: Change[]): string[] {
  const found: string[] = [];
  let batch: string[] = [];
  let size = 2;
  for (const change of changes) {
    const text = written(change);
    const bytes = Buffer.byteLength(text) + 1;
    if (batch.length > 0 && size + bytes > payloadMax) {
      found.push(`[${batch.join()}]`);
      batch = [];
      size = 2;
    }
    batch.push(text);
    size += bytes;
  }
  if (batch.length > 0) found.push(`[${batch.join()}]`);
  return found;
}

function written(change: Change): string {
  const text = JSON.stringify(change);
  if (Buffer.byteLength(text) + 2 <= payloadMax) return text;
  return JSON.stringify({ ...change, entityKey: "", lineId: null, runId: null, audience: null });
}
