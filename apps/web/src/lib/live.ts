import type { QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { noteReached, noteUnreachable } from "./connection.ts";
import { queryClient } from "./query-client.ts";
import { createStore, useStore } from "./store.ts";

/** What the server tells every screen after a commit. */
export interface Changed {
  type: string;
  entityType: string;
  entityKey?: string | null;
  lineId?: string | null;
  stationId?: string | null;
  runId?: string | null;
}

export type LiveState = "live" | "connecting" | "lost";

interface Interest {
  /** Event types by their start: "run" hears run.authorized, "unit.tracked" hears both tracks. */
  topics: string[];
  keys: QueryKey[];
  matches?: (changed: Changed) => boolean;
}

const interests = new Set<Interest>();
const state = createStore<LiveState>("connecting");
export const useLiveState = () => useStore(state);

/** Keeps queries fresh while this component is shown: useLive(["run", "unit"], [["runs", runNo]]). */
export function useLive(
  topics: string[],
  keys: QueryKey[],
  matches?: (changed: Changed) => boolean,
): void {
  const signature = JSON.stringify([topics, keys]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature is the content of both arrays
  useEffect(() => {
    const interest = { topics, keys, matches };
    interests.add(interest);
    return () => {
      interests.delete(interest);
    };
  }, [signature]);
}

/** Opens the stream. Called once, by the shell; closed while the tab is hidden to free its connection. */
export function useLiveStream(): void {
  useEffect(() => {
    const stream = createStream();
    const follow = () => (document.hidden ? stream.close() : stream.open());
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      stream.close();
    };
  }, []);
}

function createStream() {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let waitMs = 1000;
  let hasMissed = false;
  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
    hasMissed = true;
  };
  const open = () => {
    if (source) return;
    state.set("connecting");
    source = new EventSource("/api/stream");
    source.onopen = () => {
      waitMs = 1000;
      state.set("live");
      noteReached();
      if (hasMissed) refreshEverything();
      hasMissed = false;
    };
    source.addEventListener("changed", (event) => hear(JSON.parse(event.data) as Changed));
    source.onerror = () => {
      close();
      state.set("lost");
      noteUnreachable();
      retry = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, 15_000);
    };
  };
  return { open, close };
}

/** A stream that was away heard nothing: whatever is on screen is asked again. */
function refreshEverything(): void {
  for (const interest of interests) for (const key of interest.keys) invalidate(key);
}

function hear(changed: Changed): void {
  for (const { topics, keys, matches } of interests) {
    if (!topics.some((topic) => changed.type.startsWith(topic))) continue;
    if (matches && !matches(changed)) continue;
    for (const key of keys) invalidate(key);
  }
}

const due = new Map<string, QueryKey>();
let isFlushDue = false;

/** A busy line sends hundreds of events a second; a screen is asked again at most three times. */
function invalidate(key: QueryKey): void {
  due.set(JSON.stringify(key), key);
  if (isFlushDue) return;
  isFlushDue = true;
  setTimeout(() => {
    isFlushDue = false;
    const keys = [...due.values()];
    due.clear();
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }, 330);
}
