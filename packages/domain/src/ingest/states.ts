import { machine } from "../kernel/index.ts";

/**
 * An event 接入事件. PARKED waits for what it needs (unit, run, station, its start); DEAD waited too
 * long and needs a person, as does REJECTED. EXECUTED and STORED are final: replaying such an event
 * does nothing, so nothing is ever done twice.
 */
export const ingestEventStates = machine("INGEST_EVENT", {
  RECEIVED: {
    execute: "EXECUTED",
    store: "STORED",
    park: "PARKED",
    reject: "REJECTED",
    die: "DEAD",
  },
  PARKED: {
    execute: "EXECUTED",
    store: "STORED",
    park: "PARKED",
    reject: "REJECTED",
    die: "DEAD",
    discard: "DISCARDED",
  },
  REJECTED: {
    execute: "EXECUTED",
    store: "STORED",
    park: "PARKED",
    reject: "REJECTED",
    discard: "DISCARDED",
  },
  DEAD: {
    execute: "EXECUTED",
    store: "STORED",
    park: "PARKED",
    reject: "REJECTED",
    discard: "DISCARDED",
  },
  CONFLICT: { discard: "DISCARDED" },
  EXECUTED: {},
  STORED: {},
  DISCARDED: {},
});

export type IngestEventState = keyof typeof ingestEventStates.table;

export const ingestStateNames = Object.keys(ingestEventStates.table) as [
  IngestEventState,
  ...IngestEventState[],
];

/** What an execution may still change. */
export const openIngestStates: readonly IngestEventState[] = [
  "RECEIVED",
  "PARKED",
  "REJECTED",
  "DEAD",
];
