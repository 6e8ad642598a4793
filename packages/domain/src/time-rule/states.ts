import { machine } from "../kernel/index.ts";

/**
 * A clock 计时. An expired clock still stands until its end event comes late, somebody waives it, or
 * its subject ends. `reopen` takes back an end whose cause was undone: RUNNING if the deadline had
 * not been noticed before, else EXPIRED.
 */
export const clockStates = machine("CLOCK", {
  RUNNING: { complete: "COMPLETED", expire: "EXPIRED", waive: "WAIVED", cancel: "CANCELLED" },
  EXPIRED: {
    complete: "LATE_COMPLETED",
    // The end event was in time, but reported after the deadline.
    completeInTime: "COMPLETED",
    waive: "WAIVED",
    cancel: "CANCELLED",
  },
  COMPLETED: { reopen: "RUNNING", reopenExpired: "EXPIRED" },
  LATE_COMPLETED: { reopenExpired: "EXPIRED" },
  WAIVED: {},
  CANCELLED: { reopen: "RUNNING", reopenExpired: "EXPIRED" },
});

export type ClockState = keyof typeof clockStates.table;

/** A clock that still counts: at most one of a family and subject. */
export const openClockStates: readonly ClockState[] = ["RUNNING", "EXPIRED"];
