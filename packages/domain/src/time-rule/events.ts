/** What happened to rules and their clocks, as the event trail names it. */
export const timeRuleEvents = [
  "timeRule.created",
  "timeRule.changed",
  "timeRule.deleted",
  "clock.started",
  "clock.warned",
  "clock.expired",
  "clock.completed",
  "clock.lateCompleted",
  "clock.waived",
  "clock.cancelled",
  "clock.reopened",
  "clock.moved",
] as const;

/** The events of each kind of subject that may start or end its clock. */
export const clockTriggers = {
  UNIT: ["unit.trackedIn", "unit.trackedOut"],
  PASTE_BOTTLE: [
    "pasteBottle.opened",
    "pasteBottle.bound",
    "pasteBottle.unbound",
    "pasteBottle.returned",
    "pasteBottle.emptied",
    "pasteBottle.scrapped",
  ],
} as const;

export type ClockTrigger = (typeof clockTriggers)[keyof typeof clockTriggers][number];
export const allClockTriggers: readonly ClockTrigger[] = Object.values(clockTriggers).flat();
