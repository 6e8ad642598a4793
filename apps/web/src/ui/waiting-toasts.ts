import { createStore } from "~/lib/store.ts";

export interface WaitingToast {
  text: string;
  /** An alarm stays longer, is read out at once, and leads to what it is about. */
  alarm?: { to: string; label: string };
}

/** Said, but not shown yet: the list takes them. */
export const waitingToasts = createStore<readonly WaitingToast[]>([]);
