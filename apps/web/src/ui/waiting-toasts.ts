import { createStore } from "~/lib/store.ts";

/** Said, but not shown yet: the list takes them. */
export const waitingToasts = createStore<readonly string[]>([]);
