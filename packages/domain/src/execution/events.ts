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
] as const;

export type ExecutionEvent = (typeof executionEvents)[number];
