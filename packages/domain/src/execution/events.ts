/** What happened to units and panels, as the event trail names it. */
export const executionEvents = [
  "unit.created",
  "unit.trackedIn",
  "unit.trackedOut",
  "unit.trackOutUndone",
  "unit.visitAborted",
  "unit.held",
  "unit.finished",
  "unit.voided",
  "unit.alarmRaised",
  "panel.bound",
  "carrier.created",
  "carrier.changed",
  "carrier.loaded",
  "carrier.unloaded",
  "carrier.trackedIn",
  "carrier.trackedOut",
] as const;

export type ExecutionEvent = (typeof executionEvents)[number];
