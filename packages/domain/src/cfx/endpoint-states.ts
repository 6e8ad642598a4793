import { machine } from "../kernel/index.ts";

/**
 * A CFX endpoint 接入端点. NEW: heard, but nobody said where it stands. SILENT: not heard for three of
 * its heartbeats. OFFLINE: it said goodbye, or was entered by hand and has not been heard yet.
 */
export const endpointStates = machine("INGEST_ENDPOINT", {
  NEW: { assign: "ONLINE", ignore: "IGNORED" },
  ONLINE: { fallSilent: "SILENT", leave: "OFFLINE", unassign: "NEW", ignore: "IGNORED" },
  SILENT: { hear: "ONLINE", leave: "OFFLINE", unassign: "NEW", ignore: "IGNORED" },
  OFFLINE: { hear: "ONLINE", unassign: "NEW", ignore: "IGNORED" },
  IGNORED: { heed: "NEW" },
});

export type EndpointState = keyof typeof endpointStates.table;

/** Heartbeats that may fail to come before an endpoint counts as silent. */
export const silentAfterBeats = 3;
/** How long an endpoint was not written down as heard; it may have been. */
export const seenEverySeconds = 10;
