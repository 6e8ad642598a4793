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
  return { id, type, entityType, entityKey, lineId, stationId, runId };
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
        const chunk = encoder.encode(
          `id: ${change.id}\nevent: changed\ndata: ${JSON.stringify(change)}\n\n`,
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
 */
export async function connectLive(
  db: Database,
  live: Live,
  hear: (type: string) => void,
): Promise<(tx: Tx, rows: EventRow[]) => Promise<void>> {
  const deliver = (changes: Change[]) => {
    for (const change of changes) hear(change.type);
    live.publish(changes);
  };
  const { listen, notify } = db;
  if (!listen || !notify) return async (tx, rows) => tx.onCommit(() => deliver(rows.map(toChange)));
  await listen.call(db, channel, (payload) => deliver(JSON.parse(payload) as Change[]));
  return async (tx, rows) => {
    // What this node caches must be right before it answers; the notice may come a moment later.
    tx.onCommit(() => {
      for (const row of rows) hear(row.type);
    });
    // PostgreSQL allows 8,000 bytes a payload: 15 changes stay below it.
    for (let at = 0; at < rows.length; at += 15)
      await notify.call(db, tx, channel, JSON.stringify(rows.slice(at, at + 15).map(toChange)));
  };
}
