import { ok, type Result, refuse } from "../kernel/index.ts";
import type { IngestEventState } from "./states.ts";

/**
 * Whether an event may be executed again. What is final never is, so a replay can do nothing twice;
 * what was never told apart (a conflict) is not executed by choice of a button.
 */
export function mayReplay(state: IngestEventState): Result<true> {
  if (state === "RECEIVED") return refuse("INGEST_EVENT_BUSY", { state });
  if (state === "CONFLICT") return refuse("INGEST_EVENT_CONFLICTS", { state });
  return isFinal(state) ? refuse("INGEST_EVENT_FINAL", { state }) : ok(true);
}

/** Whether somebody may give an event up: only what is open and not at work. */
export function mayDiscard(state: IngestEventState): Result<true> {
  if (state === "RECEIVED") return refuse("INGEST_EVENT_BUSY", { state });
  return isFinal(state) ? refuse("INGEST_EVENT_FINAL", { state }) : ok(true);
}

const isFinal = (state: IngestEventState) =>
  state === "EXECUTED" || state === "STORED" || state === "DISCARDED";
