import { createStore, useStore } from "./store.ts";

/** Whether the last call or the live stream reached the server. */
const isReached = createStore(true);

export const noteReached = () => isReached.set(true);
export const noteUnreachable = () => isReached.set(false);
export const useIsReached = () => useStore(isReached);

/** Scans a terminal keeps until the server is reached again, and what may go on meanwhile. */
const outbox = createStore<{ count: number; allowed: string | null }>({ count: 0, allowed: null });

export const noteOutbox = outbox.set;
export const useOutboxNote = () => useStore(outbox);
