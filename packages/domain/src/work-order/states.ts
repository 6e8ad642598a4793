import { HELD_FROM, machine } from "../kernel/index.ts";

/** A work order 工单. IN_PROGRESS begins with the first run cut, not with the first board. */
export const orderStates = machine("WORK_ORDER", {
  RECEIVED: { release: "RELEASED", hold: "ON_HOLD", cancel: "CANCELLED" },
  RELEASED: { start: "IN_PROGRESS", hold: "ON_HOLD", cancel: "CANCELLED" },
  // Cancelling here asks more: no run may have been started (cancel-order.ts).
  IN_PROGRESS: { hold: "ON_HOLD", close: "COMPLETED", cancel: "CANCELLED" },
  ON_HOLD: { resume: HELD_FROM, cancel: "CANCELLED" },
  COMPLETED: {},
  CANCELLED: {},
});

/** A run 批次: one frozen route version on one line. */
export const runStates = machine("RUN", {
  PREP: { authorize: "AUTHORIZED", hold: "ON_HOLD", cancel: "CANCELLED" },
  AUTHORIZED: { start: "IN_PROGRESS", revoke: "PREP", hold: "ON_HOLD", cancel: "CANCELLED" },
  IN_PROGRESS: { hold: "ON_HOLD", close: "COMPLETED" },
  // Cancelling a held run asks more: it may not have been IN_PROGRESS before (cancel-run.ts).
  ON_HOLD: { resume: HELD_FROM, cancel: "CANCELLED" },
  COMPLETED: {},
  CANCELLED: {},
});

export type OrderState = keyof typeof orderStates.table;
export type OrderEvent = ReturnType<typeof orderStates.eventsFrom>[number];
export type RunState = keyof typeof runStates.table;
export type RunEvent = ReturnType<typeof runStates.eventsFrom>[number];
