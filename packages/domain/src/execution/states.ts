import { machine } from "../kernel/index.ts";

/**
 * A unit 单件. QUEUED waits before its current step; `undo` takes back the operator's own track-out.
 * ON_HOLD/finish: a unit held by an out-of-limit value at its last, passed step is released as done.
 * `abort`: the machine gave up in the middle; the unit waits before the same step again.
 */
export const unitStates = machine("UNIT", {
  QUEUED: {
    trackIn: "IN_STATION",
    hold: "ON_HOLD",
    scrap: "SCRAPPED",
    void: "VOIDED",
    undo: "IN_STATION",
  },
  IN_STATION: {
    pass: "QUEUED",
    finish: "DONE",
    fail: "OUT_FAILED",
    hold: "ON_HOLD",
    abort: "QUEUED",
  },
  OUT_FAILED: { rework: "QUEUED", hold: "ON_HOLD", scrap: "SCRAPPED", undo: "IN_STATION" },
  ON_HOLD: { release: "QUEUED", finish: "DONE", scrap: "SCRAPPED", undo: "IN_STATION" },
  DONE: { undo: "IN_STATION" },
  SCRAPPED: {},
  VOIDED: {},
});

export type UnitState = keyof typeof unitStates.table;
export type UnitEvent = ReturnType<typeof unitStates.eventsFrom>[number];

/** States that end a unit for the run's count: nothing more is made of it. */
export const endedUnitStates: readonly UnitState[] = ["DONE", "SCRAPPED", "VOIDED"];
