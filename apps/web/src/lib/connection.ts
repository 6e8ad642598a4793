import { createStore, useStore } from "./store.ts";

/** Whether the last call or the live stream reached the server. */
const isReached = createStore(true);

export const noteReached = () => isReached.set(true);
export const noteUnreachable = () => isReached.set(false);
export const useIsReached = () => useStore(isReached);
